package io.waybill.exchange;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Tokens;

/**
 * The fields by which a proxy tells where a request came from. Servers that turn names into variables take {@code
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

    private ForwardingFields() {}

    /** Removes them all, in every spelling. */
    static void strip(FieldSection fields) {
        for (FieldName name : NAMES) {
            fields.remove(name);
        }
        byte[] bytes = fields.bytes();
        for (int line = 0; line < fields.count(); line++) {
            int start = fields.nameStart(line);
            if (Tokens.lowerCase(bytes[start]) == 'x' && isAlias(bytes, start, fields.nameEnd(line))) {
                fields.removeLine(line);
            }
        }
    }

    private static boolean isAlias(byte[] bytes, int start, int end) {
        if (end - start < PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < PREFIX.length(); i++) {
            byte b = Tokens.lowerCase(bytes[start + i]);
            if (PREFIX.charAt(i) == '-' ? b != '-' && b != '_' : b != PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
