package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.Failure;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.Refusal;
import io.waybill.net.ChannelEnds;
import io.waybill.net.Deadline;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 connection of a client, from its first byte to its last: one exchange after the other, in the order of
 * their requests. Bytes of a later request wait, and reading stops, until the response to the earlier one is written.
 * {@link Http1RequestReader} reads, {@link Http1ClientStream} writes. Confined to one event loop.
 */
final class Http1ClientHandler extends ChannelInboundHandlerAdapter implements ClientConnection, Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Http1ClientHandler.class);

    /** How long a client may go on sending what nobody reads, so that no reset overtakes its last response. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ListenerLoop shared;
    private final Channel channel;
    private final Http1ClientStream stream;
    private final Http1RequestReader reader;
    private final OpenConnection place;
    private final Deadline deadline = new Deadline(this);

    private @Nullable ByteBuf early;
    private boolean reading;
    private boolean readingWanted = true;
    private boolean lingering;
    private boolean broken;

    /**
     * @param place of the connection among those that are open
     * @param client who is at its other end
     */
    Http1ClientHandler(ListenerLoop shared, Channel channel, OpenConnection place, ClientAddress client) {
        this.shared = shared;
        this.channel = channel;
        this.place = place;
        this.stream = new Http1ClientStream(shared, this, channel, client);
        this.reader = new Http1RequestReader(shared, this, stream);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        place.speaker(this);
        expectWithin(shared.limits().requestHeadNanos());
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        reading = true;
        reader.read(in);
        reading = false;
        if (in.isReadable() && reader.isWhole()) {
            keepForLater(in);
        }
    }

    /** A request ahead of time: it waits, and so does everything behind it. */
    private void keepForLater(ByteBuf in) {
        ByteBuf kept = early;
        if (kept == null) {
            kept = shared.loop().allocator().buffer(in.readableBytes());
            early = kept;
        }
        kept.writeBytes(in);
        stopOrGoOnReading();
    }

    /** Goes on with what came ahead of time; what is ahead of time still stays where it is, uncopied. */
    private void readEarly() {
        ByteBuf kept = early;
        if (kept == null) {
            return;
        }
        early = null;
        boolean waits = false;
        reading = true;
        try {
            reader.read(kept);
            waits = kept.isReadable() && reader.isWhole();
        } finally {
            reading = false;
            if (waits) {
                early = kept;
            } else {
                kept.release();
            }
        }
        stopOrGoOnReading();
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onRequestReadComplete();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onRequestReadComplete();
        }
    }

    void setReading(boolean wanted) {
        readingWanted = wanted;
        stopOrGoOnReading();
    }

    private void stopOrGoOnReading() {
        channel.config().setAutoRead(readingWanted && early == null);
    }

    // ---- what comes of it

    /** The client has sent a part of a head only. */
    void headIsIncomplete(long headBeganNanos) {
        shared.loop().deadlines().set(deadline, headBeganNanos + shared.limits().requestHeadNanos());
    }

    /** Answers a request that was not understood, or did not come, and ends the connection. */
    void refuse(Failure failure, @Nullable Refusal refusal) {
        long headNanos = reader.headNanos(System.nanoTime());
        stream.begin(null);
        shared.exchanges().refuse(stream, reader.head(), failure, refusal, headNanos);
        reader.discard();
    }

    /** The client and its server have agreed on another protocol. */
    void startTunnel() {
        reader.startTunnel();
        readEarly();
    }

    /** The response was written and the exchange is over. */
    void exchangeOver() {
        stream.detach();
        if (!stream.closes()) {
            reader.startOver();
            expectWithin(shared.limits().keepAliveNanos());
            if (!reading) {
                readEarly();
            }
            if (shared.isDraining() && !reading) {
                // The head of this response was written before Waybill began to stop, and did not say so.
                closeIfIdle();
            }
        } else if (reader.isWhole() && early == null) {
            channel.close();
        } else {
            linger();
        }
    }

    // Keep the connection open until the client has stopped sending. If we closed it now:
    //   1. the client's next bytes would be answered with a reset;
    //   2. the reset would discard the response that the client has not read yet;
    //   3. the client would report a network error instead of our answer.
    private void linger() {
        lingering = true;
        reader.discard();
        releaseEarly();
        setReading(true);
        expectWithin(LINGER_NANOS);
        ChannelEnds.endOutput(channel);
    }

    private void expectWithin(long nanos) {
        shared.loop().deadlines().set(deadline, System.nanoTime() + nanos);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        if (reader.isInHead()) {
            refuse(Failure.HEAD_TIMEOUT, null);
        } else if (reader.isBetweenRequests() || lingering) {
            channel.close();
        }
        // Otherwise an exchange runs, which has deadlines of its own.
    }

    @Override
    public void drain() {
        closeIfIdle();
    }

    /** Ends the connection if it has nothing to finish. */
    private void closeIfIdle() {
        if (reader.isBetweenRequests() || lingering) {
            channel.close();
        }
    }

    @Override
    public void cut() {
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onRequestFailed(Failure.SHUTDOWN, null);
        }
        channel.close();
    }

    // ---- the end

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        RequestEvents told = stream.exchange();
        if (told != null && channel.isWritable()) {
            told.onClientWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS && !lingering) {
            // By TLS the client has said that it is leaving, as it says by closing a connection without TLS.
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        shared.closed(place);
        shared.loop().deadlines().cancel(deadline);
        RequestEvents told = stream.exchange();
        if (told != null) {
            if (reader.isInTunnel() && !broken) {
                told.onRequestEnd(null);
            }
            told.onClientGone();
            stream.detach();
        }
        reader.discard();
        stream.discard();
        releaseEarly();
    }

    private void releaseEarly() {
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        if (!ChannelEnds.isOfPeer(cause)) {
            LOG.error("bug: client={}", channel.remoteAddress(), cause);
            RequestEvents told = stream.exchange();
            if (told != null) {
                told.onRequestFailed(Failure.INTERNAL, null);
            }
        }
        channel.close();
    }
}
