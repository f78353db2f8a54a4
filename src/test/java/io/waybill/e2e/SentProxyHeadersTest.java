package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The PROXY header that a connection to a server begins with, read by a parser of its own. */
class SentProxyHeadersTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    /** What one connection began with, and the request behind it. */
    private record Seen(String header, Map<Integer, String> extras, String request) {}

    /** Answers one request on each connection and waits for its end. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket listening;
        private final List<Seen> seen = new CopyOnWriteArrayList<>();

        Server(boolean binary) throws IOException {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> {
                while (!listening.isClosed()) {
                    try (Socket socket = listening.accept()) {
                        DataInputStream in = new DataInputStream(socket.getInputStream());
                        Map<Integer, String> extras = new TreeMap<>();
                        String header = binary ? binary(in, extras) : until(in, "\r\n");
                        seen.add(new Seen(header, extras, until(in, "\r\n\r\n")));
                        socket.getOutputStream().write(HttpText.bytes(HttpText.response(200, "ok")));
                        assertEquals(-1, in.read(), "another request");
                    } catch (IOException end) {
                        // the next one
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private static String until(DataInputStream in, String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                text.append((char) in.readUnsignedByte());
            }
            return text.toString();
        }

        private static String binary(DataInputStream in, Map<Integer, String> extras) throws IOException {
            assertArrayEquals(SIGNATURE, in.readNBytes(12));
            int command = in.readUnsignedByte();
            int family = in.readUnsignedByte();
            int left = in.readUnsignedShort();
            String addresses = "";
            int size = family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
            if (size > 0) {
                String from = InetAddress.getByAddress(in.readNBytes(size)).getHostAddress();
                String to = InetAddress.getByAddress(in.readNBytes(size)).getHostAddress();
                addresses = " " + from + " " + to + " " + in.readUnsignedShort() + " " + in.readUnsignedShort();
                left -= 2 * size + 4;
            }
            while (left > 0) {
                int type = in.readUnsignedByte();
                byte[] value = in.readNBytes(in.readUnsignedShort());
                extras.put(type, new String(value, StandardCharsets.US_ASCII));
                left -= 3 + value.length;
            }
            assertEquals(0, left);
            return Integer.toHexString(command) + " " + Integer.toHexString(family) + addresses;
        }

        @Override
        public void close() {
            try {
                listening.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static RunningWaybill waybill(String sendProxy, Server server) {
        return RunningWaybill.withConfig(
                "pools: {web: {sendProxy: %s, servers: [\"127.0.0.1:%d\"]}}",
                sendProxy, server.listening.getLocalPort());
    }

    @Test
    void version1NamesTheClientInOneLine() throws IOException {
        try (Server server = new Server(false);
                RunningWaybill waybill = waybill("v1", server);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            String header = server.seen.get(0).header();
            assertTrue(
                    header.matches("PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ " + server.listening.getLocalPort()
                            + "\r\n"),
                    header);
        }
    }

    @Test
    void version2NamesTheClientAndTheRequest() throws IOException {
        try (Server server = new Server(true);
                RunningWaybill waybill = waybill("v2", server);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String answer = client.send(GET).readResponse();
            Seen seen = server.seen.get(0);
            assertTrue(seen.header().matches("21 11 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ \\d+"), seen.header());
            assertEquals(Map.of(5, HttpText.field(answer, "X-Unique-Request-Id")), seen.extras());
            assertEquals("close", HttpText.field(seen.request(), "Connection"));
        }
    }

    @Test
    void aConnectionWithAHeaderCarriesOneRequest() throws IOException {
        try (Server server = new Server(true);
                RunningWaybill waybill = waybill("v2", server);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < 5; i++) {
                assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            }
            assertEquals(5, server.seen.size());
            assertEquals(
                    5,
                    server.seen.stream()
                            .map(seen -> seen.extras().get(5))
                            .distinct()
                            .count());
        }
    }
}
