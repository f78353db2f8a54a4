package io.waybill.http;

/** Walks over a comma-separated value (RFC 9110, section 5.6.1) whose elements are tokens, without making objects. */
final class ListRules {

    private ListRules() {}

    /** Where the element that begins at {@code start} ends: at the next comma, or at {@code end}. */
    static int elementEnd(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != ',') {
            i++;
        }
        return i;
    }

    /** The range's start, behind the white space there. */
    static int trimmedStart(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** The range's end, before the white space there. */
    static int trimmedEnd(byte[] bytes, int start, int end) {
        int i = end;
        while (i > start && isSpace(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    /** Whether an element of one of that name's lines spells {@code lowerCase}, in any case. */
    static boolean contains(FieldSection fields, FieldName name, String lowerCase) {
        byte[] bytes = fields.bytes();
        for (int line = fields.first(name); line >= 0; line = fields.next(name, line)) {
            int end = fields.valueEnd(line);
            int start = fields.valueStart(line);
            while (start < end) {
                int comma = elementEnd(bytes, start, end);
                int from = trimmedStart(bytes, start, comma);
                if (Tokens.equalsIgnoreCase(bytes, from, trimmedEnd(bytes, from, comma), lowerCase)) {
                    return true;
                }
                start = comma + 1;
            }
        }
        return false;
    }

    /** How many commas the values of that name's lines have together. */
    static int commas(FieldSection fields, FieldName name) {
        byte[] bytes = fields.bytes();
        int commas = 0;
        for (int line = fields.first(name); line >= 0; line = fields.next(name, line)) {
            for (int i = fields.valueStart(line); i < fields.valueEnd(line); i++) {
                commas += bytes[i] == ',' ? 1 : 0;
            }
        }
        return commas;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
