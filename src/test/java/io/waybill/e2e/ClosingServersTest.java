package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Servers that close a kept connection right behind every fifth response, without having said so, under load: the worst
 * moment, as the newest idle connection is the next to be used.
 */
class ClosingServersTest {

    private static final String POOL = "threads: 2\npools: {web: {servers: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"]}}\n";
    private static final int REQUESTS = 3_000;

    private final List<String> received = new ArrayList<>();

    @Test
    void noGetFails() {
        assertEquals(List.of(), problemsWith(number -> Requests.get("/" + number)));
    }

    /** A POST that was on its way when the connection closed may have had its effect: it must fail. Those are few. */
    @Test
    void noPostIsSentTwiceAndHardlyOneFails() {
        List<String> problems = problemsWith(number -> Requests.post("/" + number, "abc"));

        assertTrue(problems.size() <= REQUESTS / 100, () -> problems.size() + ": " + problems);
        for (String problem : problems) {
            assertTrue(problem.contains("502 Bad Gateway: the server closed the connection"), problem);
        }
        assertTrue(received.size() >= REQUESTS - problems.size());
        assertEquals(received.size(), new HashSet<>(received).size());
    }

    private List<String> problemsWith(LongFunction<String> request) {
        try (ScriptedServer one = closing();
                ScriptedServer two = closing();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, one.port(), two.port());
                KeepAliveClients clients = KeepAliveClients.start(8, waybill.port("edge"), request)) {
            clients.awaitMore(REQUESTS);
            clients.close();
            received.addAll(one.requests());
            received.addAll(two.requests());
            return clients.problems();
        }
    }

    private static ScriptedServer closing() {
        ScriptedServer server = ScriptedServer.start();
        AtomicLong answers = new AtomicLong();
        server.closing(request -> HttpText.response(200, "ok"), () -> answers.incrementAndGet() % 5 == 0);
        return server;
    }
}
