package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.internal.PlatformDependent;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks on HTTP/2 beside a client that behaves: it must not notice, and the attacker must be told to calm down. */
class FloodTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\nthreads: 1\n";
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int REFUSED_STREAM = 7;
    private static final int STREAMS = 100_000;
    private static final int LEAST_STREAMS = 2_000;
    private static final int WAVES_AT_ONCE = 50;
    private static final long MOST_DIRECT_BYTES = 64 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource
    void aFloodIsEndedAndHurtsNobodyElse(Flood flood) throws Exception {
        attack(flood, 400, Double.POSITIVE_INFINITY);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource
    void tenSecondsOfAFloodDoNotEvenDoubleTheLatencyOfOthers(Flood flood) throws Exception {
        attack(flood, 10_000, 2);
    }

    private static void attack(Flood flood, long millis, double mostTimesSlower) throws Exception {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.always(request -> HttpText.response(200, "fine"));
            int port = waybill.port("edge");
            behave(port, millis / 4);
            long alone = median(behave(port, millis / 2));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            CompletableFuture<List<Integer>> attacker =
                    CompletableFuture.supplyAsync(() -> attackUntil(flood, port, end));
            long beside = median(behave(port, millis));
            List<Integer> codes = attacker.get(20, TimeUnit.SECONDS);

            assertTrue(codes.contains(ENHANCE_YOUR_CALM), () -> "told to the attacker: " + codes);
            assertTrue(Statistics.of(waybill).number("/listeners/0/http2/floods/" + flood.word()) > 0, "not counted");
            assertTrue(PlatformDependent.usedDirectMemory() < MOST_DIRECT_BYTES, "memory is gone");
            assertTrue(
                    beside < mostTimesSlower * alone,
                    () -> "median beside the flood " + beside + " ns, alone " + alone + " ns");
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefusedWithAllThatIsSentOnThem() {
        try (ScriptedServer server = ScriptedServer.answering("fine");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG + "http2: {streams: 2}\n", server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            for (int stream = 1; stream < 20; stream += 2) {
                client.queue(Flood.post(stream, "a: b"));
            }
            for (int stream = 1; stream < 20; stream += 2) {
                client.queue(Http2Frame.bytes(Http2Frame.DATA, Http2Frame.END_STREAM, stream, (byte) 'a'));
            }
            client.flush();
            assertEquals(200, client.awaitResponse(1).status());
            assertEquals(200, client.awaitResponse(3).status());
            for (int stream = 5; stream < 20; stream += 2) {
                assertEquals(REFUSED_STREAM, client.awaitResponse(stream).resetCode());
            }
            assertEquals(200, client.get(21, "/").awaitResponse(21).status());
        }
    }

    @Tag("soak")
    @Test
    void windowsThatNeverOpenEndTheConnectionAndHurtNobodyElse() throws Exception {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            String large = HttpText.response(200, "l".repeat(4 * 1024 * 1024));
            server.always(request -> request.startsWith("GET /large") ? large : HttpText.response(200, "fine"));
            int port = waybill.port("edge");
            behave(port, 2_000);
            long alone = median(behave(port, 4_000));
            try (RawHttp2Client client = RawHttp2Client.connect(port)) {
                client.settings(4, 0);
                for (int stream = 1; stream < 200; stream += 2) {
                    client.queue(Flood.get(stream, "/large"));
                }
                client.flush();
                CompletableFuture<List<Long>> others = CompletableFuture.supplyAsync(() -> behave(port, 8_000));
                long beside = median(others.get(20, TimeUnit.SECONDS));
                Http2Frame goAway = Objects.requireNonNull(client.expect(Http2Frame.GOAWAY));
                assertEquals(
                        ENHANCE_YOUR_CALM, ByteBuffer.wrap(goAway.payload()).getInt(4));
                assertTrue(beside < 2 * alone, () -> "median beside " + beside + " ns, alone " + alone + " ns");
            }
            assertEquals(1, Statistics.of(waybill).number("/listeners/0/http2/floods/stalled"));
            assertTrue(PlatformDependent.usedDirectMemory() < MOST_DIRECT_BYTES, "memory is gone");
        }
    }

    /** Requests one after the other, each of which must be answered; how long each took. */
    private static List<Long> behave(int port, long millis) {
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (RawHttp2Client client = RawHttp2Client.connect(port)) {
            for (int stream = 1; System.nanoTime() < end || nanos.isEmpty(); stream += 2) {
                long start = System.nanoTime();
                client.send(Flood.get(stream, "/"));
                Http2Response response = client.awaitResponse(stream);
                nanos.add(System.nanoTime() - start);
                assertEquals(200, response.status());
                assertEquals("fine", response.text());
            }
        }
        return nanos;
    }

    private static long median(List<Long> nanos) {
        Collections.sort(nanos);
        return nanos.get(nanos.size() / 2);
    }

    /** Attacks on one connection after the other; the error codes that it is told. */
    private static List<Integer> attackUntil(Flood flood, int port, long end) {
        List<Integer> codes = new ArrayList<>();
        do {
            try (RawHttp2Client client = RawHttp2Client.connect(port)) {
                flood(flood, client, end);
                Http2Frame goAway = client.await(Http2Frame.GOAWAY);
                codes.add(
                        goAway == null ? -1 : ByteBuffer.wrap(goAway.payload()).getInt(4));
            }
        } while (System.nanoTime() < end);
        return codes;
    }

    private static void flood(Flood flood, RawHttp2Client client, long end) {
        try {
            flood.begin(client);
            int stream = 1;
            do {
                for (int wave = 0; wave < WAVES_AT_ONCE; wave++) {
                    flood.wave(client, stream);
                    stream += 2;
                }
                client.flush();
            } while (stream < STREAMS && (System.nanoTime() < end || stream < LEAST_STREAMS));
        } catch (UncheckedIOException closed) {
            // as it should be
        }
    }
}
