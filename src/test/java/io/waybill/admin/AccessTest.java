package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.LogLines;
import ch.qos.logback.classic.Level;
import io.waybill.config.AdminRole;
import io.waybill.config.AdminToken;
import io.waybill.control.ChangeResult;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on the admin listener, and what is left of it in the log. */
@Timeout(30)
class AccessTest {

    private static final String ONE = "/pools/api/servers/one";
    private static final String WEIGHT = "{\"weight\": 1}";
    private static final String ADDRESS = "{\"address\": \"10.0.0.9:80\"}";
    private static final AdminToken VIEWER = new AdminToken("grafana", AdminRole.VIEWER, "viewer-0123456789abcdef");
    private static final AdminToken OPERATOR = new AdminToken("deploy", AdminRole.OPERATOR, "operator-0123456789abcd");
    private static final AdminToken ADMIN = new AdminToken("alice", AdminRole.ADMIN, "admin-0123456789abcdefg");

    private final TestAdmin admin = TestAdmin.start(VIEWER, OPERATOR, ADMIN);

    @AfterEach
    void stop() {
        admin.close();
    }

    private static String bearer(AdminToken token) {
        return "Authorization: Bearer " + token.secret();
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/healthz", "/ready", "/readyz"})
    void loadBalancersNeedNoToken(String path) {
        assertEquals(200, status(admin.get(path)));
        assertEquals(401, status(admin.send("POST", path, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/stats", "/metrics", "/pools", "/pools/api", ONE, ONE + "/history", "/overrides", "/none"})
    void everythingElseNeedsOne(String path) {
        String response = admin.get(path);
        assertEquals(401, status(response), response);
        assertTrue(response.contains("\r\nWWW-Authenticate: Bearer realm=\"waybill\"\r\n"), response);
        assertFalse(response.contains("api"), response);
        assertNotEquals(401, status(admin.get(path, bearer(VIEWER))));
        assertNotEquals(401, status(admin.get(path, bearer(ADMIN))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer",
                "Authorization: Bearer viewer-0123456789abcde",
                "Authorization: Bearer viewer-0123456789abcdefg",
                "Authorization: Bearer VIEWER-0123456789abcdef",
                "Authorization: Basic dmlld2VyOng=",
                "Authorization: viewer-0123456789abcdef",
                "Authorization: Bearerviewer-0123456789abcdef",
                "Authorization: Bearer x\r\nAuthorization: Bearer viewer-0123456789abcdef",
                "Cookie: Bearer viewer-0123456789abcdef"
            })
    void whatIsNotExactlyATokenIsNotLetIn(String field) {
        assertEquals(401, status(admin.get("/stats", field)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "PATCH,/pools/api/servers/one,OPERATOR",
                "POST,/reload,OPERATOR",
                "POST,/reload?dryRun=true,OPERATOR",
                "PUT,/pools/api/servers/one,ADMIN",
                "DELETE,/pools/api/servers/one,ADMIN"
            })
    void aRoleMayDoWhatItIsForAndASmallerOneIsToldWhichIsNeeded(String method, String path, AdminRole needs) {
        String body = method.equals("PATCH") ? WEIGHT : method.equals("PUT") ? ADDRESS : "";
        for (AdminToken token : List.of(VIEWER, OPERATOR, ADMIN)) {
            String response = admin.send(method, path, body, bearer(token));
            if (token.role().includes(needs)) {
                assertEquals(200, status(response), response);
                assertEquals(1, admin.operations.wanted.size());
                admin.operations.wanted.clear();
            } else {
                assertEquals(403, status(response), response);
                String sentence = "this takes the role " + needs.word() + ", and the token " + token.name();
                assertTrue(HttpText.body(response).contains(sentence), response);
                assertEquals(0, admin.operations.wanted.size());
            }
        }
        assertEquals(401, status(admin.send(method, path, body)));
    }

    @Test
    void onlyAnAdminTriesOutATextAndMaySendALargeOne() {
        String text = "{\"configuration\": \"" + "x".repeat(100_000) + "\"}";
        String path = "/reload?dryRun=true";
        assertEquals(200, status(admin.send("POST", path, text, bearer(ADMIN))));
        assertEquals(413, status(admin.send("POST", path, text, bearer(OPERATOR))));
        assertEquals(413, status(admin.send("POST", path, text)));
        String small = "{\"configuration\": \"pools\"}";
        assertEquals(403, status(admin.send("POST", path, small, bearer(OPERATOR))));
    }

    @Test
    void whoChangesSomethingIsNamedToTheControlPlane() {
        admin.send("PATCH", ONE, WEIGHT, bearer(OPERATOR));
        String wanted = admin.operations.wanted.poll();
        assertTrue(String.valueOf(wanted).endsWith(" by deploy"), wanted);
        admin.send("POST", "/reload", "", bearer(OPERATOR));
        assertEquals("reload request by deploy", admin.operations.wanted.poll());
    }

    @Test
    void tokensCanBeReplacedWhileItRuns() {
        admin.server.tokens(List.of(ADMIN));
        assertEquals(401, status(admin.get("/stats", bearer(VIEWER))));
        assertEquals(200, status(admin.get("/stats", bearer(ADMIN))));
        admin.server.tokens(List.of());
        assertEquals(200, status(admin.get("/stats")));
    }

    @Test
    void aTokenIsComparedWithAllOthersInConstantTimeWhicheverItIs() {
        AtomicInteger comparisons = new AtomicInteger();
        Tokens tokens = new Tokens(List.of(VIEWER, OPERATOR, ADMIN), (known, sent) -> {
            assertEquals(32, known.length);
            assertEquals(32, sent.length);
            comparisons.incrementAndGet();
            return MessageDigest.isEqual(known, sent);
        });
        assertEquals(
                "grafana",
                String.valueOf(tokens.caller(List.of("Bearer " + VIEWER.secret())))
                        .substring(12, 19));
        assertEquals(3, comparisons.get());
        assertNull(tokens.caller(List.of("Bearer x")));
        assertNull(tokens.caller(List.of()));
        assertEquals(9, comparisons.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"
            })
    void aFormOfAnotherSiteCannotChangeAnything(String type) {
        try (TestAdmin open = TestAdmin.start()) {
            for (String request :
                    List.of("PATCH " + ONE, "DELETE " + ONE, "POST /reload", "POST /reload?dryRun=true")) {
                String field = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
                String response = open.ask(
                        request + " HTTP/1.1\r\nHost: localhost\r\n" + field + "Content-Length: 13\r\n\r\n" + WEIGHT);
                assertEquals(415, status(response), response);
                assertTrue(response.contains("also without a body"), response);
            }
            assertEquals(0, open.operations.wanted.size());
        }
    }

    @Test
    void aContentTypeMayNameItsCharacterSet() {
        try (TestAdmin open = TestAdmin.start()) {
            String response = open.ask("PATCH " + ONE + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: Application/JSON ; charset=utf-8\r\nContent-Length: 13\r\n\r\n" + WEIGHT);
            assertEquals(200, status(response), response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: https://localhost.evil.example",
                "Origin: null",
                "Origin: ",
                "Origin: localhost",
                "Origin: http://evil.example:80@localhost.",
                "Origin: http://localhost/\r\nOrigin: http://evil.example"
            })
    void aPageOfAnotherSiteCannotChangeAnything(String field) {
        try (TestAdmin open = TestAdmin.start()) {
            String response = open.send("PATCH", ONE, WEIGHT, field);
            assertEquals(403, status(response), response);
            assertEquals(0, open.operations.wanted.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:9119", "http://127.0.0.1:9119", "https://edge1"})
    void aPageOfItsOwnMayChangeSomething(String origin) {
        try (TestAdmin open = TestAdmin.start()) {
            assertEquals(200, status(open.send("PATCH", ONE, WEIGHT, "Origin: " + origin)));
        }
    }

    @Test
    void aForeignHostCannotChangeAnything() {
        String response = admin.ask("PATCH " + ONE + " HTTP/1.1\r\nHost: evil.example\r\n" + bearer(ADMIN)
                + "\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n" + WEIGHT);
        assertEquals(403, status(response), response);
    }

    @Test
    void nothingAllowsPagesOfOtherSitesToRead() {
        String response = admin.get("/stats", bearer(VIEWER), "Origin: http://localhost");
        assertFalse(response.toLowerCase(java.util.Locale.ROOT).contains("access-control"), response);
        assertEquals(405, status(admin.send("OPTIONS", ONE, "", bearer(ADMIN))));
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

    @Test
    void theSecretIsNowhereInWhatItShows() {
        admin.source.tokens = List.of(VIEWER.name());
        String all = admin.get("/stats", bearer(VIEWER))
                + admin.get("/stats?format=text", bearer(VIEWER))
                + admin.get("/overrides", bearer(VIEWER));
        assertTrue(all.contains("grafana"));
        assertFalse(all.contains(VIEWER.secret()));
    }

    @Test
    void aChangeThatTakesLongerThanAnExchangeMayIsAnsweredAllTheSame() {
        AdminLimits hasty = new AdminLimits(3, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(200));
        try (TestAdmin slow = TestAdmin.start(hasty);
                RawClient client = RawClient.connect(slow.server.port())) {
            CompletableFuture<ChangeResult> late = new CompletableFuture<>();
            slow.operations.change = late;
            client.send(TestAdmin.request("PATCH", ONE, WEIGHT));
            try (RawClient other = RawClient.connect(slow.server.port())) {
                assertTrue(other.isClosedByPeer());
            }
            late.complete(new ChangeResult.Refused("late"));
            assertEquals(422, status(client.readResponse()));
        }
    }

    @Test
    void aChangeThatNeverEndsAndAClientThatLeavesKeepNoConnection() {
        AdminLimits hasty = new AdminLimits(1, Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(200));
        try (TestAdmin slow = TestAdmin.start(hasty)) {
            CompletableFuture<ChangeResult> never = new CompletableFuture<>();
            slow.operations.change = never;
            try (RawClient client = RawClient.connect(slow.server.port())) {
                client.send(TestAdmin.request("PATCH", ONE, WEIGHT));
                assertTrue(client.isClosedByPeer());
            }
            assertEquals(200, status(slow.get("/health")));
            never.complete(new ChangeResult.Refused("too late for anybody"));
        }
    }

    @Test
    void aBodyThatComesInDripsIsCutOff() {
        AdminLimits hasty = new AdminLimits(3, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));
        try (TestAdmin slow = TestAdmin.start(hasty);
                RawClient client = RawClient.connect(slow.server.port())) {
            String request = TestAdmin.request("PATCH", ONE, WEIGHT);
            client.send(request.substring(0, request.length() - 1));
            assertTrue(client.isClosedByPeer());
            assertEquals(0, slow.operations.wanted.size());
        }
    }

    @Test
    void aBodyInChunksThatNeverEndsIsRefusedAtTheLimit() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            client.send("PATCH " + ONE + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send(("2000\r\n" + "x".repeat(8192) + "\r\n").repeat(9));
            String response = client.readResponse();
            assertEquals(413, status(response), response);
            client.send(("2000\r\n" + "x".repeat(8192) + "\r\n").repeat(9));
            assertTrue(client.halfClose().isClosedByPeer());
            assertEquals(0, admin.operations.wanted.size());
        }
    }

    @Test
    void aBodyThatIsAnnouncedWithExpectIsTaken() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            String request = TestAdmin.request("PATCH", ONE, WEIGHT, bearer(OPERATOR), "Expect: 100-continue");
            int body = request.length() - WEIGHT.length();
            client.send(request.substring(0, body));
            assertEquals(100, status(client.readResponse()));
            client.send(request.substring(body));
            assertEquals(200, status(client.readResponse()));
        }
    }
}
