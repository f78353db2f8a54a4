package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ChangeResult;
import io.waybill.control.ReloadResult;
import io.waybill.control.ServerOverride;
import io.waybill.pool.ServerId;
import io.waybill.testkit.HttpText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class ChangesTest {

    private static final String ONE = "/pools/api/servers/one";

    private final TestAdmin admin = TestAdmin.start();

    @AfterEach
    void stop() {
        admin.close();
    }

    private static JsonNode json(String response) {
        assertTrue(response.contains("\r\ncontent-type: application/json\r\n"), response);
        return JsonMapper.shared().readTree(HttpText.body(response));
    }

    private String wanted() {
        String wanted = admin.operations.wanted.poll();
        return wanted == null ? "" : wanted;
    }

    private static ServerOverride override() {
        return new ServerOverride(
                new ServerId("api", "one"),
                ServerOverride.Aspect.STATE,
                "ready",
                "drain",
                "local",
                Instant.parse("2026-11-20T16:00:00Z"),
                "deploy 42",
                Duration.ofMinutes(15));
    }

    @Test
    void patchChangesStateAndWeightForAWhileAndSaysWhatHoldsNow() {
        admin.operations.change =
                CompletableFuture.completedFuture(new ChangeResult.Applied(List.of(override()), true));
        String response = admin.send(
                "PATCH", ONE, "{\"state\": \"drain\", \"weight\": 4, \"reason\": \"deploy 42\", \"ttl\": \"15m\"}");
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertEquals(
                "change api/one ServerChange[state=DRAIN, weight=4, reason=deploy 42, ttl=PT15M] by local", wanted());
        JsonNode answer = json(response);
        assertEquals("api/one", answer.get("server").asString());
        assertTrue(answer.get("kept").asBoolean());
        assertEquals(
                "{\"object\":\"api/one\",\"aspect\":\"state\",\"configured_then\":\"ready\",\"value\":\"drain\","
                        + "\"by\":\"local\",\"at\":\"2026-11-20T16:00:00Z\",\"reason\":\"deploy 42\",\"ttl\":\"15m\","
                        + "\"until\":\"2026-11-20T16:15:00Z\"}",
                answer.get("overrides").get(0).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|body: found neither state nor weight, expected at least one of them",
                "{\"reason\": \"x\"}|body: found neither state nor weight, expected at least one of them",
                "[]|body: found [], expected a JSON object",
                "7|body: found 7, expected a JSON object",
                "{\"state\": \"dran\"}|state: found dran, expected ready, drain or maint",
                "{\"state\": \"DRAIN\"}|state: found DRAIN, expected ready, drain or maint",
                "{\"state\": 1}|state: found 1, expected ready, drain or maint",
                "{\"state\": null}|state: found null, expected ready, drain or maint",
                "{\"weight\": 257}|weight: found 257, expected a whole number, 0 to 256",
                "{\"weight\": -1}|weight: found -1, expected a whole number, 0 to 256",
                "{\"weight\": 1.5}|weight: found 1.5, expected a whole number, 0 to 256",
                "{\"weight\": 99999999999}|weight: found 99999999999, expected a whole number, 0 to 256",
                "{\"weight\": \"4\"}|weight: found \"4\", expected a whole number, 0 to 256",
                "{\"weight\": 4, \"ttl\": 15}|ttl: found 15, expected a number and a unit: ms, s, m, h or d; write for example 15m",
                "{\"weight\": 4, \"ttl\": \"15\"}|ttl: found 15, expected a number and a unit: ms, s, m, h or d; write for example 15m",
                "{\"weight\": 4, \"ttl\": \"999ms\"}|ttl: found 999ms, expected 1s to 30d",
                "{\"weight\": 4, \"ttl\": \"721h\"}|ttl: found 721h, expected 1s to 30d",
                "{\"wieght\": 4, \"weight\": 4}|wieght: found an unknown key, expected one of [reason, state, ttl, weight]",
                "{\"weight\": 4, \"reason\": \"a\\nb\"}|reason: expected a text of at most 200 characters without control characters",
                "{\"weight\": 4, \"reason\": \"\\u202e\"}|reason: expected a text of at most 200 characters without control characters"
            })
    void whatCannotBeMeantIsRefusedWithASentence(String body, String problem) {
        String response = admin.send("PATCH", ONE, body);
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertEquals(
                "[\"" + problem.replace("\"", "\\\"") + "\"]",
                json(response).get("problems").toString());
        assertEquals(problem, json(response).get("error").asString());
        assertEquals("", wanted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"weight\": 1} x",
                "{\"weight\": 1, \"weight\": 2}",
                "{'weight': 1}",
                "{\"weight\": 1,}"
            })
    void whatIsNoJsonIsRefused(String body) {
        String response = admin.send("PATCH", ONE, body);
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertTrue(json(response).get("error").asString().startsWith("body: found n"), response);
        assertEquals("", wanted());
    }

    @Test
    void allProblemsAreToldTogether() {
        String response = admin.send("PATCH", ONE, "{\"state\": 1, \"weight\": 300, \"ttl\": true, \"why\": \"\"}");
        assertEquals(4, json(response).get("problems").size(), response);
    }

    @Test
    void aReasonOfTwoHundredCharactersIsTakenAndOneMoreIsNot() {
        String reason = "\u00e4".repeat(200);
        assertTrue(admin.send("PATCH", ONE, "{\"weight\": 1, \"reason\": \"" + "x".repeat(200) + "\"}")
                .startsWith("HTTP/1.1 200 "));
        assertTrue(ChangeBody.isReason(reason));
        assertFalse(ChangeBody.isReason(reason + "x"));
    }

    @Test
    void putAddsAServerAndMovesOneThatIsThere() {
        String body = "{\"address\": \"10.0.0.9:8080\", \"weight\": 2, \"state\": \"maint\"}";
        assertTrue(admin.send("PUT", "/pools/api/servers/new", body).startsWith("HTTP/1.1 201 "));
        assertEquals(
                "put api/new 10.0.0.9:8080 ServerChange[state=MAINT, weight=2, reason=, ttl=null] by local", wanted());
        assertTrue(admin.send("PUT", ONE, body).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void putNeedsAnAddress() {
        String response = admin.send("PUT", ONE, "{\"weight\": 2}");
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertTrue(json(response).get("error").asString().startsWith("address: found nothing, expected"), response);
        assertTrue(admin.send("PUT", ONE, "{\"address\": 8080}").startsWith("HTTP/1.1 400 "));
    }

    @Test
    void deleteTakesItsReasonFromTheQueryOrTheBody() {
        assertTrue(admin.send("DELETE", ONE + "?reason=broken%20disk", "").startsWith("HTTP/1.1 200 "));
        assertEquals("remove api/one [broken disk] by local", wanted());
        assertTrue(admin.send("DELETE", ONE, "{\"reason\": \"old\"}").startsWith("HTTP/1.1 200 "));
        assertEquals("remove api/one [old] by local", wanted());
        assertTrue(admin.send("DELETE", ONE, "").startsWith("HTTP/1.1 200 "));
        assertEquals("remove api/one [] by local", wanted());
        assertTrue(
                admin.send("DELETE", ONE + "?reason=a", "{\"reason\": \"b\"}").startsWith("HTTP/1.1 400 "));
        assertTrue(admin.send("DELETE", ONE + "?reason=a%0Ab", "").startsWith("HTTP/1.1 400 "));
        assertEquals("", wanted());
    }

    @Test
    void namesInThePathAreDecoded() {
        admin.send("DELETE", "/pools/api/servers/10.0.0.1%3A8080", "");
        assertEquals("remove api/10.0.0.1:8080 [] by local", wanted());
    }

    @Test
    void anUnknownServerIsNotFoundAndARefusedChangeIsNotDone() {
        admin.operations.change = CompletableFuture.completedFuture(
                new ChangeResult.Unknown("server: found x, expected one of one, two"));
        String response = admin.send("PATCH", "/pools/api/servers/x", "{\"weight\": 1}");
        assertTrue(response.startsWith("HTTP/1.1 404 "), response);
        assertEquals(
                "server: found x, expected one of one, two",
                json(response).get("error").asString());
        admin.operations.change = CompletableFuture.completedFuture(new ChangeResult.Refused("no"));
        response = admin.send("PATCH", ONE, "{\"weight\": 1}");
        assertTrue(response.startsWith("HTTP/1.1 422 "), response);
        assertEquals("{\"error\":\"no\"}", json(response).toString());
    }

    @Test
    void aBugInTheControlPlaneIsA500() {
        admin.operations.change = CompletableFuture.failedFuture(new IllegalStateException("made by a test"));
        String response = admin.send("PATCH", ONE, "{\"weight\": 1}");
        assertTrue(response.startsWith("HTTP/1.1 500 "), response);
        assertFalse(response.contains("made by a test"), response);
        assertTrue(json(response).has("error"), response);
    }

    @Test
    void aReloadTellsWhatIsDifferentNow() {
        String response = admin.send("POST", "/reload", "");
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertEquals("reload request by local", wanted());
        assertEquals(
                "{\"result\":\"applied\",\"dry_run\":false,\"version\":2,\"took_ms\":12.0,\"changes\":{"
                        + "\"added\":[\"server app/a4\"],\"changed\":[],\"removed\":[\"pool old\"],\"closing\":[]},"
                        + "\"notices\":[\"threads: takes effect at the next start\"]}",
                json(response).toString());
    }

    @Test
    void anUnchangedFileSaysSo() {
        admin.operations.reload = CompletableFuture.completedFuture(new ReloadResult.Unchanged(3));
        assertEquals(
                "{\"result\":\"unchanged\",\"dry_run\":false,\"version\":3}",
                json(admin.send("POST", "/reload", "{}")).toString());
    }

    @Test
    void aWrongFileIsA422WithEveryProblem() {
        admin.operations.reload =
                CompletableFuture.completedFuture(new ReloadResult.Rejected(List.of("a.yaml:1:1: x", "a.yaml:2:1: y")));
        String response = admin.send("POST", "/reload", "");
        assertTrue(response.startsWith("HTTP/1.1 422 "), response);
        assertEquals(
                "[\"a.yaml:1:1: x\",\"a.yaml:2:1: y\"]",
                json(response).get("problems").toString());
        assertEquals("rejected", json(response).get("result").asString());
    }

    @Test
    void aDryRunIsOfTheFileOrOfAText() {
        String response = admin.send("POST", "/reload?dryRun=true", "");
        assertTrue(json(response).get("dry_run").asBoolean(), response);
        assertEquals("dry run", wanted());
        admin.send("POST", "/reload?dryRun=true", "{\"configuration\": \"pools: {}\\n\"}");
        assertEquals("dry run of 10", wanted());
        assertTrue(admin.send("POST", "/reload", "{\"configuration\": \"pools: {}\"}")
                .startsWith("HTTP/1.1 400 "));
        assertTrue(admin.send("POST", "/reload?dryRun=yes", "").startsWith("HTTP/1.1 400 "));
        assertTrue(admin.send("POST", "/reload?dryRun=true", "{\"configuration\": 1}")
                .startsWith("HTTP/1.1 400 "));
        assertEquals("", wanted());
    }

    @Test
    void aTextOfAMegabyteIsTakenAndALargerOneIsNot() {
        String large = "{\"configuration\": \"" + "x".repeat(1_000_000) + "\"}";
        assertTrue(admin.send("POST", "/reload?dryRun=true", large).startsWith("HTTP/1.1 200 "));
        assertEquals("dry run of 1000000", wanted());
        String tooLarge = "{\"configuration\": \"" + "x".repeat(1_100_000) + "\"}";
        assertTrue(admin.send("POST", "/reload?dryRun=true", tooLarge).startsWith("HTTP/1.1 413 "));
        assertTrue(admin.send("POST", "/reload", large).startsWith("HTTP/1.1 413 "));
        String response = admin.send("PATCH", ONE, large);
        assertTrue(response.startsWith("HTTP/1.1 413 "), response);
        assertEquals(
                "the request body is larger than 65536 bytes",
                json(response).get("error").asString());
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/pools/api/servers/one,'GET, HEAD, DELETE, PATCH, PUT'",
        "OPTIONS,/pools/api/servers/one,'GET, HEAD, DELETE, PATCH, PUT'",
        "GET,/reload,POST",
        "PUT,/reload,POST",
        "OPTIONS,/reload,POST",
        "DELETE,/overrides,'GET, HEAD'",
        "PATCH,/pools/api,'GET, HEAD'",
        "PATCH,/pools/api/servers/one/history,'GET, HEAD'",
        "POST,/health,'GET, HEAD'"
    })
    void otherMethodsAreRefusedWithThoseOfThePath(String method, String path, String allowed) {
        String response = admin.send(method, path, "");
        assertTrue(response.startsWith("HTTP/1.1 405 "), response);
        assertTrue(response.contains("\r\nAllow: " + allowed + "\r\n"), response);
        assertEquals("", wanted());
    }
}
