package io.waybill.http1;

import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Reads the field lines of heads and trailer sections (RFC 9112, section 5). A line is judged when all of it is there, so
 * that the result does not depend on how the bytes were cut; a line of which no end has arrived is not read again before
 * one does, so that the work stays linear.
 */
final class FieldLines {

    private FieldLines() {}

    /**
     * Reads whole lines from {@link FieldSection#end} on, up to the empty line.
     *
     * @param before how much was filled when the section was read last
     * @return why the section is refused, or null: then it is complete, or the bytes ran out
     */
    static @Nullable Refusal read(FieldSection fields, int before, int mostFields, int mostBytes) {
        byte[] bytes = fields.bytes();
        int line = fields.end();
        if (before > line && Intake.lineFeed(bytes, before, fields.filled()) < 0) {
            return unfinished(fields, mostBytes);
        }
        while (true) {
            int i = line;
            boolean underscore = false;
            while (Tokens.isTokenByte(bytes[i])) {
                underscore |= bytes[i] == '_';
                i++;
            }
            int nameEnd = i;
            if (bytes[i] != ':' || i == line) {
                if (i == line && bytes[i] == '\r' && bytes[i + 1] == '\n') {
                    fields.complete();
                    return null;
                }
                return fault(fields, line, i, mostBytes);
            }
            do {
                i++;
            } while (bytes[i] == ' ' || bytes[i] == '\t');
            int valueStart = i;
            i = Tokens.valueEnd(bytes, i);
            if (bytes[i] != '\r' || bytes[i + 1] != '\n') {
                return fault(fields, line, i, mostBytes);
            }
            if (fields.count() == mostFields) {
                return Refusal.TOO_MANY_FIELDS;
            }
            int valueEnd = i;
            while (valueEnd > valueStart && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
                valueEnd--;
            }
            fields.addLine(line, nameEnd - line, valueStart, valueEnd, i + 2);
            if (underscore) {
                fields.sawUnderscore();
            }
            line = i + 2;
        }
    }

    private static @Nullable Refusal unfinished(FieldSection fields, int mostBytes) {
        return fields.filled() >= mostBytes ? Refusal.HEAD_TOO_LARGE : null;
    }

    /** What is wrong with a line that reads well up to {@code at} only; nothing, if it just is not whole. */
    private static @Nullable Refusal fault(FieldSection fields, int line, int at, int mostBytes) {
        byte[] bytes = fields.bytes();
        if (Intake.lineFeed(bytes, at, fields.filled()) < 0) {
            return unfinished(fields, mostBytes);
        }
        boolean inValue = false;
        for (int i = line; i < at; i++) {
            inValue |= bytes[i] == ':';
        }
        if (at > line && !inValue) {
            return Refusal.FIELD_NAME;
        }
        return switch (bytes[at]) {
            case '\r' -> Refusal.BARE_CR;
            case '\n' -> Refusal.BARE_LF;
            case ' ', '\t' -> Refusal.LINE_FOLDING;
            default -> inValue ? Refusal.FIELD_VALUE : Refusal.FIELD_NAME;
        };
    }
}
