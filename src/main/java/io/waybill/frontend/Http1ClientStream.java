package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientStream;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.FieldSection;
import io.waybill.http.HttpVersion;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.http1.HeadWriter;
import io.waybill.http1.ResponseFraming;
import io.waybill.net.ChannelEnds;
import io.waybill.net.Output;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response after another to a client, in HTTP/1.1. Belongs to the {@link Http1ClientHandler} of its
 * connection, which starts it anew for each request. Confined to one event loop.
 */
final class Http1ClientStream implements ClientStream {

    private final ListenerLoop shared;
    private final Http1ClientHandler connection;
    private final Channel channel;
    private final ClientAddress client;
    private final Output output;
    private final Consumer<ByteBuf> sink;

    private @Nullable RequestEvents exchange;
    private boolean http10;
    private boolean closes;
    private boolean chunked;
    private boolean untilClose;

    Http1ClientStream(ListenerLoop shared, Http1ClientHandler connection, Channel channel, ClientAddress client) {
        this.shared = shared;
        this.connection = connection;
        this.channel = channel;
        this.client = client;
        this.output = new Output(channel);
        this.sink = output::write;
    }

    /** Starts over for the response to this request; null for one that could not be read. */
    void begin(@Nullable RequestHead request) {
        http10 = request != null && request.version() == HttpVersion.HTTP_1_0;
        closes = request == null || !request.keepsAlive();
        chunked = false;
        untilClose = false;
        output.restartCount();
    }

    /** Who is told what the client sends; null when there is no exchange. */
    @Nullable
    RequestEvents exchange() {
        return exchange;
    }

    /** The exchange is over and forgotten. */
    void detach() {
        exchange = null;
    }

    /** Whether the connection ends with the response that was written last. */
    boolean closes() {
        return closes;
    }

    @Override
    public void attach(RequestEvents events) {
        exchange = events;
    }

    @Override
    public ClientAddress client() {
        return client;
    }

    @Override
    public void writeInformational(ResponseHead head) {
        if (!http10) {
            write(head, ResponseFraming.NONE, null);
        }
    }

    @Override
    public void writeHead(ResponseHead head, boolean lastOnConnection) {
        ResponseFraming framing = ResponseFraming.of(head, http10 ? 0 : 1);
        chunked = framing == ResponseFraming.CHUNKED;
        untilClose = framing == ResponseFraming.CLOSE;
        closes |= lastOnConnection || untilClose || shared.isDraining();
        byte @Nullable [] line = closes ? HeadWriter.CLOSE : http10 ? HeadWriter.KEEP_ALIVE : null;
        write(head, framing, line);
    }

    @Override
    public void switchProtocols(ResponseHead head) {
        closes = true;
        untilClose = true;
        write(head, ResponseFraming.NONE, HeadWriter.UPGRADE);
        connection.startTunnel();
    }

    private void write(ResponseHead head, ResponseFraming framing, byte @Nullable [] line) {
        output.writeOpen(
                shared.headWriter().response(head, framing, line, shared.loop().allocator()));
    }

    @Override
    public void writeData(ByteBuf data) {
        if (chunked) {
            shared.chunkWriter().write(data, shared.loop().allocator(), sink);
        } else {
            output.write(data);
        }
    }

    @Override
    public void end(@Nullable FieldSection trailers) {
        if (chunked) {
            output.write(shared.chunkWriter().last(trailers, shared.loop().allocator()));
        }
        output.flush();
        if (output.bytesPending() == 0) {
            written(channel.isActive());
        } else {
            // Behind everything that waits: done when the kernel has taken the last byte.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> written(done.isSuccess()));
        }
    }

    private void written(boolean complete) {
        RequestEvents over = exchange;
        if (over == null) {
            return;
        }
        if (complete) {
            over.onResponseWritten();
            connection.exchangeOver();
        } else {
            over.onClientGone();
        }
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        connection.setReading(reading);
    }

    @Override
    public long bytesWritten() {
        return output.bytes();
    }

    @Override
    public long bytesPending() {
        return output.bytesPending();
    }

    @Override
    public void abort() {
        output.discard();
        if (untilClose) {
            // A body that ends with the connection would look complete: a reset says that it is not.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ChannelEnds.cut(channel);
    }

    /** Releases what was not written. */
    void discard() {
        output.discard();
    }
}
