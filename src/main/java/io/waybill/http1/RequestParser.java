package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.ConnectionRules;
import io.waybill.http.FieldSection;
import io.waybill.http.FramingRules;
import io.waybill.http.HeadLimits;
import io.waybill.http.HostRules;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads (RFC 9112), strictly: what two readers might understand in two ways is refused. Has no state of its
 * own, that of a half-read head is in the head; so one parser serves all connections. Immutable.
 */
public final class RequestParser {

    private final HeadLimits limits;
    private final RequestLine requestLine;

    public RequestParser(HeadLimits limits) {
        this.limits = limits;
        this.requestLine = new RequestLine(limits);
    }

    /**
     * Reads on in a head. The result does not depend on how the bytes were cut into buffers.
     *
     * @param in stays the caller's; what belongs to the head was read from it afterwards, and nothing else
     * @param head empty at first, and the same one until the result is not {@link ParseResult#INCOMPLETE} any more;
     *     afterwards filled, or with its {@link RequestHead#refusal}
     */
    public ParseResult parse(ByteBuf in, RequestHead head) {
        FieldSection fields = head.fields();
        while (in.isReadable()) {
            int before = fields.filled();
            Intake.take(in, fields, limits.headBytes());
            Refusal refusal = read(head, before);
            if (refusal == null && fields.isComplete()) {
                Intake.giveBack(in, fields);
                refusal = finish(head);
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

    private @Nullable Refusal read(RequestHead head, int before) {
        if (!RequestLine.isRead(head)) {
            Refusal refusal = requestLine.read(head, before);
            if (refusal != null || !RequestLine.isRead(head)) {
                return refusal;
            }
        }
        return FieldLines.read(head.fields(), before, limits.fields(), limits.headBytes());
    }

    private static @Nullable Refusal finish(RequestHead head) {
        Refusal refusal = HostRules.apply(head);
        if (refusal == null) {
            refusal = FramingRules.apply(head);
        }
        return refusal == null ? ConnectionRules.apply(head) : refusal;
    }
}
