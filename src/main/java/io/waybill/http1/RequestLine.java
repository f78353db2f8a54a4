package io.waybill.http1;

import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.HttpVersion;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.TargetRules;
import io.waybill.http.Tokens;
import org.jspecify.annotations.Nullable;

/** Reads the request line (RFC 9112, section 3). Immutable. */
final class RequestLine {

    private final HeadLimits limits;

    RequestLine(HeadLimits limits) {
        this.limits = limits;
    }

    /** Whether the request line was read. */
    static boolean isRead(RequestHead head) {
        return head.methodEnd() > 0;
    }

    /**
     * Reads the line if all of it is there.
     *
     * @param before how much of the head was filled when it was read last
     * @return why the request is refused, or null: then the line is read, or the bytes ran out
     */
    @Nullable
    Refusal read(RequestHead head, int before) {
        FieldSection fields = head.fields();
        byte[] bytes = fields.bytes();
        int filled = fields.filled();
        if (fields.end() == 0 && bytes[0] == '\r') {
            // one empty line before a request is left over from sloppy clients (section 2.2)
            if (filled == 1) {
                return null;
            }
            if (bytes[1] != '\n') {
                return Refusal.REQUEST_LINE;
            }
            fields.begin(2);
        }
        int start = fields.end();
        if (start == filled) {
            return null;
        }
        if (!Tokens.isTokenByte(bytes[start])) {
            return Refusal.METHOD;
        }
        if (before > start && Intake.lineFeed(bytes, before, filled) < 0) {
            return unfinished(filled - start, filled);
        }
        return line(head, start);
    }

    private @Nullable Refusal line(RequestHead head, int start) {
        FieldSection fields = head.fields();
        byte[] bytes = fields.bytes();
        int i = start;
        while (Tokens.isTokenByte(bytes[i])) {
            i++;
        }
        int methodEnd = i;
        if (bytes[i] != ' ') {
            return fault(fields, start, i, Refusal.METHOD);
        }
        int targetStart = ++i;
        while (Tokens.isTargetByte(bytes[i])) {
            i++;
        }
        int targetEnd = i;
        if (bytes[i] != ' ' || targetEnd == targetStart) {
            return fault(fields, start, i, Refusal.TARGET);
        }
        HttpVersion version = Version.at(bytes, ++i, fields.filled());
        int lineEnd = i + Version.LENGTH + 2;
        if (version == null || bytes[lineEnd - 2] != '\r' || bytes[lineEnd - 1] != '\n') {
            return fault(fields, start, i, Refusal.VERSION);
        }
        if (lineEnd - start > limits.requestLineBytes()) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        fields.begin(lineEnd);
        head.version(version);
        head.method(start, methodEnd);
        if (head.method() == Method.CONNECT || head.method() == Method.TRACE) {
            return Refusal.METHOD_NOT_ALLOWED;
        }
        return TargetRules.apply(head, targetStart, targetEnd);
    }

    private @Nullable Refusal unfinished(int lineBytes, int filled) {
        if (lineBytes > limits.requestLineBytes()) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        return filled >= limits.headBytes() ? Refusal.HEAD_TOO_LARGE : null;
    }

    /** What is wrong with a line that reads well up to {@code at} only; nothing, if it just is not whole. */
    private @Nullable Refusal fault(FieldSection fields, int start, int at, Refusal part) {
        byte[] bytes = fields.bytes();
        int lineFeed = Intake.lineFeed(bytes, at, fields.filled());
        if (lineFeed < 0) {
            return unfinished(fields.filled() - start, fields.filled());
        }
        if (lineFeed - start >= limits.requestLineBytes()) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        if (part == Refusal.VERSION) {
            return Version.fault(bytes, at, lineFeed, Refusal.REQUEST_LINE);
        }
        // a line that ends too early has parts missing (as in HTTP/0.9); a line that does not has a bad part
        boolean endsEarly = at == lineFeed || (bytes[at] == '\r' && at + 1 == lineFeed) || bytes[at] == ' ';
        return endsEarly ? Refusal.REQUEST_LINE : part;
    }
}
