package io.waybill.control;

import static io.waybill.control.Configured.NOON;
import static io.waybill.control.Configured.WHO;
import static io.waybill.control.Configured.id;
import static io.waybill.control.Configured.override;
import static io.waybill.control.Configured.pools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.HostPort;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerAddress;
import io.waybill.config.ServerConfig;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.AdminState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

    private static final List<PoolConfig> POOLS = pools("""
            {app: {servers: [{name: a1, address: "10.0.0.1:80"}, \
            {name: a2, address: "10.0.0.2:80", weight: 4, state: drain}]}}""");
    private static final ServerConfig A1 = Configured.server(POOLS, "app/a1");
    private static final ServerConfig A2 = Configured.server(POOLS, "app/a2");

    private static ServerChange change(@Nullable AdminState state, @Nullable Integer weight) {
        return new ServerChange(state, weight, "deploy 42", null);
    }

    @Test
    void aChangeHoldsUntilTheConfiguredValueIsSetAgain() {
        Overrides drained = Overrides.NONE.with(id("app/a1"), A1, change(AdminState.DRAIN, null), WHO);
        assertEquals(List.of(override("app/a1", Aspect.STATE, "ready", "drain")), drained.all());
        assertEquals(AdminState.DRAIN, drained.stateOf(id("app/a1"), A1));
        assertEquals(AdminState.READY, Overrides.NONE.stateOf(id("app/a1"), A1));

        Overrides undone = drained.with(id("app/a1"), A1, change(AdminState.READY, null), WHO);
        assertTrue(undone.isEmpty());
    }

    @Test
    void whatIsConfiguredIsTheMeasureNotTheWordReady() {
        Overrides ready = Overrides.NONE.with(id("app/a2"), A2, change(AdminState.READY, 4), WHO);
        assertEquals(List.of(override("app/a2", Aspect.STATE, "drain", "ready")), ready.all());
        assertEquals(AdminState.READY, ready.stateOf(id("app/a2"), A2));
        assertTrue(ready.with(id("app/a2"), A2, change(AdminState.DRAIN, null), WHO)
                .isEmpty());
    }

    @Test
    void stateAndWeightAreOverriddenApartAndTheLaterChangeReplacesTheEarlier() {
        Overrides both = Overrides.NONE
                .with(id("app/a1"), A1, change(AdminState.DRAIN, 7), WHO)
                .with(id("app/a1"), A1, change(AdminState.MAINT, null), WHO);
        assertEquals(
                List.of(
                        override("app/a1", Aspect.WEIGHT, "1", "7"),
                        override("app/a1", Aspect.STATE, "ready", "maint")),
                both.all());
        assertEquals(7, both.weightOf(id("app/a1"), A1));
        assertEquals(
                1,
                both.of(id("app/a1")).stream()
                        .filter(one -> one.aspect() == Aspect.STATE)
                        .count());
        assertEquals(List.of(), both.of(id("app/a2")));
    }

    @Test
    void changesMakeOtherObjectsAndLeaveTheOldOneAsItWas() {
        Overrides one = Overrides.NONE.with(override("app/a1", Aspect.STATE, "ready", "drain"));
        Overrides two = one.with(override("app/a2", Aspect.STATE, "drain", "maint"));
        assertEquals(1, one.all().size());
        assertEquals(one.all(), two.without(id("app/a2"), Aspect.STATE).all());
        assertSame(one, one.without(id("app/a2"), Aspect.STATE));
        assertEquals(0, Overrides.NONE.all().size());
    }

    @Test
    void anAddedServerHasTheChecksOfItsPoolAndGoesWithAllThatIsOverriddenOfIt() {
        PoolConfig checked = pools("{app: {check: {http: /up}, servers: [{name: a1, address: \"10.0.0.1:80\"}]}}")
                .get(0);
        Overrides added = Overrides.NONE
                .withAdded(id("app/a9"), new ServerAddress(new HostPort("10.0.0.9", 80), null), WHO)
                .with(id("app/a9"), A1, change(AdminState.DRAIN, 9), WHO);
        PoolConfig with = added.apply(checked);
        assertEquals(
                List.of("a1", "a9"),
                with.servers().stream().map(ServerConfig::name).toList());
        assertEquals(checked.check(), with.servers().get(1).check());
        assertEquals(1, with.servers().get(1).weight());
        assertNull(
                Objects.requireNonNull(added.get(id("app/a9"), Aspect.WEIGHT)).configuredThen());
        assertEquals(9, added.weightOf(id("app/a9"), with.servers().get(1)));

        assertTrue(added.withRemoved(id("app/a9"), with.servers().get(1), WHO).isEmpty());
    }

    @Test
    void aConfiguredServerIsRemovedAndThatIsAllThatIsLeftOfIt() {
        Overrides removed = Overrides.NONE
                .with(id("app/a1"), A1, change(AdminState.DRAIN, 9), WHO)
                .withRemoved(id("app/a1"), A1, WHO);
        assertEquals(List.of(override("app/a1", Aspect.MEMBER, "10.0.0.1:80", "removed")), removed.all());
        assertTrue(removed.isRemoved(id("app/a1")));
        assertEquals(
                List.of("a2"),
                removed.apply(POOLS.get(0)).servers().stream()
                        .map(ServerConfig::name)
                        .toList());
        Overrides none = removed.withRemoved(id("app/a2"), A2, WHO);
        assertEquals(List.of(), none.apply(POOLS.get(0)).servers());
    }

    @Test
    void aPoolWhoseServersNobodyTouchedIsTheSameObject() {
        Overrides elsewhere = Overrides.NONE
                .withAdded(id("web/w9"), new ServerAddress(new HostPort("10.0.0.9", 80), null), WHO)
                .with(id("app/a1"), A1, change(AdminState.DRAIN, null), WHO);
        assertSame(POOLS.get(0), elsewhere.apply(POOLS.get(0)));
    }

    @Test
    void anOverrideEndsWithItsTimeAndAnAddedServerTakesItsOthersWithIt() {
        Overrides all = Overrides.of(List.of(
                override("app/a1", Aspect.STATE, "ready", "drain", Duration.ofMinutes(15)),
                override("app/a2", Aspect.STATE, "drain", "maint"),
                override("app/a9", Aspect.MEMBER, null, "10.0.0.9:80", Duration.ofMinutes(5)),
                override("app/a9", Aspect.WEIGHT, null, "9")));
        assertEquals(NOON.plusSeconds(300), all.nextEnd());
        assertEquals(List.of(), all.expired(NOON.plusSeconds(299)));
        List<ServerOverride> first = all.expired(NOON.plusSeconds(300));
        assertEquals(2, first.size());
        assertTrue(first.stream().allMatch(one -> one.server().equals(id("app/a9"))));
        Overrides later = all.without(first);
        assertEquals(NOON.plusSeconds(900), later.nextEnd());
        assertNull(later.without(later.expired(NOON.plusSeconds(900))).nextEnd());
    }

    @Test
    void whatHoldsOfOneServerCanBePutBackWithoutTouchingOthers() {
        Overrides before = Overrides.NONE.with(override("app/a1", Aspect.STATE, "ready", "drain"));
        Overrides now = before.withRemoved(id("app/a1"), A1, WHO).with(override("app/a2", Aspect.WEIGHT, "4", "5"));
        Overrides back = now.withThoseOf(id("app/a1"), before);
        assertEquals(before.of(id("app/a1")), back.of(id("app/a1")));
        assertEquals(now.of(id("app/a2")), back.of(id("app/a2")));
    }

    @ParameterizedTest
    @CsvSource({
        "STATE, up",
        "STATE, ''",
        "STATE, READY",
        "WEIGHT, 257",
        "WEIGHT, -1",
        "WEIGHT, 1.5",
        "WEIGHT, 0x10",
        "WEIGHT, ''",
        "MEMBER, 10.0.0.1",
        "MEMBER, '0.0.0.0:80'",
        "MEMBER, 'ftp://x:80'",
        "MEMBER, '10.0.0.1:0'",
        "MEMBER, gone"
    })
    void aValueThatMakesNoSenseIsRefused(Aspect aspect, String value) {
        assertThrows(IllegalArgumentException.class, () -> override("app/a1", aspect, null, value));
    }
}
