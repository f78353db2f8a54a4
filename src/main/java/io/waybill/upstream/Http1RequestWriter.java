package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http1.ChunkWriter;
import io.waybill.http1.HeadWriter;
import io.waybill.net.Output;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes one request after another to a server, in HTTP/1.1. Confined to one event loop. */
final class Http1RequestWriter {

    private final HeadWriter heads;
    private final ChunkWriter chunks;
    private final ByteBufAllocator allocator;
    private final Output output;
    private final Consumer<ByteBuf> sink;
    private boolean chunked;

    Http1RequestWriter(Http1Wire wire, Channel channel, ByteBufAllocator allocator) {
        this.heads = wire.heads();
        this.chunks = wire.chunks();
        this.allocator = allocator;
        this.output = new Output(channel);
        this.sink = output::write;
    }

    void head(RequestHead head) {
        chunked = head.bodyLength() == BodyLength.UNKNOWN;
        byte @Nullable [] connection = head.upgrades() ? HeadWriter.UPGRADE : null;
        output.writeOpen(heads.request(head, head.bodyLength(), connection, allocator));
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
