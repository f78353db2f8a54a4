package io.waybill.http;

import org.jspecify.annotations.Nullable;

/**
 * Where the body of an HTTP/1.x message ends (RFC 9112, section 6.3), said once and without doubt: whatever two readers
 * might understand in two ways is refused.
 */
public final class FramingRules {

    /** What Content-Length says if it is missing. */
    private static final long ABSENT = -1;

    private static final long MALFORMED = -2;

    private FramingRules() {}

    /**
     * Enters the length of the body into the head of a request.
     *
     * @return null, or why the request is refused
     */
    public static @Nullable Refusal apply(RequestHead head) {
        FieldSection fields = head.fields();
        Refusal refusal = refusal(fields, head.version());
        if (refusal != null) {
            return refusal;
        }
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            head.bodyLength(BodyLength.UNKNOWN);
        } else {
            long length = contentLength(fields);
            head.bodyLength(length == ABSENT ? BodyLength.NONE : length);
        }
        return null;
    }

    /**
     * Enters the length of the body, and whether the connection can serve again, into the head of a response.
     *
     * @param method of the request
     * @return null, or why the response is refused
     */
    public static @Nullable Refusal apply(ResponseHead head, Method method) {
        FieldSection fields = head.fields();
        Refusal refusal = refusal(fields, head.version());
        if (refusal != null) {
            return refusal;
        }
        boolean chunked = fields.has(FieldName.TRANSFER_ENCODING);
        long length = contentLength(fields);
        head.keepsAlive(ConnectionRules.keepsAlive(fields, head.version()));
        if (head.isInformational()) {
            // More would follow than a reader who knows 1xx would take: it would be read as the final response.
            return chunked ? Refusal.TRANSFER_ENCODING : length > 0 ? Refusal.CONTENT_LENGTH : null;
        }
        if (method == Method.HEAD || head.status() == 304) {
            head.announcedLength(length == ABSENT ? BodyLength.NONE : length);
        } else if (head.status() == 204) {
            // A 204 has no body. A server that announces one may send it, too: do not read it as the next response.
            head.keepsAlive(head.keepsAlive() && !chunked && length <= 0);
        } else if (chunked) {
            head.bodyLength(BodyLength.UNKNOWN);
        } else if (length != ABSENT) {
            head.bodyLength(length);
        } else {
            head.bodyLength(BodyLength.UNKNOWN);
            head.endsByClose(true);
            head.keepsAlive(false);
        }
        return null;
    }

    /**
     * Enters the length of the body into the head of a request whose stream tells by itself where it ends (RFC 9113,
     * section 8.1.1): Content-Length only has to agree.
     *
     * @param ended whether the stream ended with the head
     * @return null, or why the request is refused
     */
    public static @Nullable Refusal applyOnStream(RequestHead head, boolean ended) {
        Refusal refusal = refusal(head.fields(), head.version());
        if (refusal != null) {
            return refusal;
        }
        long length = contentLength(head.fields());
        if (ended) {
            head.bodyLength(length == ABSENT ? BodyLength.NONE : 0);
            return length > 0 ? Refusal.BODY_LENGTH : null;
        }
        head.bodyLength(length == ABSENT ? BodyLength.UNKNOWN : length);
        return null;
    }

    /** As {@link #applyOnStream(RequestHead, boolean)}, for the response to a request of that method. */
    public static @Nullable Refusal applyOnStream(ResponseHead head, Method method, boolean ended) {
        Refusal refusal = refusal(head.fields(), head.version());
        if (refusal != null) {
            return refusal;
        }
        long length = contentLength(head.fields());
        head.keepsAlive(true);
        if (head.isInformational()) {
            return length > 0 || ended ? Refusal.BODY_LENGTH : null;
        }
        if (method == Method.HEAD || head.status() == 304) {
            head.announcedLength(length == ABSENT ? BodyLength.NONE : length);
        } else if (head.status() == 204) {
            return length > 0 ? Refusal.BODY_LENGTH : null;
        } else if (ended) {
            head.bodyLength(0);
            return length > 0 ? Refusal.BODY_LENGTH : null;
        } else {
            head.bodyLength(length == ABSENT ? BodyLength.UNKNOWN : length);
        }
        return null;
    }

    private static @Nullable Refusal refusal(FieldSection fields, HttpVersion version) {
        int length = fields.first(FieldName.CONTENT_LENGTH);
        int encoding = fields.first(FieldName.TRANSFER_ENCODING);
        if (encoding >= 0) {
            return transferEncoding(fields, encoding, version, length >= 0);
        }
        if (length < 0) {
            return null;
        }
        if (fields.next(FieldName.CONTENT_LENGTH, length) >= 0) {
            return Refusal.CONTENT_LENGTH_REPEATED;
        }
        return contentLength(fields) == MALFORMED ? Refusal.CONTENT_LENGTH : null;
    }

    private static @Nullable Refusal transferEncoding(
            FieldSection fields, int line, HttpVersion version, boolean hasLength) {
        if (version == HttpVersion.HTTP_1_0) {
            return Refusal.TRANSFER_ENCODING_IN_1_0;
        }
        if (hasLength) {
            return Refusal.LENGTH_AND_ENCODING;
        }
        if (fields.next(FieldName.TRANSFER_ENCODING, line) >= 0) {
            return Refusal.TRANSFER_ENCODING;
        }
        if (fields.valueIs(line, "chunked")) {
            return null;
        }
        return endsInChunked(fields, line) ? Refusal.TRANSFER_ENCODING_UNSUPPORTED : Refusal.TRANSFER_ENCODING;
    }

    /** Whether the value is a list of other codings, all of them tokens, and {@code chunked} at its end only. */
    private static boolean endsInChunked(FieldSection fields, int line) {
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(line);
        int element = fields.valueStart(line);
        while (true) {
            int comma = ListRules.elementEnd(bytes, element, end);
            int start = ListRules.trimmedStart(bytes, element, comma);
            int stop = ListRules.trimmedEnd(bytes, start, comma);
            boolean chunked = Tokens.equalsIgnoreCase(bytes, start, stop, "chunked");
            if (comma == end || chunked) {
                return comma == end && chunked;
            }
            if (!Tokens.isToken(bytes, start, stop)) {
                return false;
            }
            element = comma + 1;
        }
    }

    /** What Content-Length says in digits alone: a sign, a space, a list or more than 63 bits are malformed. */
    private static long contentLength(FieldSection fields) {
        int line = fields.first(FieldName.CONTENT_LENGTH);
        if (line < 0) {
            return ABSENT;
        }
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(line);
        int end = fields.valueEnd(line);
        if (start == end) {
            return MALFORMED;
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
                return MALFORMED;
            }
            length = length * 10 + digit;
        }
        return length;
    }
}
