package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Operators take servers in and out through the admin listener while requests come. */
class ServersInAndOutTest {

    /** A server that counts what it is asked, and is well as long as the test says so. */
    private static final class CountingServer implements AutoCloseable {
        final AtomicInteger requests = new AtomicInteger();
        final AtomicInteger checks = new AtomicInteger();
        final AtomicBoolean well = new AtomicBoolean(true);
        private final HttpServer server;

        CountingServer() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                boolean check = exchange.getRequestURI().getPath().equals("/healthz");
                (check ? checks : requests).incrementAndGet();
                exchange.sendResponseHeaders(check && !well.get() ? 503 : 200, 2);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write("ok".getBytes(StandardCharsets.US_ASCII));
                }
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static final String CONFIG = """
            pools:
              app:
                check: {http: /healthz, interval: 500ms, timeout: 490ms, rise: 1, fall: 3}
                servers:
                  - {name: a1, address: "127.0.0.1:%d"}
                  - {name: a2, address: "127.0.0.1:%d"}
            """;

    private static String admin(RunningWaybill waybill, String method, String path, String json) {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + json.length() + "\r\nConnection: close\r\n\r\n" + json);
            return client.readResponse();
        }
    }

    private static void requests(RunningWaybill waybill, int count) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < count; i++) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                String response = client.readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200"), response);
            }
        }
    }

    private static String status(RunningWaybill waybill, String server) {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            client.send(
                    "GET /pools/app/servers/" + server + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            String body = client.readResponse();
            int at = body.indexOf("\"status\" : \"");
            return body.substring(at + 12, body.indexOf('"', at + 12));
        }
    }

    @Test
    void aServerInMaintenanceIsNeitherAskedNorCheckedAndMustPassACheckAfterIt() throws IOException {
        try (CountingServer one = new CountingServer();
                CountingServer two = new CountingServer();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, one.port(), two.port())) {
            String answer = admin(
                    waybill, "PATCH", "/pools/app/servers/a1", "{\"state\": \"maint\", \"reason\": \"new disk\"}");
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertEquals("MAINT", status(waybill, "a1"));
            int checksBefore = one.checks.get();
            int othersBefore = two.checks.get();
            requests(waybill, 10);
            Waiting.until("the other is checked on", () -> two.checks.get() >= othersBefore + 2);
            assertEquals(0, one.requests.get());
            assertTrue(one.checks.get() <= checksBefore + 1, "one check may have been under way");
            assertTrue(admin(waybill, "GET", "/overrides", "").contains("new disk"));
            assertTrue(Files.exists(waybill.directory().resolve("waybill.state")));

            one.well.set(false);
            admin(waybill, "PATCH", "/pools/app/servers/a1", "{\"state\": \"ready\"}");
            Waiting.until("it is found down", () -> status(waybill, "a1").equals("DOWN"));
            requests(waybill, 10);
            assertEquals(0, one.requests.get());

            one.well.set(true);
            Waiting.until("it is up", () -> status(waybill, "a1").equals("UP"));
            requests(waybill, 10);
            assertEquals(5, one.requests.get());
            assertEquals(25, two.requests.get());
        }
    }

    @Test
    void aWellServerComesBackFromMaintenanceByItsNextCheck() throws IOException {
        try (CountingServer one = new CountingServer();
                CountingServer two = new CountingServer();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, one.port(), two.port())) {
            for (int round = 0; round < 20; round++) {
                admin(waybill, "PATCH", "/pools/app/servers/a1", "{\"state\": \"maint\"}");
                admin(waybill, "PATCH", "/pools/app/servers/a1", "{\"state\": \"ready\"}");
                Waiting.until("it is up", () -> status(waybill, "a1").equals("UP"));
            }
        }
    }

    @Test
    void aServerIsAddedCheckedAndRemovedWhileRequestsCome() throws IOException {
        try (CountingServer one = new CountingServer();
                CountingServer two = new CountingServer();
                CountingServer three = new CountingServer();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, one.port(), two.port())) {
            String added =
                    admin(waybill, "PUT", "/pools/app/servers/a3", "{\"address\": \"127.0.0.1:" + three.port() + "\"}");
            assertTrue(added.startsWith("HTTP/1.1 20"), added);
            Waiting.until("it is up", () -> status(waybill, "a3").equals("UP"));
            requests(waybill, 9);
            assertEquals(3, three.requests.get());
            assertTrue(three.checks.get() > 0);
            String removed = admin(waybill, "DELETE", "/pools/app/servers/a3", "");
            assertTrue(removed.startsWith("HTTP/1.1 200"), removed);
            requests(waybill, 9);
            assertEquals(3, three.requests.get());
            assertFalse(admin(waybill, "GET", "/overrides", "").contains("a3"));
        }
    }
}
