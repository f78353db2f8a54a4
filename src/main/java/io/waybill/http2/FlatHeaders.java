package io.waybill.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A head or a trailer section on its way through Netty to {@link FlatHeadEncoder}, which alone can read it. Netty writes
 * one of a head while the caller waits, so it refers to the head; it may write trailers later, so they are copied.
 */
public final class FlatHeaders extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
        implements FieldsElsewhere {

    private static final int TRAILER_BYTES = 128;

    private final @Nullable RequestHead request;
    private final boolean secure;
    private final @Nullable ResponseHead response;
    private final @Nullable HpackBytes written;

    private FlatHeaders(
            @Nullable RequestHead request,
            boolean secure,
            @Nullable ResponseHead response,
            @Nullable HpackBytes written) {
        this.request = request;
        this.secure = secure;
        this.response = response;
        this.written = written;
    }

    /**
     * A request, with the Content-Length that its {@link RequestHead#bodyLength} tells, and {@code te: trailers} if it
     * accepts them. One that {@link RequestHead#upgrades} becomes an extended CONNECT (RFC 8441).
     *
     * @param secure whether the connection to the server is TLS: what :scheme says
     */
    public static FlatHeaders request(RequestHead head, boolean secure) {
        return new FlatHeaders(head, secure, null, null);
    }

    /** A response, with the Content-Length that its head tells. A 101 becomes the 200 of an extended CONNECT. */
    public static FlatHeaders response(ResponseHead head) {
        return new FlatHeaders(null, false, head, null);
    }

    public static FlatHeaders trailers(FieldSection trailers) {
        HpackBytes bytes = new HpackBytes(TRAILER_BYTES);
        new HeadToHpack(bytes).trailers(trailers);
        return new FlatHeaders(null, false, null, bytes);
    }

    void writeTo(HpackBytes out, HeadToHpack writer) {
        if (request != null) {
            writer.request(request, secure);
        } else if (response != null) {
            writer.response(response);
        } else if (written != null) {
            out.raw(written);
        }
    }

    /** For Netty, which wants to know whether a head is informational. */
    @Override
    public @Nullable CharSequence status() {
        if (response == null) {
            return null;
        }
        // a 101 is written as a 200, which ends the heads of the stream
        return HttpResponseStatus.valueOf(response.status() == 101 ? 200 : response.status())
                .codeAsText();
    }
}
