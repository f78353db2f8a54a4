package io.waybill.control;

import static io.waybill.control.Configured.override;
import static io.waybill.control.Configured.pools;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.control.ServerOverride.Aspect;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciledTest {

    private static final String FILE = """
            {app: {servers: [{name: a1, address: "10.0.0.1:80"}, {name: a2, address: "10.0.0.2:80", weight: 4, state: drain}, \
            {name: many, address: "app.internal:80", weight: 2}]}}""";

    /** {@code -} for an override that holds. */
    @ParameterizedTest(name = "{0} {1} {2} -> {3}: {4}")
    @CsvSource(nullValues = "null", textBlock = """
            app/a1,            STATE,  ready,           drain,        -
            app/a1,            STATE,  drain,           maint,        configured-value-changed
            app/a2,            STATE,  drain,           ready,        -
            app/a2,            STATE,  ready,           drain,        configured-value-changed
            app/a2,            WEIGHT, 4,               0,            -
            app/a2,            WEIGHT, 1,               4,            configured-value-changed
            app/a3,            STATE,  ready,           drain,        server-gone
            app/a3,            WEIGHT, 1,               7,            server-gone
            app/a1,            MEMBER, 10.0.0.1:80,     removed,      -
            app/a1,            MEMBER, 10.0.0.7:80,     removed,      configured-value-changed
            app/a3,            MEMBER, 10.0.0.3:80,     removed,      server-gone
            app/a9,            MEMBER, null,            10.0.0.9:80,  -
            app/a1,            MEMBER, null,            10.0.0.9:80,  configured-now
            app/a1,            WEIGHT, null,            9,            configured-now
            app/a9,            WEIGHT, null,            9,            server-gone
            app/many-10.0.0.3, STATE,  ready,           drain,        -
            app/many-10.0.0.3, WEIGHT, 2,               3,            -
            app/many-10.0.0.3, WEIGHT, 1,               3,            configured-value-changed
            app/many-10.0.0.3, MEMBER, app.internal:80, removed,      -
            app/many-new,      MEMBER, null,            10.0.0.9:80,  -
            app/a1-10.0.0.3,   STATE,  ready,           drain,        server-gone
            web/w1,            STATE,  ready,           drain,        pool-gone
            web/w9,            MEMBER, null,            10.0.0.9:80,  pool-gone
            """)
    void anOverrideYieldsWhenItsConfiguredValueIsAnotherOne(
            String server, Aspect aspect, @Nullable String then, String value, String reason) {
        ServerOverride override = override(server, aspect, then, value);
        Reconciled reconciled = Reconciled.of(Overrides.of(List.of(override)), pools(FILE));
        if (reason.equals("-")) {
            assertEquals(List.of(override), reconciled.kept().all());
            assertEquals(List.of(), reconciled.dropped());
        } else {
            assertEquals(List.of(), reconciled.kept().all());
            assertEquals(reason, reconciled.dropped().get(0).reason());
        }
    }

    @Test
    void whatIsOverriddenOfAnAddedServerHoldsAsLongAsTheServer() {
        Overrides added = Overrides.of(List.of(
                override("app/a9", Aspect.MEMBER, null, "10.0.0.9:80"),
                override("app/a9", Aspect.STATE, null, "drain")));
        assertEquals(added.all(), Reconciled.of(added, pools(FILE)).kept().all());
        Reconciled named = Reconciled.of(added, pools("{app: {servers: [{name: a9, address: \"10.0.0.9:80\"}]}}"));
        assertEquals(List.of(), named.kept().all());
        assertEquals(2, named.dropped().size());
        assertEquals("ready", named.dropped().get(1).configured());
    }
}
