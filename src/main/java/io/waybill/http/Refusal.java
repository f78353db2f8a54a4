package io.waybill.http;

/**
 * Why bytes of a peer are not accepted as a message. Each has the status that a client gets for it; the same fault in a
 * response of a server becomes a 502. The sentence goes into the error body and into the log.
 */
public enum Refusal {
    REQUEST_LINE(400, "the request line is malformed"),
    REQUEST_LINE_TOO_LONG(414, "the request line is too long"),
    METHOD(400, "the method is not a token"),
    METHOD_NOT_ALLOWED(405, "CONNECT and TRACE are not served"),
    TARGET(400, "the request target is malformed"),
    DOT_SEGMENT(400, "the path contains a dot segment"),
    VERSION(505, "the HTTP version is not supported"),
    STATUS_LINE(400, "the status line is malformed"),
    FIELD_NAME(400, "a field name is malformed"),
    FIELD_VALUE(400, "a field value contains a control character"),
    FIELD_SPACE(400, "a field value begins or ends with white space"),
    LINE_FOLDING(400, "a field value is folded over several lines"),
    BARE_LF(400, "a line ends without CR"),
    BARE_CR(400, "a CR stands without LF"),
    HEAD_TOO_LARGE(431, "the head is too large"),
    TOO_MANY_FIELDS(431, "the head has too many fields"),
    HOST_MISSING(400, "the Host field is missing"),
    HOST_REPEATED(400, "there is more than one Host field"),
    HOST(400, "the Host field is malformed"),
    CONTENT_LENGTH(400, "the Content-Length is malformed"),
    CONTENT_LENGTH_REPEATED(400, "there is more than one Content-Length"),
    TRANSFER_ENCODING(400, "the Transfer-Encoding is not a single chunked"),
    TRANSFER_ENCODING_UNSUPPORTED(501, "the Transfer-Encoding is not supported"),
    TRANSFER_ENCODING_IN_1_0(400, "an HTTP/1.0 message has a Transfer-Encoding"),
    LENGTH_AND_ENCODING(400, "there are both Content-Length and Transfer-Encoding"),
    CONNECTION(400, "Connection names too many fields"),
    EXPECTATION(417, "the expectation is not known"),
    CHUNK_SIZE(400, "a chunk size is malformed"),
    CHUNK_EXTENSION(400, "a chunk extension is malformed or too long"),
    CHUNK_END(400, "a chunk does not end where its size says"),
    TRAILER(400, "a trailer field is malformed or not allowed"),
    TRAILERS_TOO_LARGE(431, "the trailer section is too large"),
    PSEUDO_FIELD(400, "a pseudo-field is missing, repeated, unknown, malformed or out of place"),
    UPPER_CASE(400, "a field name has an upper-case letter"),
    CONNECTION_SPECIFIC(400, "a field is about the connection, which HTTP/2 does not allow"),
    AUTHORITY_AND_HOST(400, "the authority and the Host field differ"),
    BODY_LENGTH(400, "the body is not as long as Content-Length says"),
    UNEXPECTED_SWITCH(502, "the protocol is switched though nobody asked for that"),
    TOO_MANY_INFORMATIONAL(502, "there are too many 1xx responses");

    private final int status;
    private final String sentence;

    Refusal(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    public int status() {
        return status;
    }

    /** In lower case and without a full stop, to stand after a colon. */
    public String sentence() {
        return sentence;
    }
}
