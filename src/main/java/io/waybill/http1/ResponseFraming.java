package io.waybill.http1;

import io.waybill.http.BodyLength;
import io.waybill.http.ResponseHead;

/** How a response says to an HTTP/1.x client where its body ends. */
public enum ResponseFraming {
    /** There is no body and no field about it: 1xx, 204, and HEAD or 304 if nothing is known. */
    NONE,
    /** Content-Length says how long the body is. */
    LENGTH,
    /** There is no body, but Content-Length says how long it would be: HEAD, 304. */
    ANNOUNCED,
    /** Transfer-Encoding: chunked. */
    CHUNKED,
    /** The body ends with the connection, because the client does not know chunks; Connection: close is due. */
    CLOSE;

    /**
     * What fits a response.
     *
     * @param clientMinorVersion 0 for a client that cannot read chunks
     */
    public static ResponseFraming of(ResponseHead head, int clientMinorVersion) {
        if (head.bodyLength() == BodyLength.NONE) {
            return head.announcedLength() == BodyLength.NONE ? NONE : ANNOUNCED;
        }
        if (head.bodyLength() != BodyLength.UNKNOWN) {
            return LENGTH;
        }
        return clientMinorVersion == 0 ? CLOSE : CHUNKED;
    }
}
