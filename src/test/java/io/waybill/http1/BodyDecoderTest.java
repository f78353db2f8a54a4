package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.waybill.http.BodyLength;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyDecoderTest {

    private final BodyDecoder decoder = new BodyDecoder(Wire.LIMITS);

    @Test
    void chunkedBodyArrivesAsItWasSentHoweverItIsCut() {
        Random random = new Random(7);
        ChunkWriter writer = new ChunkWriter();
        for (int round = 0; round < 2000; round++) {
            byte[] body = new byte[random.nextInt(random.nextInt(4) == 0 ? 60_000 : 300)];
            random.nextBytes(body);
            ByteBuf wire = chunked(body, writer, random);
            int length = wire.readableBytes();
            wire.writeBytes(Wire.bytes("GET /next"));
            decoder.start(BodyLength.UNKNOWN, false);
            ByteBuf received = Unpooled.buffer();
            int most = 1 + random.nextInt(5000);
            ByteBuf in = Unpooled.buffer();
            while (wire.isReadable()) {
                in.writeBytes(wire, Math.min(wire.readableBytes(), 1 + random.nextInt(most)));
                drain(in, received);
            }
            assertTrue(decoder.isFinished());
            assertEquals("GET /next", in.toString(StandardCharsets.US_ASCII), "length " + length);
            byte[] result = new byte[received.readableBytes()];
            received.readBytes(result);
            assertArrayEquals(body, result);
            wire.release();
            in.release();
            received.release();
        }
    }

    private static ByteBuf chunked(byte[] body, ChunkWriter writer, Random random) {
        ByteBuf wire = Unpooled.buffer();
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 3000));
            ByteBuf data = Unpooled.wrappedBuffer(body, at, length);
            if (length < ChunkWriter.MOST_COPIED) {
                move(writer.whole(data, UnpooledByteBufAllocator.DEFAULT), wire);
            } else {
                move(writer.header(length, UnpooledByteBufAllocator.DEFAULT), wire);
                wire.writeBytes(data, data.readerIndex(), length);
                move(writer.end(wire.alloc()), wire);
            }
            at += length;
        }
        move(writer.last(null, UnpooledByteBufAllocator.DEFAULT), wire);
        return wire;
    }

    private static void move(ByteBuf from, ByteBuf to) {
        to.writeBytes(from);
        from.release();
    }

    private void drain(ByteBuf in, ByteBuf received) {
        for (ByteBuf piece = decoder.next(in); piece != null; piece = decoder.next(in)) {
            assertTrue(piece.isReadable());
            move(piece, received);
        }
    }

    @Test
    void bodyThatFitsPassesWithoutACopyAndIsFinishedWithItsLastPiece() {
        ByteBuf in = Unpooled.copiedBuffer(new byte[5000]);
        decoder.start(4000, false);
        ByteBuf piece = Objects.requireNonNull(decoder.next(in));
        assertSame(in.array(), piece.array());
        assertEquals(4000, piece.readableBytes());
        assertTrue(decoder.isFinished());
        assertEquals(1000, in.readableBytes());
        assertNull(decoder.next(in));
        piece.release();
        in.release();
    }

    @Test
    void largeChunkPassesWithoutACopyAndIsFinishedWithItsLastPiece() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Wire.bytes("1000\r\n")).writeZero(4096).writeBytes(Wire.bytes("\r\n0\r\n\r\nGET"));
        decoder.start(BodyLength.UNKNOWN, false);
        ByteBuf piece = Objects.requireNonNull(decoder.next(in));
        assertSame(in.array(), piece.array());
        assertEquals(4096, piece.readableBytes());
        assertTrue(decoder.isFinished());
        assertEquals(3, in.readableBytes());
        piece.release();
        in.release();
    }

    @Test
    void tinyChunksArriveAsOnePiece() {
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes("1\r\nx\r\n".repeat(500) + "0\r\n\r\n"));
        decoder.start(BodyLength.UNKNOWN, false);
        ByteBuf piece = Objects.requireNonNull(decoder.next(in));
        assertEquals(500, piece.readableBytes());
        assertTrue(decoder.isFinished());
        assertEquals(1, piece.refCnt());
        piece.release();
        in.release();
    }

    @Test
    void closeIsALegalEndOnlyWhereNothingElseIs() {
        decoder.start(BodyLength.UNKNOWN, true);
        assertFalse(decoder.isFinished());
        assertTrue(decoder.onClose());
        assertTrue(decoder.isFinished());
        decoder.start(5, false);
        assertFalse(decoder.onClose());
        decoder.start(BodyLength.UNKNOWN, false);
        assertFalse(decoder.onClose());
        decoder.start(0, false);
        assertTrue(decoder.onClose());
        decoder.start(BodyLength.NONE, false);
        assertTrue(decoder.onClose());
    }

    @Test
    void truncatedChunkedBodyIsNotFinished() {
        byte[] whole = Wire.bytes("5\r\nhello\r\n0\r\nA: b\r\n\r\n");
        for (int length = 0; length < whole.length; length++) {
            ByteBuf in = Unpooled.copiedBuffer(whole, 0, length);
            ByteBuf received = Unpooled.buffer();
            decoder.start(BodyLength.UNKNOWN, false);
            drain(in, received);
            assertFalse(decoder.isFinished());
            assertFalse(decoder.onClose());
            assertNull(decoder.refusal());
            in.release();
            received.release();
        }
    }

    @Test
    void extensionsMayGrowWithTheDataButNotWithTheChunks() {
        String data = "x".repeat(1000);
        String signed = "3e8;chunk-signature=" + "0".repeat(64) + "\r\n" + data + "\r\n";
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes(signed.repeat(200) + "0\r\n\r\n"));
        ByteBuf received = Unpooled.buffer();
        decoder.start(BodyLength.UNKNOWN, false);
        drain(in, received);
        assertTrue(decoder.isFinished());
        assertEquals(200_000, received.readableBytes());
        in.release();
        received.release();
    }
}
