package io.waybill.http;

/**
 * Takes out of a head what is meant for the next hop only (RFC 9110, section 7.6.1): the fields that are so by their
 * nature, framing included, and those that Connection names. Connection cannot name away what tells the server who
 * asks and which request it is. What Waybill appended is never looked at.
 */
public final class HopByHop {

    /** What Connection cannot name away; itself among it, until all of its lines were read. */
    private static final FieldName[] STAY = {
        FieldName.CONNECTION,
        FieldName.HOST,
        FieldName.VIA,
        FieldName.FORWARDED,
        FieldName.X_FORWARDED_FOR,
        FieldName.X_FORWARDED_HOST,
        FieldName.X_FORWARDED_PORT,
        FieldName.X_FORWARDED_PROTO,
        FieldName.X_UNIQUE_REQUEST_ID
    };

    private HopByHop() {}

    /**
     * Takes them off a head.
     *
     * @param requestId the field that carries the request ID; stays, whatever Connection says
     * @param keepsUpgrade whether Upgrade stays; the caller then appends {@code Connection: upgrade}
     */
    public static void strip(FieldSection fields, FieldName requestId, boolean keepsUpgrade) {
        if (fields.has(FieldName.CONNECTION)) {
            stripNamed(fields, requestId, keepsUpgrade);
            fields.remove(FieldName.CONNECTION);
        }
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.remove(FieldName.TRANSFER_ENCODING);
        fields.remove(FieldName.KEEP_ALIVE);
        fields.remove(FieldName.PROXY_CONNECTION);
        fields.remove(FieldName.PROXY_AUTHENTICATE);
        fields.remove(FieldName.PROXY_AUTHORIZATION);
        fields.remove(FieldName.TE);
        fields.remove(FieldName.HTTP2_SETTINGS);
        if (!keepsUpgrade) {
            fields.remove(FieldName.UPGRADE);
        }
    }

    private static void stripNamed(FieldSection fields, FieldName requestId, boolean keepsUpgrade) {
        byte[] bytes = fields.bytes();
        for (int line = fields.first(FieldName.CONNECTION); line >= 0; line = fields.next(FieldName.CONNECTION, line)) {
            if (fields.valueIs(line, "keep-alive") || fields.valueIs(line, "close")) {
                continue;
            }
            int end = fields.valueEnd(line);
            int element = fields.valueStart(line);
            while (element < end) {
                int comma = ListRules.elementEnd(bytes, element, end);
                int start = ListRules.trimmedStart(bytes, element, comma);
                int length = ListRules.trimmedEnd(bytes, start, comma) - start;
                if (length > 0 && !stays(bytes, start, length, requestId, keepsUpgrade)) {
                    remove(fields, start, length);
                }
                element = comma + 1;
            }
        }
    }

    /** Leaves out every line whose name that range spells, in any case. */
    private static void remove(FieldSection fields, int start, int length) {
        for (int line = 0; line < fields.count(); line++) {
            int name = fields.nameStart(line);
            if (fields.nameEnd(line) - name == length && Tokens.equalsIgnoreCase(fields.bytes(), name, start, length)) {
                fields.removeLine(line);
            }
        }
    }

    private static boolean stays(byte[] bytes, int start, int length, FieldName requestId, boolean keepsUpgrade) {
        if (requestId.matches(bytes, start, length)) {
            return true;
        }
        for (FieldName name : STAY) {
            if (name.matches(bytes, start, length)) {
                return true;
            }
        }
        return keepsUpgrade && FieldName.UPGRADE.matches(bytes, start, length);
    }
}
