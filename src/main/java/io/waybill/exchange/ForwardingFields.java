package io.waybill.exchange;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Tokens;

/**
 * The fields by which a proxy tells where a request came from, and who its client has proved to be. Servers that turn names into variables take {@code
 * X_Forwarded_For} for {@code X-Forwarded-For}, so both spellings count. Immutable.
 */
final class ForwardingFields {

    private static final FieldName[] NAMES = {
        FieldName.FORWARDED,
        FieldName.X_FORWARDED_FOR,
        FieldName.X_FORWARDED_HOST,
        FieldName.X_FORWARDED_PORT,
        FieldName.X_FORWARDED_PROTO
    };

    /** As the names are spelt with hyphens; every name that begins like this is about forwarding. */
    private static final String PREFIX = "x-forwarded-";

    /** Names that begin like this tell a server what TLS has proved of the client: only Waybill may say that. */
    private static final String CERTIFICATE_PREFIX = "x-client-cert-";

    private ForwardingFields() {}

    /**
     * Removes what a client must not say, in every spelling.
     *
     * @param believed whether the client is a trusted proxy, so that what it says about forwarding stays; what it says
     *     about a certificate does not
     */
    static void strip(FieldSection fields, boolean believed) {
        if (!believed) {
            for (FieldName name : NAMES) {
                fields.remove(name);
            }
        }
        byte[] bytes = fields.bytes();
        for (int line = 0; line < fields.count(); line++) {
            int start = fields.nameStart(line);
            if (Tokens.lowerCase(bytes[start]) == 'x' && isForbidden(bytes, start, fields.nameEnd(line), believed)) {
                fields.removeLine(line);
            }
        }
    }

    private static boolean isForbidden(byte[] bytes, int start, int end, boolean believed) {
        return begins(bytes, start, end, CERTIFICATE_PREFIX) || (!believed && begins(bytes, start, end, PREFIX));
    }

    private static boolean begins(byte[] bytes, int start, int end, String prefix) {
        if (end - start < prefix.length()) {
            return false;
        }
        for (int i = 2; i < prefix.length(); i++) {
            byte b = Tokens.lowerCase(bytes[start + i]);
            if (prefix.charAt(i) == '-' ? b != '-' && b != '_' : b != prefix.charAt(i)) {
                return false;
            }
        }
        return bytes[start + 1] == '-' || bytes[start + 1] == '_';
    }
}
