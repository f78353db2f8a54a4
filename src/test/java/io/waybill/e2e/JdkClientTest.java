package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP client of the JDK over TLS, with HTTP/2 where it can be had. */
@Timeout(60)
class JdkClientTest {

    private static final int AT_ONCE = 90;

    private final TlsOrigin proxy = TlsOrigin.start();
    private final HttpClient client = HttpClient.newBuilder()
            .sslContext(proxy.certificates().trusting())
            .version(HttpClient.Version.HTTP_2)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @AfterEach
    void stop() {
        proxy.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + proxy.tlsPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    @Test
    void http2IsAgreedOnAndBodiesComeWhole() throws Exception {
        HttpResponse<byte[]> response = client.send(request("/bytes/2000000").build(), BodyHandlers.ofByteArray());
        assertEquals(HttpClient.Version.HTTP_2, response.version());
        assertEquals(200, response.statusCode());
        assertEquals(2_000_000, response.body().length);
        for (int i = 0; i < response.body().length; i++) {
            assertEquals(Origin.byteAt(i), response.body()[i]);
        }
    }

    @Test
    void manyConcurrentRequestsGetTheirOwnAnswers() throws Exception {
        assertEquals(
                200,
                client.send(request("/").build(), BodyHandlers.discarding()).statusCode());
        Semaphore places = new Semaphore(AT_ONCE);
        List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            places.acquire();
            responses.add(client.sendAsync(request("/bytes/" + i * 7).build(), BodyHandlers.ofByteArray())
                    .whenComplete((response, failure) -> places.release()));
        }
        for (int i = 0; i < responses.size(); i++) {
            HttpResponse<byte[]> response = responses.get(i).get(20, TimeUnit.SECONDS);
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            assertEquals(200, response.statusCode());
            assertEquals(i * 7, response.body().length);
        }
    }

    @Test
    void uploadsOfKnownAndOfUnknownLengthArrive() throws Exception {
        byte[] bytes = new byte[1_500_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Origin.byteAt(i);
        }
        HttpRequest known =
                request("/digest").POST(BodyPublishers.ofByteArray(bytes)).build();
        HttpRequest unknown = request("/digest")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build();
        for (HttpRequest upload : List.of(known, unknown)) {
            assertEquals(
                    Origin.digest(bytes.length),
                    client.send(upload, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void aClientThatSpeaksHttp1AloneIsServedOnTheSamePort() throws Exception {
        HttpRequest request = request("/").version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_1_1, response.version());
        assertEquals("hello", response.body());
    }

    @Test
    void aWebSocketOverTlsEchoesAndItsCloseCodeComesBack() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("wss://127.0.0.1:" + proxy.tlsPort() + "/ws"), new Listening(heard))
                .get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
        assertEquals("text hello", heard.poll(10, TimeUnit.SECONDS));
        socket.sendBinary(ByteBuffer.wrap(new byte[50_000]), true).get(10, TimeUnit.SECONDS);
        assertEquals("binary 50000", heard.poll(10, TimeUnit.SECONDS));
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get(10, TimeUnit.SECONDS);
        assertEquals("pong 1", heard.poll(10, TimeUnit.SECONDS));
        socket.sendClose(4_001, "bye").get(10, TimeUnit.SECONDS);
        assertEquals("close 4001 bye", heard.poll(10, TimeUnit.SECONDS));
    }

    private static final class Listening implements WebSocket.Listener {

        private final BlockingQueue<String> heard;
        private int bytes;

        Listening(BlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add("text " + data);
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                heard.add("binary " + bytes);
            }
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + message.get());
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code + " " + reason);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error " + error);
        }
    }
}
