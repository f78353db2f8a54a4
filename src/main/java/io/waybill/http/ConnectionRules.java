package io.waybill.http;

import org.jspecify.annotations.Nullable;

/** What Connection, Upgrade and Expect ask of the connection they came by (RFC 9110, sections 7.6.1, 7.8 and 10.1.1). */
public final class ConnectionRules {

    /** Each option is compared with each field: without a limit a head could cost the product of both. */
    private static final int MOST_COMMAS = 63;

    private ConnectionRules() {}

    /**
     * Enters into a head, whose framing was entered before, whether its connection stays, changes its protocol, or waits
     * for a 100.
     *
     * @return null, or why the request is refused
     */
    public static @Nullable Refusal apply(RequestHead head) {
        FieldSection fields = head.fields();
        if (ListRules.commas(fields, FieldName.CONNECTION) > MOST_COMMAS) {
            return Refusal.CONNECTION;
        }
        head.keepsAlive(keepsAlive(fields, head.version()));
        if (head.version() == HttpVersion.HTTP_1_0) {
            // neither an expectation nor an upgrade means anything here (sections 7.8 and 10.1.1)
            return null;
        }
        if (fields.has(FieldName.TE)) {
            head.acceptsTrailers(ListRules.contains(fields, FieldName.TE, "trailers"));
        }
        if (fields.has(FieldName.UPGRADE)) {
            head.upgrades(!head.hasBody()
                    && ListRules.contains(fields, FieldName.CONNECTION, "upgrade")
                    && isPassedOn(fields));
        }
        if (fields.has(FieldName.EXPECT)) {
            return expectation(head);
        }
        return null;
    }

    /**
     * Enters into a head that came on a stream of a connection, where only Expect and Upgrade mean something, and
     * Upgrade only if the request asks for it by an extended CONNECT (RFC 8441).
     *
     * @param extendedConnect whether it does; then there is one Upgrade line, and no body
     * @return null, or why the request is refused
     */
    public static @Nullable Refusal applyOnStream(RequestHead head, boolean extendedConnect) {
        head.keepsAlive(true);
        if (extendedConnect) {
            head.upgrades(isPassedOn(head.fields()));
            return head.upgrades() ? null : Refusal.METHOD_NOT_ALLOWED;
        }
        return head.fields().has(FieldName.EXPECT) ? expectation(head) : null;
    }

    /** Whether the sender of these fields allows another message on the connection (RFC 9112, section 9.3). */
    static boolean keepsAlive(FieldSection fields, HttpVersion version) {
        int line = fields.first(FieldName.CONNECTION);
        if (line < 0) {
            return version != HttpVersion.HTTP_1_0;
        }
        if (fields.next(FieldName.CONNECTION, line) < 0 && fields.valueIs(line, "keep-alive")) {
            return true;
        }
        return !ListRules.contains(fields, FieldName.CONNECTION, "close")
                && (version != HttpVersion.HTTP_1_0 || ListRules.contains(fields, FieldName.CONNECTION, "keep-alive"));
    }

    private static @Nullable Refusal expectation(RequestHead head) {
        FieldSection fields = head.fields();
        for (int line = fields.first(FieldName.EXPECT); line >= 0; line = fields.next(FieldName.EXPECT, line)) {
            if (!fields.valueIs(line, "100-continue")) {
                return Refusal.EXPECTATION;
            }
        }
        head.expectsContinue(head.hasBody());
        return null;
    }

    /**
     * Whether Upgrade names only protocols that a server may be asked for. HTTP and TLS are hop-by-hop by their nature: a
     * server that changed to HTTP/2 would take requests that Waybill never sees.
     */
    private static boolean isPassedOn(FieldSection fields) {
        byte[] bytes = fields.bytes();
        boolean named = false;
        for (int line = fields.first(FieldName.UPGRADE); line >= 0; line = fields.next(FieldName.UPGRADE, line)) {
            int end = fields.valueEnd(line);
            int start = fields.valueStart(line);
            while (start < end) {
                int comma = ListRules.elementEnd(bytes, start, end);
                int from = ListRules.trimmedStart(bytes, start, comma);
                if (begins(bytes, from, comma, "h2")
                        || begins(bytes, from, comma, "http")
                        || begins(bytes, from, comma, "tls")) {
                    return false;
                }
                named |= from < comma;
                start = comma + 1;
            }
        }
        return named;
    }

    private static boolean begins(byte[] bytes, int start, int end, String lowerCase) {
        int stop = start + lowerCase.length();
        return stop <= end && Tokens.equalsIgnoreCase(bytes, start, stop, lowerCase);
    }
}
