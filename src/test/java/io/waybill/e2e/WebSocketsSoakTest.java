package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RawHttp2Client;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand WebSockets at once, idle longer than requests may be, and echoing before and after. */
@Tag("soak")
@Timeout(300)
class WebSocketsSoakTest {

    private static final int WANTED = 10_000;
    private static final int PER_CONNECTION = 100;
    private static final int ROUNDS = 3;
    private static final long MOST_BYTES = 700L << 20;
    private static final String MEMORY = "-Xmx256m -XX:MaxDirectMemorySize=256m";
    private static final String CONFIG = "timeouts: {idle: 2s, tunnel: 10m}\n";

    /** A text message of eight characters, masked with zeros, as a client must send it (RFC 6455 section 5.3). */
    private static String message(int number) {
        return "\u0081\u0088\0\0\0\0" + text(number);
    }

    /** The same as a server sends it. */
    private static String echo(int number) {
        return "\u0081\u0008" + text(number);
    }

    private static String text(int number) {
        return String.format(Locale.ROOT, "%08d", number);
    }

    @Test
    void tenThousandOverHttp2EchoAndStayWhileNobodySpeaks() {
        assumeTrue(freeFiles() > WANTED + 500, () -> "skipped: ulimit -n leaves only " + freeFiles() + " files");
        List<RawHttp2Client> clients = new ArrayList<>();
        try (TlsProcess proxy = TlsProcess.start(MEMORY, CONFIG)) {
            SSLContext tls = proxy.certificates().trusting();
            int port = proxy.waybill().port("edge");
            for (int i = 0; i < WANTED / PER_CONNECTION; i++) {
                clients.add(opened(port, tls));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < clients.size(); i++) {
                    echoAll(clients.get(i), round * WANTED + i * PER_CONNECTION);
                }
                awaitNothingFrom(clients.get(round));
            }
            long bytes = proxy.waybill().residentBytes();
            assertTrue(bytes < MOST_BYTES, "resident memory: " + (bytes >> 20) + " MiB");
            proxy.assertNoBug();
        } finally {
            clients.forEach(RawHttp2Client::close);
        }
    }

    private static RawHttp2Client opened(int port, SSLContext tls) {
        RawHttp2Client client = RawHttp2Client.connect(port, tls, "localhost");
        for (int i = 0; i < PER_CONNECTION; i++) {
            client.headers(
                    2 * i + 1,
                    false,
                    ":method: CONNECT",
                    ":protocol: websocket",
                    ":scheme: https",
                    ":authority: localhost",
                    ":path: /ws",
                    "sec-websocket-version: 13");
        }
        for (int i = 0; i < PER_CONNECTION; i++) {
            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertTrue(head != null && head.fields().contains(":status: 200"), () -> "came: " + head);
        }
        return client;
    }

    private static void echoAll(RawHttp2Client client, int number) {
        for (int i = 0; i < PER_CONNECTION; i++) {
            client.queue(Http2Frame.bytes(Http2Frame.DATA, 0, 2 * i + 1, HttpText.bytes(message(number + i))));
        }
        client.flush();
        for (int i = 0; i < PER_CONNECTION; i++) {
            Http2Frame data = client.await(frame -> frame.type() == Http2Frame.DATA
                    || frame.type() == Http2Frame.RST_STREAM
                    || frame.type() == Http2Frame.GOAWAY);
            assertTrue(data != null && data.type() == Http2Frame.DATA, () -> "came: " + data);
            assertEquals(echo(number + data.stream() / 2), new String(data.payload(), StandardCharsets.ISO_8859_1));
        }
    }

    /** Waits until a request would long have been called idle; frames of the connection itself may come. */
    private static void awaitNothingFrom(RawHttp2Client client) {
        int silences = 0;
        for (int i = 0; i < 40 && silences < 20; i++) {
            silences += client.isLeftOpen() ? 1 : 0;
        }
        assertEquals(20, silences);
    }

    @Test
    void asManyAsThereAreFilesOverHttp1() {
        int count = (int) Math.min(WANTED, (freeFiles() - 500) / 2);
        List<RawClient> clients = new ArrayList<>();
        try (TlsProcess proxy = TlsProcess.start(MEMORY, CONFIG)) {
            for (int i = 0; i < count; i++) {
                RawClient client = RawClient.connect(proxy.waybill().port("plain"));
                clients.add(client);
                client.send("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
                assertEquals(101, HttpText.status(client.readResponse()));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < count; i++) {
                    clients.get(i).send(message(i));
                }
                for (int i = 0; i < count; i++) {
                    byte[] echo = clients.get(i).readBytes(echo(i).length());
                    assertEquals(echo(i), new String(echo, StandardCharsets.ISO_8859_1));
                }
                for (int i = 0; i < 20; i++) {
                    assertTrue(clients.get(i).isLeftOpen());
                }
            }
            long bytes = proxy.waybill().residentBytes();
            assertTrue(bytes < MOST_BYTES, "resident memory: " + (bytes >> 20) + " MiB");
            proxy.assertNoBug();
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    private static long freeFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : 2_000;
    }
}
