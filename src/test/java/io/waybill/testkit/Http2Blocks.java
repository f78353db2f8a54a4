package io.waybill.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Heads as HPACK blocks and back, by Netty's codec, for one connection: what was sent and read before matters. Nothing is
 * checked. Lines are {@code name: value}; a pseudo-field keeps its colon.
 */
public final class Http2Blocks {

    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, Integer.MAX_VALUE);

    /** A block by Netty's encoder, with its dynamic table. */
    public synchronized byte[] encode(String... lines) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            headers.add(line.substring(0, colon), line.substring(colon + 2));
        }
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(3, headers, block);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return ByteBufUtil.getBytes(block);
    }

    /** A block of literals without indexing and without Huffman codes, byte for byte as given (RFC 7541 section 6.2.2). */
    public static byte[] literal(String... lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            block.write(0);
            string(block, line.substring(0, colon));
            string(block, line.substring(colon + 2));
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** The lines of a block that was read. */
    public List<String> decode(byte[] block) throws Http2Exception {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : decoder.decodeHeaders(3, Unpooled.wrappedBuffer(block))) {
            lines.add(field.getKey() + ": " + field.getValue());
        }
        return lines;
    }
}
