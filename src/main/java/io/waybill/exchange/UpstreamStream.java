package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Port: where the request of one attempt is written, whatever the HTTP version of the server. Implemented by {@code
 * upstream}. The stream is over, and must not be called any more, after {@link ResponseEvents#onResponseEnd}, {@link
 * ResponseEvents#onUpstreamFailed} or {@link #cancel}. Confined to the loop of the exchange.
 */
public interface UpstreamStream {

    /** Whether the connection carried an exchange before, so that the server may be closing it right now. */
    boolean isReused();

    /**
     * Starts an attempt: writes the request head, framing by {@link RequestHead#bodyLength}; asks for another protocol
     * if {@link RequestHead#upgrades} says so.
     *
     * @param head read before this returns; stays the caller's
     * @param events told what comes back
     */
    void writeHead(RequestHead head, ResponseEvents events);

    /**
     * Writes a part of the body.
     *
     * @param data owned by this stream from here on: it releases it, also when the write fails
     */
    void writeData(ByteBuf data);

    /** The request is complete. */
    void end(@Nullable FieldSection trailers);

    void flush();

    /** Whether the server takes data fast enough; {@link ResponseEvents#onUpstreamWritable} follows when it does. */
    boolean isWritable();

    /** Stops or resumes reading the response. */
    void setReading(boolean reading);

    /** Gives up the attempt: nothing more is told. */
    void cancel();
}
