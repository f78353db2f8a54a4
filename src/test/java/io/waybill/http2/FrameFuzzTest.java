package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.waybill.testkit.HpackBomb;
import io.waybill.testkit.Http2Blocks;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.RawHttp2Client;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random and mutated frames through Netty's codec and what is ours of it: errors of HTTP/2 may come out, nothing else. */
final class FrameFuzzTest {

    private static final int CONNECTIONS = 1_000;
    private static final int CONNECTIONS_OF_SOAK = 50_000;
    private static final int MOST_FRAMES = 30;

    @Test
    void nothingButErrorsOfHttp2ComesOutOfRandomFrames() {
        fuzz(CONNECTIONS);
    }

    @Test
    @Tag("soak")
    void nothingButErrorsOfHttp2ComesOutOfManyMoreRandomFrames() {
        fuzz(CONNECTIONS_OF_SOAK);
    }

    private static void fuzz(int connections) {
        long seed = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            long own = seed + i;
            Random random = new Random(own);
            FuzzedConnection connection = new FuzzedConnection();
            EmbeddedChannel channel = new EmbeddedChannel(connection.handler());
            try {
                feed(channel, conversation(random), random);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + own, e);
            } finally {
                channel.finishAndReleaseAll();
            }
            Throwable odd = connection.odd();
            if (odd != null) {
                fail("seed " + own, odd);
            }
        }
    }

    private static void feed(EmbeddedChannel channel, byte[] bytes, Random random) {
        ByteBuf all = Unpooled.wrappedBuffer(bytes);
        while (all.isReadable() && channel.isOpen()) {
            int piece = Math.min(all.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 20 : 5_000));
            channel.writeInbound(Unpooled.copiedBuffer(all.readSlice(piece)));
        }
    }

    private static byte[] conversation(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawHttp2Client.PREFACE.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(Http2Frame.bytes(Http2Frame.SETTINGS, 0, 0));
        int frames = random.nextInt(MOST_FRAMES);
        int stream = 1;
        for (int i = 0; i < frames; i++) {
            byte[] frame = frame(random, stream);
            if (random.nextInt(4) == 0) {
                for (int m = random.nextInt(3); m >= 0; m--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
                }
            }
            bytes.writeBytes(frame);
            stream += random.nextInt(3) == 0 ? 0 : 2;
        }
        return bytes.toByteArray();
    }

    private static byte[] frame(Random random, int stream) {
        int flags = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(2) | Http2Frame.END_HEADERS;
        int id = random.nextInt(5) == 0 ? random.nextInt(8) : stream;
        return switch (random.nextInt(10)) {
            case 0 -> Http2Frame.bytes(Http2Frame.DATA, flags & 1, id, random(random, 50));
            case 1 -> Http2Frame.bytes(random.nextInt(12), flags, id, random(random, 30));
            case 2 -> Http2Frame.bytes(Http2Frame.RST_STREAM, 0, id, random(random, 4, 4));
            case 3 -> Http2Frame.bytes(Http2Frame.SETTINGS, 0, 0, setting(random));
            case 4 -> Http2Frame.bytes(Http2Frame.WINDOW_UPDATE, 0, id, random(random, 4, 4));
            case 5 -> Http2Frame.bytes(Http2Frame.HEADERS, flags, id, HpackBomb.block(200, random.nextInt(400)));
            default -> Http2Frame.bytes(Http2Frame.HEADERS, flags, id, head(random));
        };
    }

    private static byte[] setting(Random random) {
        byte[] setting = random(random, 6, 6);
        setting[0] = 0;
        setting[1] = (byte) (1 + random.nextInt(8));
        return setting;
    }

    private static byte[] head(Random random) {
        String[] lines = {
            ":method: " + (random.nextInt(6) == 0 ? "CONNECT" : "GET"),
            ":scheme: http",
            ":authority: x" + text(random, random.nextInt(6) == 0 ? 5 : 0),
            ":path: /" + text(random, random.nextInt(6) == 0 ? 20 : 0),
            text(random, 3) + "a: " + text(random, 10),
            "cookie: a" + text(random, 3),
            "x-b: c",
            "content-length: 5"
        };
        for (int swaps = random.nextInt(3); swaps > 0; swaps--) {
            lines[random.nextInt(lines.length)] = lines[random.nextInt(lines.length)];
        }
        return Http2Blocks.literal(lines);
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = most == 0 ? 0 : random.nextInt(most); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString().replace(": ", ":");
    }

    private static byte[] random(Random random, int most) {
        return random(random, 0, most);
    }

    private static byte[] random(Random random, int least, int most) {
        byte[] bytes = new byte[least + random.nextInt(most - least + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Whether that came out of code that is not meant to throw. */
    static boolean isOdd(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            StackTraceElement[] frames = cause.getStackTrace();
            boolean ours = false;
            for (int i = 0; i < Math.min(4, frames.length); i++) {
                ours |= frames[i].getClassName().startsWith("io.waybill");
            }
            if (ours && !(cause instanceof Http2Exception)) {
                return true;
            }
        }
        return !(thrown instanceof Http2Exception);
    }
}
