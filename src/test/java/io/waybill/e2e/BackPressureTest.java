package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.waybill.testkit.RunningWaybill;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A side that reads slowly slows the other side down, and fills nothing in between. */
class BackPressureTest {

    private static final String CONFIG = "threads: 1\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final long MIB = 1024 * 1024;

    /** What may wait in Waybill for one connection. */
    private static final long MOST_WAITING = 2 * MIB;

    /** Netty's pool takes memory from the system in pieces of 4 MiB; one or two more may be begun. */
    private static final long MOST_OF_THE_POOL = 16 * MIB;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeResponseToASlowReaderKeepsMemoryFlat(boolean chunked) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, listening.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), waybill.port("edge"))) {
            Flow flow = new Flow(300 * MIB);
            CompletableFuture<Void> server = inBackground(() -> {
                try (Socket socket = listening.accept()) {
                    readHead(socket.getInputStream());
                    flow.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\n", chunked);
                }
            });
            write(client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            readHead(client.getInputStream());

            flow.readSlowlyThenAll(client.getInputStream());
            server.get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeUploadToASlowServerKeepsMemoryFlat(boolean chunked) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, listening.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), waybill.port("edge"))) {
            Flow flow = new Flow(300 * MIB);
            CompletableFuture<Void> upload =
                    inBackground(() -> flow.write(client.getOutputStream(), "POST / HTTP/1.1\r\nHost: x\r\n", chunked));
            try (Socket socket = listening.accept()) {
                readHead(socket.getInputStream());
                flow.readSlowlyThenAll(socket.getInputStream());
                write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
            }
            upload.get();
            assertTrue(readHead(client.getInputStream()).startsWith("HTTP/1.1 204 "));
        }
    }

    @Test
    @Tag("soak")
    void tenGibibytesKeepMemoryFlat() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, listening.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), waybill.port("edge"))) {
            Flow flow = new Flow(10 * 1024 * MIB);
            CompletableFuture<Void> server = inBackground(() -> {
                try (Socket socket = listening.accept()) {
                    readHead(socket.getInputStream());
                    flow.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\n", false);
                }
            });
            write(client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            readHead(client.getInputStream());
            flow.readSlowlyThenAll(client.getInputStream());
            server.get();
        }
    }

    /** A body of zeros on its way, and what it takes of memory meanwhile. */
    private static final class Flow {

        private static final int PIECE = 1_000_000;

        private final long length;
        private final AtomicLong written = new AtomicLong();
        private final long pooledBefore = pooled();
        private final long usedBefore = PlatformDependent.usedDirectMemory();

        Flow(long length) {
            this.length = length;
        }

        void write(OutputStream out, String start, boolean chunked) throws IOException {
            String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
            out.write((start + framing + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[PIECE];
            while (written.get() < length) {
                int size = (int) Math.min(PIECE, length - written.get());
                if (chunked) {
                    out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(piece, 0, size);
                if (chunked) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                written.addAndGet(size);
            }
            if (chunked) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }

        /** Stands still until nothing flows any more, then reads on, and looks at the memory all the while. */
        void readSlowlyThenAll(InputStream in) throws IOException {
            awaitStandstill();
            assertTrue(written.get() < length / 2, "all of it is somewhere in between");
            assertMemoryIsFlat();
            byte[] buffer = new byte[256 * 1024];
            long read = 0;
            long zeros = 0;
            while (zeros < length) {
                int count = in.read(buffer);
                assertTrue(count >= 0, "closed after " + read);
                for (int i = 0; i < count; i++) {
                    zeros += buffer[i] == 0 ? 1 : 0;
                }
                if (read / (16 * MIB) != (read + count) / (16 * MIB)) {
                    assertMemoryIsFlat();
                }
                read += count;
            }
            assertEquals(length, zeros);
        }

        private void awaitStandstill() {
            long[] last = {-1, 0};
            Waiting.until("the writer cannot write on", () -> {
                last[1] = last[0] == written.get() ? last[1] + 1 : 0;
                last[0] = written.get();
                return last[0] > 0 && last[1] > 200;
            });
        }

        private void assertMemoryIsFlat() {
            LongSupplier used = () -> PlatformDependent.usedDirectMemory() - usedBefore;
            assertTrue(used.getAsLong() <= MOST_OF_THE_POOL, "bytes of direct memory: " + used.getAsLong());
            assertTrue(pooled() - pooledBefore <= 2 * MOST_WAITING, "bytes in buffers: " + (pooled() - pooledBefore));
        }

        private static long pooled() {
            return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertTrue(next >= 0, "closed within a head: " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inBackground(Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
