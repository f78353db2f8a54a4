package io.waybill.control;

import static io.waybill.control.Configured.WHO;
import static io.waybill.control.Configured.id;
import static io.waybill.control.Configured.override;
import static io.waybill.control.Configured.pools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.AdminState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {

    private static final ServerChange NOTHING_MORE = new ServerChange(null, null, "deploy 42", null);
    private static final List<PoolConfig> POOLS = pools("""
            {app: {servers: [{name: a1, address: "10.0.0.1:80"}, {name: many, address: "app.internal:80"}]}}""");
    private static final ServerConfig A1 = Configured.server(POOLS, "app/a1");
    private static final ServerConfig MANY = Configured.server(POOLS, "app/many");

    private static Membership.Plan put(
            Overrides overrides, String server, String address, @Nullable ServerConfig live, ServerChange change) {
        return new Membership(overrides, POOLS).put(id(server), address, live, change, WHO);
    }

    @Test
    void aNewServerIsAddedWithItsStateAndWeight() {
        Membership.Plan plan = put(
                Overrides.NONE,
                "app/a9",
                "10.0.0.9:80",
                null,
                new ServerChange(AdminState.DRAIN, 9, "deploy 42", null));
        assertNull(plan.refusal());
        assertEquals(
                List.of(
                        override("app/a9", Aspect.MEMBER, null, "10.0.0.9:80"),
                        override("app/a9", Aspect.STATE, null, "drain"),
                        override("app/a9", Aspect.WEIGHT, null, "9")),
                plan.next().all());
        assertTrue(Membership.differs(id("app/a9"), Overrides.NONE, plan.next()));
    }

    private static String valueOf(Overrides overrides, Aspect aspect) {
        return Objects.requireNonNull(overrides.get(id("app/a9"), aspect)).value();
    }

    @Test
    void anAddedServerMovesAndKeepsItsWeight() {
        Overrides added = put(Overrides.NONE, "app/a9", "10.0.0.9:80", null, new ServerChange(null, 9, "", null))
                .next();
        Overrides moved =
                put(added, "app/a9", "10.0.0.10:80", null, NOTHING_MORE).next();
        assertEquals("10.0.0.10:80", valueOf(moved, Aspect.MEMBER));
        assertEquals("9", valueOf(moved, Aspect.WEIGHT));
        assertTrue(Membership.differs(id("app/a9"), added, moved));
    }

    @Test
    void anAddressMaySayWhetherAServerIsSpokenToOverTls() {
        Overrides added = put(Overrides.NONE, "app/a9", "https://10.0.0.9", null, NOTHING_MORE)
                .next();
        assertEquals("https://10.0.0.9:443", valueOf(added, Aspect.MEMBER));
        assertTrue(last(added.apply(POOLS.get(0))).secure());
        Overrides plain =
                put(added, "app/a9", "10.0.0.9:443", null, NOTHING_MORE).next();
        assertFalse(last(plain.apply(POOLS.get(0))).secure());

        PoolConfig tls = pools("{app: {tls: {}, servers: [\"10.0.0.1:80\"]}}").get(0);
        assertTrue(last(plain.apply(tls)).secure());
        Overrides open =
                put(added, "app/a9", "http://10.0.0.9:443", null, NOTHING_MORE).next();
        assertFalse(last(open.apply(tls)).secure());
    }

    private static ServerConfig last(PoolConfig pool) {
        return pool.servers().get(pool.servers().size() - 1);
    }

    @Test
    void aConfiguredServerIsNotAnotherOneOverTls() {
        assertTrue(put(Overrides.NONE, "app/a1", "http://10.0.0.1:80", null, NOTHING_MORE)
                .next()
                .isEmpty());
        assertEquals(
                "app/a1 is configured at 10.0.0.1:80; change the configuration, or give the new server another name",
                put(Overrides.NONE, "app/a1", "https://10.0.0.1:80", null, NOTHING_MORE)
                        .refusal());
    }

    @Test
    void aRemovedServerComesBackAtItsConfiguredAddress() {
        Overrides removed = new Membership(Overrides.NONE, POOLS)
                .remove(id("app/a1"), A1, WHO)
                .next();
        assertTrue(removed.isRemoved(id("app/a1")));
        assertTrue(
                put(removed, "app/a1", "10.0.0.1:80", null, NOTHING_MORE).next().isEmpty());
        Membership.Plan elsewhere = put(removed, "app/a1", "10.0.0.2:80", null, NOTHING_MORE);
        assertEquals(
                "app/a1 is configured at 10.0.0.1:80; change the configuration, or give the new server another name",
                elsewhere.refusal());
        assertEquals(removed, elsewhere.next());
    }

    @Test
    void oneAddressOfANameIsRemovedAndComesBack() {
        Overrides removed = new Membership(Overrides.NONE, POOLS)
                .remove(id("app/many-10.0.0.3"), MANY, WHO)
                .next();
        assertEquals(
                List.of(override("app/many-10.0.0.3", Aspect.MEMBER, "app.internal:80", "removed")), removed.all());
        assertTrue(put(removed, "app/many-10.0.0.3", "10.0.0.3:80", null, NOTHING_MORE)
                .next()
                .isEmpty());
        assertEquals(
                "app/many-10.0.0.3 was removed, and was not at 10.0.0.4:80; give the new server another name",
                put(removed, "app/many-10.0.0.3", "10.0.0.4:80", null, NOTHING_MORE)
                        .refusal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app/a1   | 10.0.0.2:80    | app/a1 is configured at 10.0.0.1:80; change the configuration, or give the new server another name
            app/a9   | 10.0.0.2       | address: found 10.0.0.2, expected host:port, where the host is an IPv4 address, an [IPv6 address] or a name
            app/a9   | 0.0.0.0:80     | address: found 0.0.0.0:80, expected host:port, where the host is an IPv4 address, an [IPv6 address] or a name
            app/a9   | ftp://x:80    | address: found ftp://x:80, expected host:port, where the host is an IPv4 address, an [IPv6 address] or a name
            app/a9   | 10.0.0.2:65536 | address: found 10.0.0.2:65536, expected host:port, where the host is an IPv4 address, an [IPv6 address] or a name
            app/-a   | 10.0.0.2:80    | the name of the server: found -a, expected 1 to 300 letters, digits, dots, colons, brackets, underscores and hyphens
            app/a/b  | 10.0.0.2:80    | the name of the server: found a/b, expected 1 to 300 letters, digits, dots, colons, brackets, underscores and hyphens
            """)
    void whatMakesNoSenseIsRefusedWithASentence(String server, String address, String sentence) {
        assertEquals(
                sentence,
                put(Overrides.NONE, server, address, null, NOTHING_MORE).refusal());
    }

    @Test
    void aWeightOutOfRangeIsRefused() {
        assertEquals(
                "weight: found 257, expected 0 to 256",
                put(Overrides.NONE, "app/a9", "10.0.0.9:80", null, new ServerChange(null, 257, "", null))
                        .refusal());
    }
}
