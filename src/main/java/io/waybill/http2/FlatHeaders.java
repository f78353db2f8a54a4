package io.waybill.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;

/**
 * A head or a trailer section on its way through Netty to {@link FlatHeadEncoder}, which alone can read it. One of a head
 * is written while the caller waits, so it refers to the head; trailers may be written later, so it copies them.
 */
public abstract class FlatHeaders extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
        implements Http2Headers {

    FlatHeaders() {}

    /**
     * A request, with the Content-Length that its {@link RequestHead#bodyLength} tells. One that {@link
     * RequestHead#upgrades} becomes an extended CONNECT (RFC 8441).
     *
     * @param secure whether the connection to the server is TLS: what :scheme says
     */
    public static FlatHeaders request(RequestHead head, boolean secure) {
        throw new UnsupportedOperationException();
    }

    /** A response, with the Content-Length that its head tells. A 101 becomes the 200 of an extended CONNECT. */
    public static FlatHeaders response(ResponseHead head) {
        throw new UnsupportedOperationException();
    }

    public static FlatHeaders trailers(FieldSection trailers) {
        throw new UnsupportedOperationException();
    }
}
