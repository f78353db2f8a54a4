package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.waybill.config.Http2Config;
import io.waybill.http.HeadPool;
import io.waybill.stats.ProtocolEvent;
import io.waybill.stats.ProtocolStats;
import io.waybill.testkit.HpackBomb;
import io.waybill.testkit.Http2Blocks;
import io.waybill.testkit.Http2Frame;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FloodGuardTest {

    private static final int MOST = 50;
    private static final Http2Config CONFIG =
            new Http2Config(100, 65_535, 4_096, MOST, MOST, Duration.ZERO, Duration.ZERO);
    private static final byte[] GET = Http2Blocks.literal(":method: GET", ":scheme: http", ":authority: x", ":path: /");

    private final ProtocolStats stats = new ProtocolStats(1);
    private final FloodGuard guard =
            new FloodGuard(new RequestBlocks(new HeadPool(), Blocks.LIMITS, 4_096), CONFIG, stats.loop(0));
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    @AfterEach
    void close() {
        guard.close();
        channel.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodEndsTheConnectionAndIsCounted(ProtocolEvent event, byte[] frame) throws Http2Exception {
        for (int i = 0; i < MOST; i++) {
            read(frame);
        }
        Http2Exception thrown = assertThrows(Http2Exception.class, () -> read(frame));
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, thrown.error());
        assertEquals(1, stats.count(event));
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of(ProtocolEvent.FLOOD_RESETS, frame(Http2Frame.RST_STREAM, 0, 1, new byte[4])),
                Arguments.of(ProtocolEvent.FLOOD_PING, frame(Http2Frame.PING, 0, 0, new byte[8])),
                Arguments.of(ProtocolEvent.FLOOD_PING, frame(Http2Frame.PING, Http2Frame.ACK, 0, new byte[8])),
                Arguments.of(ProtocolEvent.FLOOD_SETTINGS, frame(Http2Frame.SETTINGS, 0, 0)),
                Arguments.of(ProtocolEvent.FLOOD_SETTINGS, frame(Http2Frame.SETTINGS, Http2Frame.ACK, 0)),
                Arguments.of(ProtocolEvent.FLOOD_PRIORITY, frame(Http2Frame.PRIORITY, 0, 1, new byte[5])),
                Arguments.of(ProtocolEvent.FLOOD_PRIORITY, frame(0x10, 0, 0, (byte) 1)),
                Arguments.of(ProtocolEvent.FLOOD_PRIORITY, frame(Http2Frame.GOAWAY, 0, 0, new byte[8])),
                Arguments.of(ProtocolEvent.FLOOD_EMPTY, frame(Http2Frame.DATA, 0, 1)),
                Arguments.of(
                        ProtocolEvent.FLOOD_EMPTY, frame(Http2Frame.DATA, Http2Frame.PADDED, 1, (byte) 1, (byte) 0)),
                Arguments.of(ProtocolEvent.FLOOD_EMPTY, frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1)));
    }

    @Test
    void framesThatCarrySomethingAreNotCountedAndEarnPings() throws Http2Exception {
        for (int i = 0; i < 10 * MOST; i++) {
            read(frame(Http2Frame.DATA, 0, 1, (byte) 1));
            read(frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1, GET));
            read(frame(Http2Frame.WINDOW_UPDATE, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 1));
            read(frame(Http2Frame.PING, 0, 0, new byte[8]));
            read(frame(Http2Frame.PRIORITY, 0, 1, new byte[5]));
        }
    }

    @Test
    void aBlockInManySmallPiecesEndsTheConnection() throws Http2Exception {
        read(frame(Http2Frame.HEADERS, 0, 1, GET));
        Http2Exception thrown = assertThrows(Http2Exception.class, () -> {
            for (int i = 0; i < MOST; i++) {
                read(frame(Http2Frame.CONTINUATION, 0, 1));
            }
        });
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, thrown.error());
        assertEquals(1, stats.count(ProtocolEvent.FLOOD_CONTINUATION));
    }

    @Test
    void aBlockInLargePiecesEndsTheConnectionToo() throws Http2Exception {
        byte[] piece = new byte[16_384];
        read(frame(Http2Frame.HEADERS, 0, 1, piece));
        Http2Exception thrown = assertThrows(Http2Exception.class, () -> {
            for (int i = 0; i < MOST; i++) {
                read(frame(Http2Frame.CONTINUATION, 0, 1, piece));
            }
        });
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, thrown.error());
        assertEquals(1, stats.count(ProtocolEvent.FLOOD_HEADERS));
    }

    @Test
    void crumbsThatRepeatAnEntryOfTheTableEndTheConnection() {
        byte[] bomb = HpackBomb.block(3_000, 10_000);
        Http2Exception thrown = assertThrows(
                Http2Exception.class, () -> read(frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1, bomb)));
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, thrown.error());
        assertEquals(1, stats.count(ProtocolEvent.FLOOD_HEADERS));
    }

    @Test
    void resetsThatAPeerProvokesAreLimitedToo() throws Http2Exception {
        for (int i = 0; i < MOST; i++) {
            guard.provoked();
        }
        assertEquals(
                Http2Error.ENHANCE_YOUR_CALM,
                assertThrows(Http2Exception.class, guard::provoked).error());
        assertEquals(1, stats.count(ProtocolEvent.FLOOD_PROVOKED_RESETS));
    }

    @Test
    void anotherSecondIsAnotherCount() throws Http2Exception {
        FrameRates rates = new FrameRates(CONFIG);
        long start = Long.MAX_VALUE - 1_000_000_000L;
        for (int second = 0; second < 4; second++) {
            for (int i = 0; i < MOST; i++) {
                rates.reset(start + second * 1_000_000_000L + i);
            }
        }
        assertThrows(Http2Exception.class, () -> rates.reset(start + 3_000_001_000L));
    }

    @Test
    void framesThatAreMalformedAreStillErrorsOfTheirOwn() {
        assertEquals(Http2Error.FRAME_SIZE_ERROR, error(frame(Http2Frame.PING, 0, 0, new byte[7])));
        assertEquals(Http2Error.FRAME_SIZE_ERROR, error(new byte[] {0, 64, 1, 0, 0, 0, 0, 0, 1}));
        assertEquals(0, stats.count(ProtocolEvent.FLOOD_PING));
    }

    private @Nullable Http2Error error(byte[] frame) {
        FloodGuard fresh = new FloodGuard(new RequestBlocks(new HeadPool(), Blocks.LIMITS, 0), CONFIG, stats.loop(0));
        return assertThrows(Http2Exception.class, () -> read(fresh, frame)).error();
    }

    @Test
    void whatIsNotAFrameOfHttp2IsPassedOn() throws Http2Exception {
        read(frame(0xfe, 0, 1, (byte) 1));
        assertNull(channel.readOutbound());
    }

    private void read(byte[] frame) throws Http2Exception {
        read(guard, frame);
    }

    private void read(FloodGuard by, byte[] frame) throws Http2Exception {
        ByteBuf in = Unpooled.wrappedBuffer(frame);
        by.readFrame(channel.pipeline().firstContext(), in, new Http2FrameAdapter());
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        return Http2Frame.bytes(type, flags, stream, payload);
    }
}
