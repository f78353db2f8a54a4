package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One letter for each server: u up, n not checked, f falling, o asks for no new requests, d down, ? never looked at, D
 * drained by the operator, M in maintenance, 0 of weight 0, x of a name that has no address.
 */
class PanicTest {

    private final ServerRegistry registry = new ServerRegistry(1, 1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # share of well servers against the limit
            ud         | 50 | false | u
            udd        | 50 | true  | udd
            udd        | 34 | true  | udd
            udd        | 33 | false | u
            uuuddddddd | 30 | false | uuu
            uudddddddd | 30 | true  | uudddddddd
            uudddddddd | 0  | false | uu
            ddd        | 1  | true  | ddd
            ddd        | 0  | false | -
            ud         | 100 | true | ud
            uu         | 100 | false | uu
            # one that asks for no new requests is not well, but may be used in panic
            oo         | 50 | true  | oo
            uoo        | 50 | true  | uoo
            uo         | 50 | false | u
            # one that falls is still up; one that nobody checks is well
            fd         | 50 | false | f
            nd         | 50 | false | n
            # what never takes a request in panic does not count as a server either
            udM        | 50 | false | u
            udD        | 50 | false | u
            ud0        | 50 | false | u
            udx        | 50 | false | u
            ud?        | 50 | false | u
            ddM        | 50 | true  | dd
            ddD        | 50 | true  | dd
            dd0        | 50 | true  | dd
            ddx        | 50 | true  | dd
            dd?        | 50 | true  | dd
            MD0x?      | 100 | false | -
            ????       | 100 | false | -
            """)
    void checksAreDisregardedWhenTooFewServersAreWell(String servers, int percent, boolean panic, String usable) {
        Pool pool = pool(servers, percent, false);
        assertEquals(panic, pool.isInPanic());
        assertEquals(usable.equals("-") ? "" : usable, picked(pool, servers));
        assertEquals(usable.equals("-") ? 0 : usable.length(), pool.usableServers());
    }

    @ParameterizedTest
    @CsvSource({"ddd, false, -", "ooo, false, -", "udd, true, udd"})
    void thereIsNoReasonForPanicWhereRequestsCanGoElsewhere(String servers, boolean panic, String usable) {
        Pool pool = pool(servers, 50, true);
        assertEquals(panic, pool.isInPanic());
        assertEquals(usable.equals("-") ? "" : usable, picked(pool, servers));
    }

    @Test
    void panicBeginsAndEndsWithTheServers() {
        Pool pool = pool("uu", 60, false);
        List<Boolean> panic = new ArrayList<>();
        Health up = Health.unseen(1, 1).after(true);
        for (Health next : List.of(up.after(false), up, up.after(false))) {
            Server first = pool.servers().get(0);
            first.state(first.state().with(next), "test");
            pool.usableServersChanged();
            panic.add(pool.isInPanic());
        }
        assertEquals(List.of(true, false, true), panic);
    }

    /** The letters of the servers that get requests, in the order of the servers. */
    private static String picked(Pool pool, String servers) {
        TreeSet<Integer> picked = new TreeSet<>();
        for (int i = 0; i < 3 * servers.length(); i++) {
            Server next = pool.pick();
            if (next != null) {
                picked.add(pool.servers().indexOf(next));
            }
        }
        StringBuilder letters = new StringBuilder();
        picked.forEach(index -> letters.append(servers.charAt(index)));
        return letters.toString();
    }

    private Pool pool(String letters, int percent, boolean hasFallback) {
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            servers.add(server("s" + i, letters.charAt(i)));
        }
        PoolSettings settings = new PoolSettings(
                Policy.ROUND_ROBIN, 1, 0, 0, 0, 0, true, 1, 1, 0, percent, LinkConfig.STANDARD, hasFallback);
        return registry.pool("p", settings, servers);
    }

    private Server server(String name, char letter) {
        InetSocketAddress address = letter == 'x'
                ? InetSocketAddress.createUnresolved("nowhere.invalid", 80)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081);
        Server server = registry.server(new ServerId("p", name), address, false, letter == '0' ? 0 : 1);
        ServerState state = server.state();
        Health unseen = Health.unseen(2, 3);
        server.state(
                switch (letter) {
                    case 'u' -> state.with(unseen.after(true));
                    case 'f' -> state.with(unseen.after(true).after(false));
                    case 'o' -> state.with(unseen.afterDrainAnswer());
                    case 'd' -> state.with(unseen.after(false));
                    case '?' -> state.with(unseen);
                    case 'D' -> state.with(AdminState.DRAIN);
                    case 'M' -> state.with(AdminState.MAINT);
                    default -> state;
                },
                "test");
        return server;
    }
}
