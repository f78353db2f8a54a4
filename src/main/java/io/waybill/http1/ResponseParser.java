package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.FramingRules;
import io.waybill.http.HeadLimits;
import io.waybill.http.HttpVersion;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.ResponseHead;
import io.waybill.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads (RFC 9112), as strictly as {@link RequestParser} reads requests: a server may be taken over. A 101
 * is a response like any other here; whether it was asked for, the caller knows. Immutable.
 */
public final class ResponseParser {

    private final HeadLimits limits;

    public ResponseParser(HeadLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads on in a head. The result does not depend on how the bytes were cut into buffers.
     *
     * @param in stays the caller's; what belongs to the head was read from it afterwards, and nothing else
     * @param head empty at first, and the same one until the result is not {@link ParseResult#INCOMPLETE} any more;
     *     afterwards filled, or with its {@link ResponseHead#refusal}
     * @param requestMethod of the request that this answers: there is no body for HEAD
     */
    public ParseResult parse(ByteBuf in, ResponseHead head, Method requestMethod) {
        FieldSection fields = head.fields();
        while (in.isReadable()) {
            int before = fields.filled();
            Intake.take(in, fields, limits.headBytes());
            Refusal refusal = read(head, before);
            if (refusal == null && fields.isComplete()) {
                Intake.giveBack(in, fields);
                refusal = FramingRules.apply(head, requestMethod);
            }
            if (refusal != null) {
                head.refuse(refusal);
                return ParseResult.REFUSED;
            }
            if (fields.isComplete()) {
                return ParseResult.COMPLETE;
            }
        }
        return ParseResult.INCOMPLETE;
    }

    private @Nullable Refusal read(ResponseHead head, int before) {
        if (head.status() == 0) {
            Refusal refusal = statusLine(head, before);
            if (refusal != null || head.status() == 0) {
                return refusal;
            }
        }
        return FieldLines.read(head.fields(), before, limits.fields(), limits.headBytes());
    }

    /** {@code HTTP/1.x SP 3DIGIT SP [ reason ] CRLF} (section 4); the second space is there also without a reason. */
    private @Nullable Refusal statusLine(ResponseHead head, int before) {
        FieldSection fields = head.fields();
        byte[] bytes = fields.bytes();
        int filled = fields.filled();
        if (bytes[0] != 'H') {
            return Refusal.STATUS_LINE;
        }
        if (before > 0 && Intake.lineFeed(bytes, before, filled) < 0) {
            return unfinished(filled);
        }
        int at = Version.LENGTH;
        HttpVersion version = Version.at(bytes, 0, filled);
        if (version == null || at + 5 > filled || bytes[at] != ' ' || bytes[at + 4] != ' ') {
            return fault(fields);
        }
        int status = ResponseHead.statusAt(bytes, at + 1);
        int reasonEnd = Tokens.valueEnd(bytes, at + 5);
        if (status < 0 || bytes[reasonEnd] != '\r' || bytes[reasonEnd + 1] != '\n') {
            return fault(fields);
        }
        head.version(version);
        head.status(status);
        head.reason(at + 5, reasonEnd);
        fields.begin(reasonEnd + 2);
        return null;
    }

    private @Nullable Refusal unfinished(int filled) {
        return filled >= limits.headBytes() ? Refusal.HEAD_TOO_LARGE : null;
    }

    /** What is wrong with a line; nothing, if it just is not whole. */
    private @Nullable Refusal fault(FieldSection fields) {
        byte[] bytes = fields.bytes();
        int lineFeed = Intake.lineFeed(bytes, 0, fields.filled());
        return lineFeed < 0 ? unfinished(fields.filled()) : Refusal.STATUS_LINE;
    }
}
