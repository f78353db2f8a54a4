package io.waybill.admin;

import static io.waybill.admin.TestAdmin.status;
import static io.waybill.admin.TestTokens.ADMIN;
import static io.waybill.admin.TestTokens.OPERATOR;
import static io.waybill.admin.TestTokens.VIEWER;
import static io.waybill.admin.TestTokens.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.AdminRole;
import io.waybill.config.AdminToken;
import io.waybill.testkit.HttpText;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on the admin listener. */
@Timeout(30)
class AccessTest {

    private static final String ONE = "/pools/api/servers/one";
    private static final String WEIGHT = "{\"weight\": 1}";
    private static final String ADDRESS = "{\"address\": \"10.0.0.9:80\"}";

    private final TestAdmin admin = TestAdmin.start(VIEWER, OPERATOR, ADMIN);

    @AfterEach
    void stop() {
        admin.close();
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
        admin.tokens = List.of(ADMIN);
        assertEquals(401, status(admin.get("/stats", bearer(VIEWER))));
        assertEquals(200, status(admin.get("/stats", bearer(ADMIN))));
        admin.tokens = List.of();
        assertEquals(200, status(admin.get("/stats")));
    }

    @Test
    void whereOthersReachTheListenerItsLastTokensHoldUntilThereAreOthers() {
        AtomicReference<List<AdminToken>> configured = new AtomicReference<>(List.of(VIEWER));
        LiveTokens tokens = new LiveTokens(configured::get, true);
        List<String> viewer = List.of("Bearer " + VIEWER.secret());
        configured.set(List.of());
        assertNull(tokens.now().caller(List.of()));
        assertNotNull(tokens.now().caller(viewer));
        configured.set(List.of(ADMIN));
        assertNull(tokens.now().caller(viewer));
        configured.set(List.of());
        assertNull(tokens.now().caller(viewer));
        assertNull(tokens.now().caller(List.of()));
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

    @Test
    void theSecretIsNowhereInWhatItShows() {
        admin.source.tokens = List.of(VIEWER.name());
        String all = admin.get("/stats", bearer(VIEWER))
                + admin.get("/stats?format=text", bearer(VIEWER))
                + admin.get("/overrides", bearer(VIEWER));
        assertTrue(all.contains("grafana"));
        assertFalse(all.contains(VIEWER.secret()));
    }
}
