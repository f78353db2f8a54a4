package io.waybill.admin;

import static io.waybill.admin.TestAdmin.status;
import static io.waybill.admin.TestTokens.ADMIN;
import static io.waybill.admin.TestTokens.OPERATOR;
import static io.waybill.admin.TestTokens.VIEWER;
import static io.waybill.admin.TestTokens.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another site can make a browser do on the admin listener: nothing. */
@Timeout(30)
class OtherSitesTest {

    private static final String ONE = "/pools/api/servers/one";
    private static final String WEIGHT = "{\"weight\": 1}";

    private final TestAdmin admin = TestAdmin.start(VIEWER, OPERATOR, ADMIN);

    @AfterEach
    void stop() {
        admin.close();
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
}
