package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route a request takes, and what the route does to it. */
class RoutesTest {

    private static final String BY_ANYTHING = """
            routes:
              - {host: api.example, path: /v1/, respond: {body: api-v1}}
              - {host: api.example, respond: {body: api}}
              - {host: "*.example", respond: {body: any-example}}
              - {path: "= /exact", respond: {body: exact}}
              - {path: "~ ^/img/[0-9]+$", respond: {body: regex}}
              - {path: /v1/, respond: {body: v1}}
              - {path: /v1/users/, method: [GET, HEAD], respond: {body: read-users}}
              - {path: /v1/users/, header: {X-Tenant: acme}, respond: {body: acme-users}}
              - {path: /v1/users/, header: {X-Debug: "*"}, method: POST, respond: {body: debug}}
            """;

    private static String request(String method, String host, String path, String... lines) {
        String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
    }

    private static String get(String path) {
        return request("GET", "x", path);
    }

    private static ProxiedServer routed(String route) {
        return ProxiedServer.start("routes: [{pool: web, " + route + "}]\n").answering200();
    }

    private static String sentTarget(ProxiedServer proxied, String target) {
        return proxied.forwarded(get(target)).split(" ", 3)[1];
    }

    @Test
    void theMostSpecificRouteIsTaken() {
        try (RunningWaybill waybill = RunningWaybill.withConfig(BY_ANYTHING);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            List<List<String>> cases = List.of(
                    List.of("api-v1", request("GET", "api.example", "/v1/x")),
                    List.of("api-v1", request("GET", "API.Example:8080", "/v1/")),
                    List.of("api", request("GET", "api.example", "/v1")),
                    List.of("api", request("GET", "api.example.", "/exact")),
                    List.of("any-example", request("GET", "www.example", "/v1/")),
                    List.of("any-example", request("GET", "a.b.example", "/exact")),
                    List.of("exact", request("GET", "x", "/exact?a=b")),
                    List.of("exact", request("GET", "x", "/%65xact")),
                    List.of("regex", request("GET", "x", "/img/12")),
                    List.of("v1", request("GET", "x", "/v1/")),
                    List.of("v1", request("PUT", "x", "/v1/users/7")),
                    List.of("v1", request("get", "x", "/v1/users/7")),
                    List.of("read-users", request("GET", "x", "/v1/users/7")),
                    List.of("acme-users", request("GET", "x", "/v1/users/7", "x-tenant: acme")),
                    List.of("read-users", request("GET", "x", "/v1/users/7", "X-Tenant: other")),
                    List.of("debug", request("POST", "x", "/v1/users/7", "X-Debug: 1")));
            for (List<String> one : cases) {
                assertEquals(one.get(0), HttpText.body(client.send(one.get(1)).readResponse()), one.get(1));
            }
        }
    }

    @Test
    void aRequestWithoutARouteIsNotFoundAndItsConnectionStays() {
        try (RunningWaybill waybill = RunningWaybill.withConfig(BY_ANYTHING);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (String path : List.of("/", "/exact/", "/img/x", "/v2/")) {
                String response = client.send(get(path)).readResponse();
                assertEquals(404, HttpText.status(response), path);
                assertTrue(HttpText.body(response).contains("no route matches"), response);
            }
            client.send(request("HEAD", "x", "/none"));
            assertEquals(404, HttpText.status(client.readHead()));
            assertEquals("exact", HttpText.body(client.send(get("/exact")).readResponse()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'path: /v1/, stripPrefix: /v1', /v1/users?a=/v1, /users?a=/v1",
        "'path: /v1/, stripPrefix: /v1', /v1/, /",
        "'path: /v1/, stripPrefix: /v1', /v1//x, //x",
        "'path: /v1/, stripPrefix: /v1', /%761/users, /users",
        "'path: /, addPrefix: /app', /users?a=b, /app/users?a=b",
        "'path: /, addPrefix: /app', /, /app/",
        "'path: /v1/, stripPrefix: /v1, addPrefix: /app/v2', /v1/users, /app/v2/users",
        "'path: /v1/, stripPrefix: /v1, addPrefix: /app', /v1/, /app/",
        "'path: = /v1, stripPrefix: /v1', /v1?a=b, /?a=b",
        "'path: = /v1, stripPrefix: /v1, addPrefix: /app', /v1?a=b, /app/?a=b"
    })
    void prefixesAreTakenOffAndPutOn(String route, String asked, String sent) {
        try (ProxiedServer proxied = routed(route)) {
            assertEquals(sent, sentTarget(proxied, asked));
        }
    }

    @Test
    void aRetryGoesToTheSamePath() {
        String routes = "routes: [{pool: web, path: /a/, stripPrefix: /a, addPrefix: /b,"
                + " setHeaders: {request: {X-Tenant: acme}}}]\n";
        try (ProxiedServer proxied = ProxiedServer.start(routes);
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            client.send(get("/a/x")).readResponse();
            client.send(get("/a/x")).readResponse();
            String sent = proxied.lastRequest();
            assertEquals(3, proxied.server().requests().size());
            assertTrue(sent.startsWith("GET /b/x HTTP/1.1\r\n"), sent);
            assertEquals(List.of("acme"), HttpText.fields(sent, "X-Tenant"));
        }
    }

    @Test
    void headersAreSetAndRemovedInBothDirections() {
        String route =
                "setHeaders: {request: {X-Tenant: acme, Accept: text/css}, response: {Server: edge, Date: today}},"
                        + " removeHeaders: {request: [Cookie, X-Debug], response: [X-Powered-By]}";
        try (ProxiedServer proxied = routed(route)) {
            proxied.answering(HttpText.response(
                    200, "ok", "Server: scripted", "x-powered-by: tests", "X-Powered-By: more", "ETag: a"));
            String got = proxied.ask(request(
                    "GET",
                    "x",
                    "/",
                    "x-tenant: evil",
                    "X-Tenant: worse",
                    "cookie: a=b",
                    "Cookie: c=d",
                    "Accept: */*",
                    "X-Y: z"));
            String sent = proxied.lastRequest();
            assertEquals(List.of("acme"), HttpText.fields(sent, "X-Tenant"));
            assertEquals(List.of("text/css"), HttpText.fields(sent, "Accept"));
            assertNull(HttpText.field(sent, "Cookie"));
            assertEquals("z", HttpText.field(sent, "X-Y"));
            assertEquals(List.of("edge"), HttpText.fields(got, "Server"));
            assertEquals(List.of("today"), HttpText.fields(got, "Date"));
            assertNull(HttpText.field(got, "X-Powered-By"));
            assertEquals("a", HttpText.field(got, "ETag"));
        }
    }

    @Test
    void aRedirectTellsWhere() {
        String config = """
                routes:
                  - {host: old.example, redirect: {location: "https://{host}{path}{query}"}}
                  - {host: see.example, redirect: {status: 303, location: /other}}
                """;
        try (RunningWaybill waybill = RunningWaybill.withConfig(config);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String response =
                    client.send(request("GET", "old.example", "/a%2fb?c=d")).readResponse();
            assertEquals(308, HttpText.status(response));
            assertEquals("https://old.example/a%2Fb?c=d", HttpText.field(response, "Location"));
            assertEquals("0", HttpText.field(response, "Content-Length"));
            response = client.send(request("GET", "see.example", "/")).readResponse();
            assertTrue(response.startsWith("HTTP/1.1 303 See Other\r\n"), response);
            assertEquals("/other", HttpText.field(response, "Location"));
        }
    }

    @Test
    void aFixedAnswerHasStatusTypeAndBody() {
        String config = """
                routes:
                  - path: = /json
                    respond: {status: 418, contentType: application/json, body: '{"a": "ä"}'}
                    setHeaders: {response: {X-Edge: one}}
                  - {path: = /none, respond: {status: 204}}
                  - path: = /typed
                    respond: {body: "a{}"}
                    setHeaders: {response: {content-type: text/css}}
                """;
        try (RunningWaybill waybill = RunningWaybill.withConfig(config);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String response = client.send(get("/json")).readResponse();
            assertEquals(418, HttpText.status(response));
            assertEquals("application/json", HttpText.field(response, "Content-Type"));
            assertEquals("one", HttpText.field(response, "X-Edge"));
            assertEquals("11", HttpText.field(response, "Content-Length"));
            assertEquals(
                    "11",
                    HttpText.field(client.send(request("HEAD", "x", "/json")).readHead(), "Content-Length"));
            String none = client.send(get("/none")).readResponse();
            assertEquals(204, HttpText.status(none));
            assertNull(HttpText.field(none, "Content-Length"));
            assertEquals(
                    List.of("text/css"),
                    HttpText.fields(client.send(get("/typed")).readResponse(), "Content-Type"));
        }
    }

    @Test
    void aFixedAnswerToARequestWithABodyDoesNotReadItAsTheNextRequest() {
        try (RunningWaybill waybill = RunningWaybill.withConfig("routes: [{respond: {body: pong}}]\n");
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + get("/"));
            String all = client.readUntilClose();
            int first = all.indexOf("pong");
            assertTrue(first > 0 && !all.contains("HTTP/1.1 400"), all);
        }
    }

    @Test
    void aListenerTakesOnlyItsRoutes() {
        String config = """
                listeners: {edge: {address: "127.0.0.1:0"}, inner: {address: "127.0.0.1:0"}}
                routes: [{listener: inner, respond: {body: inner}}, {path: /both/, respond: {body: both}}]
                """;
        try (RunningWaybill waybill = RunningWaybill.withConfig(config);
                RawClient edge = RawClient.connect(waybill.port("edge"));
                RawClient inner = RawClient.connect(waybill.port("inner"))) {
            assertEquals(404, HttpText.status(edge.send(get("/")).readResponse()));
            assertEquals("inner", HttpText.body(inner.send(get("/")).readResponse()));
            assertEquals("both", HttpText.body(edge.send(get("/both/")).readResponse()));
        }
    }
}
