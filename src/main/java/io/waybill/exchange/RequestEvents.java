package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import org.jspecify.annotations.Nullable;

/** What a client stream tells its exchange. Called on the loop of the client connection. */
public interface RequestEvents {

    /**
     * A part of the request's body, or what the client sends after a switch of protocols.
     *
     * @param data owned by the exchange from here on
     */
    void onRequestData(ByteBuf data);

    /** The request is complete. {@code trailers} is valid until the exchange has ended, null if there are none. */
    void onRequestEnd(@Nullable FieldSection trailers);

    /** What was read at once has been told; a good moment to flush. */
    void onRequestReadComplete();

    /**
     * The rest of the request will not come, or is not waited for; the connection ends.
     *
     * @param refusal what is wrong with its bytes, or null if nothing is
     */
    void onRequestFailed(Failure failure, @Nullable Refusal refusal);

    /** The client takes data again. */
    void onClientWritable();

    /** The client has left. */
    void onClientGone();

    /** The last byte of the response was handed to the kernel. The exchange is over. */
    void onResponseWritten();
}
