package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** What an upstream stream tells its attempt. Called on the loop of the exchange. */
public interface ResponseEvents {

    /** A 1xx response other than 101; {@code head} is valid during the call. */
    void onInformational(ResponseHead head);

    /** The response head; valid during the call. A 101 means that the connection is a tunnel from here on. */
    void onResponseHead(ResponseHead head);

    /**
     * A part of the response's body, or what the server sends after a switch of protocols.
     *
     * @param data owned by the attempt from here on
     */
    void onResponseData(ByteBuf data);

    /** The response is complete and the stream is over. {@code trailers} is valid during the call, null if none. */
    void onResponseEnd(@Nullable FieldSection trailers);

    /** What was read at once has been told; a good moment to flush. */
    void onResponseReadComplete();

    /** The server takes data again. */
    void onUpstreamWritable();

    /**
     * The stream is over without a complete response.
     *
     * @param refusal what is wrong with the response, or null
     */
    void onUpstreamFailed(Failure failure, @Nullable Refusal refusal);
}
