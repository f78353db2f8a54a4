package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exchanges that take long see nothing of reloads: each of them adds or removes a server, or moves a route. */
class LongExchangesTest {

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String ASK =
            "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    @Test
    void tunnelAndStreamOutliveTenReloads() {
        outlive(10, 0);
    }

    @Test
    @Tag("soak")
    void tunnelAndStreamOutliveSixtyReloadsInAMinute() {
        outlive(60, 1000);
    }

    private static void outlive(int reloads, long pauseMillis) {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(config(server.port(), 0));
                RawClient socket = RawClient.connect(waybill.port("edge"));
                RawClient reader = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(tunnel(reloads));
            assertEquals(101, HttpText.status(socket.send(ASK).readResponse()));
            server.onNextConnection(stream(reloads));
            assertEquals(
                    200, HttpText.status(reader.send(Requests.get("/stream")).readHead()));
            for (int number = 1; number <= reloads; number++) {
                write(waybill, config(server.port(), number));
                AdminCall answer = AdminCall.change(waybill.adminPort(), "POST", "/reload", null);
                assertEquals(200, answer.status(), answer::body);
                assertEquals("pong", text(socket.send("ping").readBytes(4)));
                server.release("part " + number);
                assertEquals("5\r\npart\n\r\n", text(reader.readBytes(10)));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            }
            assertEquals("0\r\n\r\n", text(reader.readBytes(5)));
            assertEquals(List.of(), server.problems());
        }
    }

    private static String[] tunnel(int times) {
        List<String> steps = new ArrayList<>(List.of("read request", SWITCH));
        for (int i = 0; i < times; i++) {
            steps.addAll(List.of("read 4 bytes", "raw pong"));
        }
        return steps.toArray(String[]::new);
    }

    private static String[] stream(int parts) {
        List<String> steps =
                new ArrayList<>(List.of("read request", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (int number = 1; number <= parts; number++) {
            steps.addAll(List.of("wait part " + number, "raw 5\r\npart\n\r\n"));
        }
        steps.add("raw 0\r\n\r\n");
        return steps.toArray(String[]::new);
    }

    /** Every version is another one; in every third the server itself is gone. */
    private static String config(int port, int number) {
        String server = number % 3 == 2 ? "" : "{name: a, address: \"127.0.0.1:" + port + "\"}, ";
        return "reload: {watch: false}\n"
                + "listeners: {edge: {address: \"127.0.0.1:0\"}}\nadmin: {address: \"127.0.0.1:0\"}\n"
                + "accessLog: {file: \"off\"}\nroutes: [{pool: web}, {path: /v" + number + "/, pool: web}]\n"
                + "pools: {web: {servers: [" + server + "{name: b, address: \"127.0.0.1:1\", weight: " + number % 2
                + "}]}}\n";
    }

    private static void write(RunningWaybill waybill, String text) {
        try {
            Files.writeString(waybill.directory().resolve("waybill.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
