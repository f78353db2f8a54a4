package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from the client to the server. Until a server has been found it holds the little that
 * was already read, with reading stopped; afterwards it passes buffers on and stops reading while the server is slow.
 * Confined to one event loop.
 */
final class RequestBody {

    private final ClientStream client;
    private @Nullable ArrayDeque<ByteBuf> held;
    private @Nullable UpstreamStream server;
    private @Nullable FieldSection trailers;
    private long received;
    private long sent;
    private boolean complete;
    private boolean paused;
    private boolean discarding;

    /** @param complete whether the request has no body, so that nothing will be added */
    RequestBody(ClientStream client, boolean complete) {
        this.client = client;
        this.complete = complete;
    }

    /** Takes the next part of the body, which it owns from here on. */
    void add(ByteBuf data) {
        received += data.readableBytes();
        if (discarding) {
            data.release();
            return;
        }
        if (server != null) {
            send(server, data);
            return;
        }
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.addLast(data);
        pause();
    }

    /** The request is complete; {@code newTrailers} stays valid until the exchange has ended. */
    void end(@Nullable FieldSection newTrailers) {
        complete = true;
        trailers = newTrailers;
        if (server != null) {
            server.end(trailers);
        }
    }

    /** Sends what was held, and from now on everything, to this stream, whose head is written already. */
    void sendTo(UpstreamStream stream) {
        server = stream;
        if (held != null) {
            for (ByteBuf data = held.pollFirst(); data != null; data = held.pollFirst()) {
                send(stream, data);
            }
        }
        if (complete) {
            stream.end(trailers);
        } else {
            onWritable();
        }
    }

    /** The attempt is over: nothing more goes to its stream. */
    void detach() {
        server = null;
    }

    /** The server takes data again. */
    void onWritable() {
        if (paused && server != null && server.isWritable()) {
            paused = false;
            client.setReading(true);
        }
    }

    void flush() {
        if (server != null) {
            server.flush();
        }
    }

    /** Nobody wants the body any more: releases what is held, and whatever still comes. */
    void discard() {
        discarding = true;
        server = null;
        if (held != null) {
            for (ByteBuf data = held.pollFirst(); data != null; data = held.pollFirst()) {
                data.release();
            }
        }
        if (paused) {
            paused = false;
            client.setReading(true);
        }
    }

    /** Whether another attempt could send the same body: nothing of it has left yet. */
    boolean isWhole() {
        return sent == 0;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether the server is the one that is waited for. */
    boolean waitsForServer() {
        return paused;
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }

    private void send(UpstreamStream stream, ByteBuf data) {
        sent += data.readableBytes();
        stream.writeData(data);
        if (!stream.isWritable()) {
            pause();
        }
    }

    private void pause() {
        if (!paused) {
            paused = true;
            client.setReading(false);
        }
    }
}
