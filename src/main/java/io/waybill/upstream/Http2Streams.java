package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.http2.FlatHeaders;
import io.waybill.http2.ResponseBlocks;
import io.waybill.net.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of one {@link Http2Connection}: opens, writes, counts and ends them. Confined to one event loop. */
final class Http2Streams {

    /** Half of the numbers that there are: a connection of this age can as well be replaced in peace. */
    private static final int LAST_STREAM = 1 << 30;

    private final Http2Connection connection;
    private final Loop loop;
    private final Http2Wire wire;
    private final Http2Codec codec;
    private final PropertyKey key;
    private final boolean secure;
    private final Runnable flusher = this::flushNow;
    private final List<Http2UpstreamStream> touched = new ArrayList<>();

    private boolean used;
    private boolean tunnels;
    private boolean inRead;
    private boolean flushes;
    private int running;

    /** @param secure whether the connection is TLS */
    Http2Streams(Http2Connection connection, Loop loop, Http2Wire wire, Http2Codec codec, boolean secure) {
        this.connection = connection;
        this.loop = loop;
        this.wire = wire;
        this.codec = codec;
        this.key = connection.connection().newKey();
        this.secure = secure;
        codec.encoder().flowController().listener(this::onWritable);
    }

    /** A stream that is not opened yet. */
    Http2UpstreamStream make() {
        return new Http2UpstreamStream(this, used);
    }

    /** How many are open. */
    int running() {
        return running;
    }

    /** Whether the server grants extended CONNECT (RFC 8441, section 3). */
    void tunnels(boolean granted) {
        tunnels = granted;
    }

    /** The exchange's end of a stream, or null if it is over. */
    @Nullable
    Http2UpstreamStream of(@Nullable Http2Stream stream) {
        Http2UpstreamStream of = stream == null ? null : stream.getProperty(key);
        return of == null || of.isOver() ? null : of;
    }

    /** Those that are not over. */
    List<Http2UpstreamStream> all() throws Http2Exception {
        List<Http2UpstreamStream> all = new ArrayList<>(running);
        connection.connection().forEachActiveStream(stream -> {
            Http2UpstreamStream of = of(stream);
            if (of != null) {
                all.add(of);
            }
            return true;
        });
        return all;
    }

    // ---- what streams do

    /** Opens a stream at the server; null if it takes none, or none of this kind. */
    @Nullable
    Http2Stream open(Http2UpstreamStream stream, RequestHead request, boolean last) {
        if (connection.isLeaving() || (request.upgrades() && !tunnels)) {
            return null;
        }
        ChannelHandlerContext ctx = connection.context();
        int id = connection.connection().local().incrementAndGetNextStreamId();
        ChannelPromise written = ctx.newPromise();
        codec.encoder().writeHeaders(ctx, id, FlatHeaders.request(request, secure), 0, last, written);
        Http2Stream opened = connection.connection().stream(id);
        if (opened == null || (written.isDone() && !written.isSuccess())) {
            return null;
        }
        opened.setProperty(key, stream);
        used = true;
        if (++running == 1) {
            connection.becameBusy();
        }
        if (id >= LAST_STREAM) {
            connection.leave();
        }
        return opened;
    }

    void writeData(Http2Stream stream, ByteBuf data, boolean last) {
        ChannelHandlerContext ctx = connection.context();
        codec.encoder().writeData(ctx, stream.id(), data, 0, last, ctx.newPromise());
    }

    void writeTrailers(Http2Stream stream, FlatHeaders trailers) {
        ChannelHandlerContext ctx = connection.context();
        codec.encoder().writeHeaders(ctx, stream.id(), trailers, 0, true, ctx.newPromise());
    }

    boolean isWritable(Http2Stream stream) {
        return codec.encoder().flowController().isWritable(stream);
    }

    private void onWritable(Http2Stream stream) {
        Http2UpstreamStream of = of(stream);
        if (of != null && isWritable(stream)) {
            of.onWritable();
        }
    }

    /** The server may send so many bytes again. */
    void taken(Http2Stream stream, int bytes) {
        try {
            if (codec.decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            connection.onError(connection.context(), true, e);
        }
    }

    /** Does this when what runs now is done. */
    void later(Runnable task) {
        loop.eventLoop().execute(task);
    }

    /** The response is complete; what is left of the request is given up. */
    void complete(Http2Stream stream) {
        if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            stream.close();
            ended();
        } else {
            abandon(stream, Http2Error.CANCEL);
        }
    }

    void abandon(Http2Stream stream, Http2Error why) {
        ChannelHandlerContext ctx = connection.context();
        codec.encoder().writeRstStream(ctx, stream.id(), why.code(), ctx.newPromise());
        flushSoon();
        ended();
    }

    /** One stream less. */
    void ended() {
        if (--running == 0) {
            connection.becameIdle();
        }
    }

    /** Nobody wants the stream that was made; on a connection made for that alone, nobody wants that either. */
    void notWanted() {
        if (!used && running == 0) {
            connection.leave();
        }
    }

    // ---- once per read

    void readBegins() {
        inRead = true;
    }

    /** The stream has something to tell at the end of this read. */
    void touched(Http2UpstreamStream stream) {
        if (touched.isEmpty() || touched.get(touched.size() - 1) != stream) {
            touched.add(stream);
        }
    }

    /** Tells the streams of which something was read; Netty flushes after it. */
    void readEnds() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).onReadComplete();
        }
        touched.clear();
        inRead = false;
    }

    /** Flushes once for all that is written in this turn of the loop, whatever number of clients it comes from. */
    void flushSoon() {
        if (!inRead && !flushes) {
            flushes = true;
            loop.eventLoop().execute(flusher);
        }
    }

    void flushNow() {
        flushes = false;
        connection.flushNow();
    }

    // ---- what readers need

    ResponseBlocks blocks() {
        return codec.blocks();
    }

    void give(ResponseHead head) {
        wire.pool().give(head);
    }

    int mostInformational() {
        return wire.mostInformational();
    }
}
