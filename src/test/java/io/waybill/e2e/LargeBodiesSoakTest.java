package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gibibyte up and a gibibyte down at the same time, as two streams of one HTTP/2 connection. */
@Tag("soak")
class LargeBodiesSoakTest {

    private static final long SIZE = 1L << 30;
    private static final long MOST_GROWTH = 48L << 20;

    @Test
    @Timeout(300)
    void memoryStaysFlat() throws Exception {
        try (TlsProcess proxy = TlsProcess.start()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(proxy.certificates().trusting())
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            String base = "https://127.0.0.1:" + proxy.waybill().port("edge");
            assertEquals(
                    HttpClient.Version.HTTP_2,
                    client.send(request(base + "/bytes/1").build(), BodyHandlers.discarding())
                            .version());
            AtomicLong downloaded = new AtomicLong();
            CompletableFuture<HttpResponse<InputStream>> download =
                    client.sendAsync(request(base + "/bytes/" + SIZE).build(), BodyHandlers.ofInputStream());
            CompletableFuture<HttpResponse<String>> upload = client.sendAsync(
                    request(base + "/digest")
                            .POST(BodyPublishers.ofInputStream(Zeros::new))
                            .build(),
                    BodyHandlers.ofString());
            CompletableFuture<Void> read = download.thenAcceptAsync(response -> {
                assertEquals(HttpClient.Version.HTTP_2, response.version());
                readAll(response.body(), downloaded);
            });

            long early = 0;
            long most = 0;
            while (!isOver(read) || !isOver(upload)) {
                long now = proxy.waybill().residentBytes();
                early = downloaded.get() < SIZE / 8 ? Math.max(early, now) : early;
                most = Math.max(most, now);
            }
            assertEquals(SIZE, downloaded.get());
            assertEquals(SIZE + " " + zerosChecksum(), upload.get().body());
            long growth = most - early;
            assertTrue(growth < MOST_GROWTH, "resident memory grew by " + (growth >> 20) + " MiB to " + (most >> 20));
            proxy.assertNoBug();
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    /** Gives it another moment. */
    private static boolean isOver(CompletableFuture<?> future) throws InterruptedException, ExecutionException {
        try {
            future.get(50, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Reads to the end, and compares every byte with what it should be. */
    private static void readAll(InputStream body, AtomicLong count) {
        byte[] piece = new byte[65_536];
        try (body) {
            for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                long start = count.get();
                for (int i = 0; i < length; i++) {
                    if (piece[i] != Origin.byteAt(start + i)) {
                        throw new AssertionError("wrong byte at " + (start + i));
                    }
                }
                count.addAndGet(length);
            }
        } catch (IOException e) {
            throw new AssertionError("after " + count + " bytes", e);
        }
    }

    private static String zerosChecksum() throws IOException {
        CRC32 crc = new CRC32();
        byte[] piece = new byte[65_536];
        try (InputStream zeros = new Zeros()) {
            for (int length = zeros.read(piece); length >= 0; length = zeros.read(piece)) {
                crc.update(piece, 0, length);
            }
        }
        return Long.toHexString(crc.getValue());
    }

    /** A gibibyte of zeros. */
    private static final class Zeros extends InputStream {

        private long left = SIZE;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
