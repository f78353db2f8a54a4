package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Port: where the response of one exchange is written, whatever the HTTP version of the client. Implemented by {@code
 * frontend}. Order of calls: {@link #writeInformational} any number of times, {@link #writeHead}, {@link #writeData} any
 * number of times, {@link #end}; or {@link #switchProtocols} and then raw data; or {@link #abort} at any point. Confined
 * to the loop of the client connection.
 */
public interface ClientStream {

    /** Says who is to be told what follows on this stream; called once, before anything else. */
    void attach(RequestEvents events);

    /** Who sent the request. */
    ClientAddress client();

    /** Writes a 1xx response other than 101, if the client's version knows them. */
    void writeInformational(ResponseHead head);

    /**
     * Writes status and fields; framing comes from {@link ResponseHead#bodyLength}.
     *
     * @param head read before this returns; stays the caller's
     * @param lastOnConnection whether the connection should end with this response
     */
    void writeHead(ResponseHead head, boolean lastOnConnection);

    /** Writes a 101 response; from here on data is no longer framed in either direction. */
    void switchProtocols(ResponseHead head);

    /**
     * Writes a part of the body.
     *
     * @param data owned by this stream from here on: it releases it, also when the write fails
     */
    void writeData(ByteBuf data);

    /**
     * Ends the response and flushes it. {@link RequestEvents#onResponseWritten} follows, perhaps before this returns,
     * when the last byte was handed to the kernel.
     *
     * @param trailers fields to send behind the body, or null
     */
    void end(@Nullable FieldSection trailers);

    /** Sends what was written so far. */
    void flush();

    /** Whether the client takes data fast enough; {@link RequestEvents#onClientWritable} follows when it does again. */
    boolean isWritable();

    /** Stops or resumes reading the request body. */
    void setReading(boolean reading);

    /** Bytes of head and body written so far. */
    long bytesWritten();

    /** How many of them wait for the client to take earlier ones. */
    long bytesPending();

    /** Ends the response where it stands, so that the client cannot take it for complete. */
    void abort();
}
