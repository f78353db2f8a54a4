package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.exchange.Failure;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what Netty has read on one connection of a client, and tells it to the stream that it belongs to; begins an
 * exchange for each new stream. Confined to one event loop.
 */
final class Http2ClientFrames extends Http2EventAdapter {

    /** The status of a request that HTTP/2 calls malformed; others are understood, and not wanted. */
    private static final int MALFORMED = 400;

    private final Http2ClientConnection connection;
    private final ListenerLoop shared;
    private final Http2ClientCodec codec;
    private final Http2Connection.PropertyKey key;
    private final int mostStreams;
    private boolean provoked;
    private int answered;
    private final List<Http2ClientStream> touched = new ArrayList<>();

    Http2ClientFrames(Http2ClientConnection connection, ListenerLoop shared, Http2ClientCodec codec) {
        this.connection = connection;
        this.shared = shared;
        this.codec = codec;
        this.key = connection.connection().newKey();
        this.mostStreams = shared.settings().http2().streams();
    }

    /** Ours of Netty's stream; null if it has none. */
    @Nullable
    Http2ClientStream of(Http2Stream stream) {
        return stream.getProperty(key);
    }

    private @Nullable Http2ClientStream of(int id) {
        Http2Stream stream = connection.connection().stream(id);
        return stream == null ? null : of(stream);
    }

    /** A stream was told something, and hears of it when all that was read at once has been told. */
    void touched(Http2ClientStream stream) {
        touched.add(stream);
    }

    void tellReadComplete() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).onReadComplete();
        }
        touched.clear();
    }

    void forEach(Consumer<Http2ClientStream> action) {
        try {
            connection.connection().forEachActiveStream(stream -> {
                Http2ClientStream ours = of(stream);
                if (ours != null) {
                    action.accept(ours);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        Http2ClientStream known = of(id);
        if (known == null) {
            Http2Stream stream = Objects.requireNonNull(connection.connection().stream(id));
            if (connection.connection().numActiveStreams() - answered > mostStreams) {
                connection.reset(stream, Http2Error.REFUSED_STREAM);
                codec.guard().provoked();
            } else {
                begin(stream, headers, endOfStream);
            }
        } else {
            known.onTrailers(codec.blocks().takeTrailers(headers));
            countProvoked();
        }
    }

    /** A stream lives on only until the channel has taken its last frame, which the client may already have read. */
    void answered() {
        answered++;
    }

    /** The client has sent a message that is reset for being wrong. */
    void provoked() {
        provoked = true;
    }

    private void countProvoked() throws Http2Exception {
        if (provoked) {
            provoked = false;
            codec.guard().provoked();
        }
    }

    private void begin(Http2Stream stream, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        RequestHead head = codec.blocks().takeRequest(headers, endOfStream);
        Http2ClientStream ours = new Http2ClientStream(connection, this, stream, head, endOfStream);
        stream.setProperty(key, ours);
        connection.opened();
        Refusal refusal = head.refusal();
        if (refusal == null) {
            ours.touch();
            shared.exchanges().begin(ours, head, 0);
            return;
        }
        boolean malformed = refusal.status() == MALFORMED;
        if (malformed) {
            ours.resetsWith(Http2Error.PROTOCOL_ERROR);
        }
        shared.exchanges().refuse(ours, head, Failure.BAD_REQUEST, refusal, 0);
        if (malformed) {
            codec.guard().provoked();
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2ClientStream stream = of(id);
        int taken = stream == null ? data.readableBytes() + padding : stream.onData(data, padding, endOfStream);
        countProvoked();
        return taken;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        connection.greet();
    }

    /**
     * Netty is to know of no limit. It makes no stream for one that it refuses, and takes what else the client sent on it,
     * when it could not know, for an error of the connection.
     */
    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        connection.connection().remote().maxActiveStreams(Integer.MAX_VALUE);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        connection.pingAnswered();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2ClientStream ours = of(stream);
        if (ours != null) {
            answered -= ours.isAnswered() ? 1 : 0;
            ours.onClosed();
        }
    }
}
