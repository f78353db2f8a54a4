package io.waybill.admin;

import static io.waybill.admin.TestAdmin.status;
import static io.waybill.admin.TestTokens.ADMIN;
import static io.waybill.admin.TestTokens.OPERATOR;
import static io.waybill.admin.TestTokens.VIEWER;
import static io.waybill.admin.TestTokens.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.waybill.control.ChangeResult;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.RawClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a request to the admin listener: its id in the answer, and its line in the log. */
@Timeout(30)
class TracesTest {

    private static final String ONE = "/pools/api/servers/one";
    private static final String WEIGHT = "{\"weight\": 1}";

    private final TestAdmin admin = TestAdmin.start(VIEWER, OPERATOR, ADMIN);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void everyAnswerCarriesTheIdOfItsRequest() {
        String given = admin.get("/health", "X-Unique-Request-Id: deploy-42/a");
        assertTrue(given.contains("\r\nX-Unique-Request-Id: deploy-42/a\r\n"), given);
        for (String response : List.of(
                admin.get("/health"),
                admin.get("/none"),
                admin.get("/health", "X-Unique-Request-Id: a b"),
                admin.get("/health", "X-Unique-Request-Id: a", "X-Unique-Request-Id: b"),
                admin.ask("GET /health HTTP/1.1\r\nHost: evil\r\n\r\n"),
                admin.ask("garbage\r\n\r\n"),
                admin.ask("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"))) {
            assertTrue(
                    response.lines()
                            .anyMatch(line -> line.matches("X-Unique-Request-Id: [0-9A-F]{8}-[0-9A-F]{8}-[0-9]+")),
                    response);
        }
    }

    @Test
    void eachOfSeveralRequestsHasItsOwnId() {
        admin.operations.change = CompletableFuture.supplyAsync(() -> new ChangeResult.Refused("no"));
        try (RawClient client = RawClient.connect(admin.server.port())) {
            client.send(
                    "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Unique-Request-Id: a\r\n\r\n"
                            + TestAdmin.request("PATCH", ONE, WEIGHT, bearer(OPERATOR), "X-Unique-Request-Id: b")
                            + "POST /reload HTTP/1.1\r\nHost: localhost\r\nX-Unique-Request-Id: c\r\nContent-Length: 9999999\r\n\r\n");
            assertTrue(client.readResponse().contains("X-Unique-Request-Id: a\r\n"));
            String changed = client.readResponse();
            assertEquals(422, status(changed), changed);
            assertTrue(changed.contains("X-Unique-Request-Id: b\r\n"));
            String refused = client.readResponse();
            assertEquals(413, status(refused), refused);
            assertTrue(refused.contains("X-Unique-Request-Id: c\r\n"));
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void aChangeLeavesALineThatSaysWhoAndWhatAndWhy() {
        try (LogLines lines = LogLines.of(AuditLog.class)) {
            admin.send(
                    "PATCH",
                    ONE,
                    "{\"state\": \"drain\", \"ttl\": \"90s\", \"reason\": \"say \\\"hello\\\" \\\\ bye\"}",
                    bearer(OPERATOR),
                    "X-Unique-Request-Id: r1");
            admin.send("DELETE", ONE, "", bearer(OPERATOR), "X-Unique-Request-Id: r2");
            admin.send("PATCH", ONE, "{}", bearer(OPERATOR), "X-Unique-Request-Id: r3");
            List<String> found = lines.all();
            assertEquals(3, found.size(), found.toString());
            String line = found.get(0);
            assertTrue(
                    line.matches("admin change: by=deploy remote=127\\.0\\.0\\.1:[0-9]+ request-id=r1 method=PATCH"
                            + " path=/pools/api/servers/one change=\"state=drain ttl=90s\""
                            + " reason=\"say \\\\\"hello\\\\\" \\\\\\\\ bye\" status=200"),
                    line);
            assertTrue(found.get(1).endsWith(" change=\"remove\" reason=\"\" status=403"), found.get(1));
            assertTrue(found.get(2).endsWith(" change=\"\" reason=\"\" status=400"), found.get(2));
        }
    }

    @Test
    void whoIsNotLetInIsLoggedAtMostOnceASecond() {
        try (LogLines lines = LogLines.of(AuditLog.class)) {
            for (int i = 0; i < 20; i++) {
                admin.get("/stats", "Authorization: Bearer guess-" + i);
            }
            List<String> found = lines.all(Level.WARN);
            assertTrue(!found.isEmpty() && found.size() < 10, found.toString());
            assertTrue(found.get(0).startsWith("admin access refused: reason=unknown-token remote=127.0.0.1:"));
            assertFalse(found.toString().contains("guess"), found.toString());
        }
    }
}
