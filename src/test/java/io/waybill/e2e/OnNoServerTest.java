package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.pool.AdminState;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.route.FieldEdits;
import io.waybill.route.FixedResponse;
import io.waybill.route.RequestEdits;
import io.waybill.route.Route;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of requests whose pool has no usable server. */
class OnNoServerTest {

    private static final FixedResponse SORRY = new FixedResponse(
            503,
            "come back later".getBytes(StandardCharsets.UTF_8),
            "text/plain".getBytes(StandardCharsets.UTF_8),
            null);

    private final List<String> told = new CopyOnWriteArrayList<>();

    private SwappingProxy proxy() {
        return SwappingProxy.telling(record -> told.add(
                record.status() + " " + record.pool() + " " + record.server() + " " + record.cause() + record.phase()));
    }

    @Test
    void anotherPoolTakesThemUntilTheirOwnHasAServerAgain() {
        try (ScriptedServer own = ScriptedServer.answering("own");
                ScriptedServer spare = ScriptedServer.answering("spare");
                SwappingProxy proxy = proxy()) {
            Pool web = proxy.pool("web", own.port());
            Pool other = proxy.pool("other", spare.port());
            proxy.swap("edge", route(web, List.of(other), null), List.of(web, other));
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("own", body(client));
                set(web, AdminState.MAINT);
                assertEquals("spare", body(client));
                set(web, AdminState.READY);
                assertEquals("own", body(client));
            }
            String byOwn = "200 web web/at-" + own.port() + " --";
            assertTold(byOwn, "200 other other/at-" + spare.port() + " --", byOwn);
            assertEquals(2, web.traffic().view().requests());
            assertEquals(1, other.traffic().view().requests());
        }
    }

    @Test
    void poolsAreAskedInTheirOrderAndAnAnswerComesLast() {
        try (ScriptedServer first = ScriptedServer.answering("first");
                ScriptedServer second = ScriptedServer.answering("second");
                ScriptedServer third = ScriptedServer.answering("third");
                SwappingProxy proxy = proxy()) {
            List<Pool> pools = List.of(
                    proxy.pool("a", first.port()), proxy.pool("b", second.port()), proxy.pool("c", third.port()));
            proxy.swap("edge", route(pools.get(0), pools.subList(1, 3), SORRY), pools);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("first", body(client));
                set(pools.get(0), AdminState.DRAIN);
                assertEquals("second", body(client));
                set(pools.get(1), AdminState.DRAIN);
                assertEquals("third", body(client));
                set(pools.get(2), AdminState.DRAIN);
                assertEquals("come back later", body(client));
                set(pools.get(1), AdminState.READY);
                assertEquals("second", body(client));
            }
            assertEquals(2, pools.get(0).traffic().view().requests());
            Waiting.until("all are told of", () -> told.size() == 5);
            assertEquals("503 a null --", told.get(3));
        }
    }

    @Test
    void withoutAnyPoolLeftItIsThe503ThatSaysSo() {
        try (ScriptedServer own = ScriptedServer.answering("own");
                ScriptedServer spare = ScriptedServer.answering("spare");
                SwappingProxy proxy = proxy()) {
            Pool web = proxy.pool("web", own.port());
            Pool other = proxy.pool("other", spare.port());
            proxy.swap("edge", route(web, List.of(other), null), List.of(web, other));
            set(web, AdminState.MAINT);
            set(other, AdminState.MAINT);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals(503, HttpText.status(client.send(Requests.get("/")).readResponse()));
            }
            assertTold("503 web null SR");
        }
    }

    @Test
    void failedAttemptIsNotRepeatedInAnotherPool() {
        try (ScriptedServer own = ScriptedServer.answering("own");
                ScriptedServer spare = ScriptedServer.answering("spare");
                SwappingProxy proxy = proxy()) {
            Pool web = proxy.pool("web", own.port());
            Pool other = proxy.pool("other", spare.port());
            proxy.swap("edge", route(web, List.of(other), SORRY), List.of(web, other));
            own.kill();
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals(502, HttpText.status(client.send(Requests.get("/")).readResponse()));
            }
            assertEquals(0, spare.connections());
        }
    }

    private void assertTold(String... expected) {
        Waiting.until("all are told of", () -> told.size() >= expected.length);
        assertEquals(List.of(expected), told);
    }

    private static Route route(Pool pool, List<Pool> others, @Nullable FixedResponse answer) {
        return new Route("all", pool, others, answer, RequestEdits.NONE, FieldEdits.NONE, 0);
    }

    private static void set(Pool pool, AdminState state) {
        for (Server server : pool.servers()) {
            server.state(server.state().with(state), "test");
        }
        pool.usableServersChanged();
    }

    private static String body(RawClient client) {
        return HttpText.body(client.send(Requests.get("/")).readResponse());
    }
}
