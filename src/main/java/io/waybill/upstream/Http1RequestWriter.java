package io.waybill.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.HttpVersion;
import io.waybill.http.RequestHead;
import io.waybill.http.WebSocketHandshake;
import io.waybill.http1.ChunkWriter;
import io.waybill.http1.HeadWriter;
import io.waybill.net.Output;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes one request after another to a server, in HTTP/1.1. Confined to one event loop. */
final class Http1RequestWriter {

    private final HeadWriter heads;
    private final ChunkWriter chunks;
    private final ByteBufAllocator allocator;
    private final Output output;
    private final Consumer<ByteBuf> sink;
    private final RandomGenerator random;
    private boolean chunked;

    Http1RequestWriter(Http1Wire wire, Channel channel, ByteBufAllocator allocator) {
        this.heads = wire.heads();
        this.chunks = wire.chunks();
        this.allocator = allocator;
        this.output = new Output(channel);
        this.sink = output::write;
        this.random = wire.random();
    }

    /**
     * Writes a head.
     *
     * @param last whether the server may close the connection behind its answer
     * @return the key for WebSocket that the head had none of and got, or null
     */
    @Nullable
    String head(RequestHead head, boolean last) {
        chunked = head.bodyLength() == BodyLength.UNKNOWN;
        byte @Nullable [] connection = last ? HeadWriter.CLOSE : null;
        String key = null;
        if (head.upgrades()) {
            connection = HeadWriter.UPGRADE;
            // By HTTP/2 there is no key. Whether one of HTTP/1.1 may be missing is the server's business.
            boolean keyless = head.version() == HttpVersion.HTTP_2;
            if (keyless && WebSocketHandshake.isAskedFor(head) && WebSocketHandshake.key(head) == null) {
                key = WebSocketHandshake.newKey(random);
                String lines = new String(HeadWriter.UPGRADE, US_ASCII) + "Sec-WebSocket-Key: " + key + "\r\n";
                connection = lines.getBytes(US_ASCII);
            }
        }
        output.writeOpen(heads.request(head, head.bodyLength(), connection, allocator));
        return key;
    }

    /** @param data owned by this writer from here on */
    void data(ByteBuf data) {
        if (chunked) {
            chunks.write(data, allocator, sink);
        } else {
            output.write(data);
        }
    }

    void end(@Nullable FieldSection trailers) {
        if (chunked) {
            output.write(chunks.last(trailers, allocator));
        }
    }

    /** After a 101: what follows is not framed. */
    void startTunnel() {
        chunked = false;
    }

    void flush() {
        output.flush();
    }

    void discard() {
        output.discard();
    }
}
