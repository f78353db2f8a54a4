package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Windows of HTTP/2 carried from end to end: who is slow slows the other end of its own stream, and no other stream. */
class Http2FlowTest {

    private static final String CONFIG = "threads: 1\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final long MIB = 1024 * 1024;
    private static final int LARGE = (int) (64 * MIB);
    private static final int INITIAL_WINDOW = 4;

    /** What a client takes of a stream before it says anything. */
    private static final int FIRST_WINDOW = 65_535;

    /** Of a stream that stands still: what is in Waybill, and in the kernel between it and the server. */
    private static final long MOST_WAITING = 24 * MIB;

    @Test
    void slowClientStopsTheServerOfItsOwnStreamAndNoOther() throws Exception {
        try (SendingServer server = new SendingServer(LARGE);
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.windowUpdate(0, 1 << 30);
            client.get(1, "/slow");
            awaitStandstill(server.written::get);
            long stopped = server.written.get();
            assertTrue(stopped < MOST_WAITING, "the server wrote " + stopped);
            assertTrue(stopped > 0);

            // The other stream has its own window, which is given back as it should be, and its own server connection.
            server.written.set(0);
            client.get(3, "/quick");
            assertEquals(LARGE, readAll(client, 3));
            assertTrue(server.written.get() >= LARGE - stopped, "the slow one went on: " + server.written.get());

            client.windowUpdate(1, 1 << 30);
            Http2Response slow = client.awaitResponse(1);
            assertEquals(LARGE - FIRST_WINDOW, slow.body().length);
            assertTrue(slow.isComplete());
        }
    }

    /** Gives windows back for this stream alone; frames of the other are part of what it was told before. */
    private static long readAll(RawHttp2Client client, int stream) {
        long read = 0;
        boolean ended = false;
        client.windowUpdate(stream, 1 << 30);
        while (!ended) {
            Http2Frame frame = client.await(Http2Frame.DATA);
            if (frame == null) {
                throw new AssertionError("closed after " + read);
            }
            if (frame.stream() == stream) {
                read += frame.payload().length;
                ended = frame.endsStream();
            }
        }
        return read;
    }

    @Test
    void tinyWindowIsKeptToTheByte() {
        try (ScriptedServer server = ScriptedServer.answering("hello world");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.silent(waybill.port("edge"))) {
            client.send(RawHttp2Client.PREFACE).settings(INITIAL_WINDOW, 3).get(1, "/");
            Http2Frame first = client.expect(Http2Frame.DATA);
            assertEquals("hel", text(first));
            client.windowUpdate(1, 5);
            assertEquals("lo wo", text(client.expect(Http2Frame.DATA)));
            client.windowUpdate(1, 5);
            Http2Frame last = client.expect(Http2Frame.DATA);
            assertEquals("rld", text(last));
            assertTrue(last.endsStream());
        }
    }

    private static String text(Http2Frame frame) {
        return new String(frame.payload(), StandardCharsets.US_ASCII);
    }

    @Test
    void headGoesOutThoughTheWindowIsShut() {
        try (ScriptedServer server = ScriptedServer.answering("hello world");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.silent(waybill.port("edge"))) {
            client.send(RawHttp2Client.PREFACE).settings(INITIAL_WINDOW, 0).get(1, "/");
            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertTrue(head != null && !head.endsStream());
            assertTrue(client.isLeftOpen());
            client.settings(INITIAL_WINDOW, 100);
            assertEquals("hello world", text(client.expect(Http2Frame.DATA)));
        }
    }

    @Test
    void serverThatReadsSlowlyStopsItsOwnUploadAndNoOther() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ScriptedServer quick = ScriptedServer.answering("thanks");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "threads: 1\nroutes: [{path: = /quick, pool: quick}, {pool: web}]\n"
                                + "pools: {web: {servers: [\"127.0.0.1:%d\"]}, quick: {servers: [\"127.0.0.1:%d\"]}}\n",
                        listening.getLocalPort(), quick.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.await(Http2Frame.SETTINGS);
            client.frame(Http2Frame.SETTINGS, Http2Frame.ACK, 0);
            client.headers(1, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /slow");
            try (Socket slow = listening.accept()) {
                int window = 256 * 1024;
                client.data(1, false, "x".repeat(16_000));
                long sent = 16_000;
                long granted = window;
                // As long as windows come back, what Waybill and the kernel have room for is not full.
                while (granted - sent >= 16_000 || (granted = granted(client, 1, granted)) - sent >= 16_000) {
                    client.data(1, false, "x".repeat(16_000));
                    sent += 16_000;
                }
                assertTrue(sent < MOST_WAITING, "took " + sent);
                client.headers(3, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /quick");
                client.data(3, true, "y".repeat(10_000));
                assertEquals("thanks", client.awaitResponse(3).text());

                client.data(1, true, "");
                readAll(slow.getInputStream(), sent);
                slow.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals(204, client.awaitResponse(1).status());
            }
        }
    }

    private static long granted(RawHttp2Client client, int stream, long before) {
        long granted = before;
        for (Http2Frame frame = client.poll(); frame != null; frame = client.poll()) {
            if (frame.type() == Http2Frame.WINDOW_UPDATE && frame.stream() == stream) {
                granted += frame.errorCode();
            }
        }
        return granted;
    }

    private static void readAll(InputStream in, long bodyBytes) throws IOException {
        byte[] buffer = new byte[65_536];
        long read = 0;
        while (read < bodyBytes) {
            int count = in.read(buffer);
            assertTrue(count > 0, "closed after " + read);
            read += count;
        }
    }

    private static void awaitStandstill(LongSupplier counter) {
        long[] last = {-1, 0};
        Waiting.until("nothing flows any more", () -> {
            long now = counter.getAsLong();
            last[1] = now == last[0] && now > 0 ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] > 50;
        });
    }

    /** Answers each connection's request with a large body, as fast as it is taken, and counts what it could write. */
    private static final class SendingServer implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicLong written = new AtomicLong();
        private final int length;

        SendingServer(int length) throws IOException {
            this.length = length;
            CompletableFuture<Void> unused = CompletableFuture.runAsync(this::acceptAll);
        }

        int port() {
            return listening.getLocalPort();
        }

        private void acceptAll() {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    new Thread(() -> serve(socket), "sending-server").start();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.read());
                }
                OutputStream out = socket.getOutputStream();
                out.write(HttpText.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n"));
                byte[] piece = new byte[65_536];
                for (long sent = 0; sent < length; sent += piece.length) {
                    out.write(piece);
                    written.addAndGet(piece.length);
                }
            } catch (IOException gone) {
                // Waybill closed; the test sees that.
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
