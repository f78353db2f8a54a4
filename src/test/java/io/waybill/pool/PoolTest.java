package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {

    private final ServerRegistry registry = new ServerRegistry(2, 3);

    @Test
    void anotherAttemptTakesNoTurnOfTheRound() {
        Pool pool = pool(Policy.ROUND_ROBIN, "a", "b");
        List<Server> servers = pool.servers();
        for (int i = 0; i < 10; i++) {
            assertSame(servers.get(i % 2), pool.pick());
            assertSame(servers.get((i + 1) % 2), pool.pickOther(List.of(servers.get(i % 2))));
        }
    }

    @Test
    void serversAreTakenInTurn() {
        Pool pool = pool(Policy.ROUND_ROBIN, "a", "b", "c");
        assertEquals("a b c a", picks(pool, 4));
    }

    @Test
    void aServerThatIsDrainedOrDownOrWithoutWeightIsNotPicked() {
        Pool pool = pool(Policy.ROUND_ROBIN, "a", "b", "c", "d", "e");
        change(pool, 0, pool.servers().get(0).state().with(AdminState.DRAIN));
        change(pool, 1, pool.servers().get(1).state().with(AdminState.MAINT));
        change(pool, 2, pool.servers().get(2).state().with(Health.trusted(2, 3).after(false)));
        change(pool, 3, pool.servers().get(3).state().withWeight(0));
        assertEquals(1, pool.usableServers());
        assertEquals("e e e", picks(pool, 3));

        change(pool, 2, pool.servers().get(2).state().with(Health.trusted(2, 3)));
        assertEquals(2, pool.usableServers());
        assertEquals("c e c e", picks(pool, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 50})
    void aPoolOfWhichOneServerComesAndGoesDoesNotFavourTheFirst(int picksBetween) {
        Pool pool = pool(Policy.ROUND_ROBIN, "a", "b", "c", "flapping");
        Map<String, Integer> picks = new TreeMap<>();
        Health up = Health.unseen(1, 1).after(true);
        for (int change = 0; change < 1200; change++) {
            change(pool, 3, pool.servers().get(3).state().with(up.after(change % 2 == 0)));
            for (int i = 0; i < picksBetween; i++) {
                picks.merge(picked(pool).name(), 1, Integer::sum);
            }
        }
        int each = (1200 * picksBetween - picks.getOrDefault("flapping", 0)) / 3;
        for (String steady : List.of("a", "b", "c")) {
            assertEquals(each, picks.getOrDefault(steady, 0), each * 0.2, picks.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void norAmongServersOfSeveralWeights(int picksBetween) {
        List<Server> servers = List.of(server("heavy", 5), server("a", 1), server("b", 1), server("flapping", 2));
        Pool pool = registry.pool("p", settings(Policy.ROUND_ROBIN), servers);
        Map<String, Integer> picks = new TreeMap<>();
        Health up = Health.unseen(1, 1).after(true);
        for (int change = 0; change < 3000; change++) {
            change(pool, 3, pool.servers().get(3).state().with(up.after(change % 2 == 0)));
            for (int i = 0; i < picksBetween; i++) {
                picks.merge(picked(pool).name(), 1, Integer::sum);
            }
        }
        int share = (3000 * picksBetween - picks.getOrDefault("flapping", 0)) / 7;
        assertEquals(5 * share, picks.getOrDefault("heavy", 0), share, picks.toString());
        assertEquals(share, picks.getOrDefault("a", 0), share * 0.4, picks.toString());
        assertEquals(share, picks.getOrDefault("b", 0), share * 0.4, picks.toString());
    }

    @Test
    void aPoolThatChangesGoesOnWhereTheOneBeforeWas() {
        Pool before = pool(Policy.ROUND_ROBIN, "a", "b", "c");
        assertEquals("a b", picks(before, 2));
        Pool after = registry.pool(
                "p",
                new PoolSettings(Policy.ROUND_ROBIN, 2, 1, 1, 0, 0, true, 1, 1, 0, 0, LinkConfig.STANDARD, false),
                before.servers());
        assertNotSame(before, after);
        assertEquals("c a b", picks(after, 3));
    }

    @Test
    void aNewWeightCountsFromTheMomentItIsAnnounced() {
        Pool pool = pool(Policy.ROUND_ROBIN, "a", "b");
        change(pool, 1, pool.servers().get(1).state().withWeight(2));
        assertEquals("b a b b a b", picks(pool, 6));
    }

    @ParameterizedTest
    @EnumSource
    void aPoolWithoutUsableServersPicksNothing(Policy policy) {
        Pool pool = pool(policy, "a");
        change(pool, 0, pool.servers().get(0).state().with(AdminState.MAINT));
        assertNull(pool.pick());
        assertNull(pool.pickOther(List.of()));
        assertEquals(0, pool.usableServers());
        assertNull(pool(policy).pick());
    }

    @ParameterizedTest
    @EnumSource
    void anotherAttemptGoesToServersThatWereNotTriedUntilNoneIsLeft(Policy policy) {
        Pool pool = pool(policy, "a", "b", "c", "d");
        // The most idle one of all is tried first and must not come again.
        pool.servers().get(0).attemptBegan();
        for (int round = 0; round < 200; round++) {
            List<Server> tried = new ArrayList<>();
            for (int attempt = 0; attempt < 4; attempt++) {
                Server next = pool.pickOther(tried);
                assertNotNull(next);
                assertFalse(tried.contains(next));
                tried.add(next);
            }
            assertNull(pool.pickOther(tried));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLightServerIsFoundWhenTheHeavyOnesWereTried(Policy policy) {
        List<Server> servers = List.of(server("heavy", 256), server("light", 1), server("idle", 0));
        Pool pool = registry.pool("p", settings(policy), servers);
        for (int round = 0; round < 100; round++) {
            assertSame(servers.get(1), pool.pickOther(List.of(servers.get(0))));
        }
    }

    @Test
    void anUnresolvedServerIsNeverPicked() {
        Server lost = registry.server(
                new ServerId("p", "lost"), InetSocketAddress.createUnresolved("nowhere.invalid", 80), false, 1);
        Pool pool = registry.pool("p", settings(Policy.ROUND_ROBIN), List.of(lost, server("b", 1)));
        assertEquals("b b", picks(pool, 2));
        assertEquals("MAINT (resolution)", lost.status());
        assertFalse(lost.isUsable());
    }

    @Test
    void leastRequestsFollowsTheAttemptsThatBeganAndEnded() {
        Pool pool = pool(Policy.LEAST_REQUESTS, "a", "b");
        Server busy = picked(pool);
        busy.attemptBegan();
        busy.attemptBegan();
        Server other = picked(pool);
        assertTrue(other != busy);
        other.attemptBegan();
        assertSame(other, pool.pick());
        busy.attemptEnded();
        busy.attemptEnded();
        assertSame(busy, pool.pick());
        assertEquals(0, busy.requestsInFlight());
    }

    private static Server picked(Pool pool) {
        @Nullable Server server = pool.pick();
        assertNotNull(server);
        return server;
    }

    private static String picks(Pool pool, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(picked(pool).name());
        }
        return String.join(" ", names);
    }

    private static void change(Pool pool, int index, ServerState state) {
        pool.servers().get(index).state(state, "test");
        pool.usableServersChanged();
    }

    private Pool pool(Policy policy, String... names) {
        List<Server> servers = new ArrayList<>();
        for (String name : names) {
            servers.add(server(name, 1));
        }
        return registry.pool("p", settings(policy), servers);
    }

    private Server server(String name, int weight) {
        return registry.server(
                new ServerId("p", name), new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081), false, weight);
    }

    private static PoolSettings settings(Policy policy) {
        return new PoolSettings(policy, 1, 1, 1, 0, 0, true, 128, 1, 0, 0, LinkConfig.STANDARD, false);
    }
}
