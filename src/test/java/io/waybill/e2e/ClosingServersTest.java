package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Servers that close kept connections whenever they like, without saying so beforehand, under load. */
class ClosingServersTest {

    private static final String POOL = "threads: 2\npools: {web: {servers: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"]}}\n";
    private static final int EVERY = 5;

    @Test
    void noGetFails() {
        assertEquals(List.of(), problems(number -> Requests.get("/" + number)));
    }

    @Test
    void hardlyAPostFails() {
        List<String> problems = problems(number -> Requests.post("/" + number, "abc"));
        System.out.println(problems.size());
        assertTrue(problems.size() <= 3, () -> problems.size() + ": " + problems);
    }

    private static List<String> problems(java.util.function.LongFunction<String> request) {
        try (ScriptedServer one = closing();
                ScriptedServer two = closing();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, one.port(), two.port());
                KeepAliveClients clients = KeepAliveClients.start(8, waybill.port("edge"), request)) {
            clients.awaitMore(Integer.getInteger("stress", 3_000));
            return clients.problems();
        }
    }

    /** Closes a connection right behind every fifth response. */
    private static ScriptedServer closing() {
        ScriptedServer server = ScriptedServer.start();
        AtomicLong answers = new AtomicLong();
        server.closing(request -> HttpText.response(200, "ok"), () -> answers.incrementAndGet() % EVERY == 0);
        return server;
    }
}
