package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.Refusal;
import io.waybill.http.TrailerRules;
import org.jspecify.annotations.Nullable;

/** Reads the trailer section behind a chunked body (RFC 9112, section 7.1.2), as strictly as a head. */
final class TrailerSection {

    private TrailerSection() {}

    /** Reads on; why the section is refused, or null: then it is complete, or the bytes ran out. */
    static @Nullable Refusal read(ByteBuf in, FieldSection trailers, HeadLimits limits) {
        while (in.isReadable()) {
            int before = trailers.filled();
            Intake.take(in, trailers, limits.trailerBytes());
            Refusal refusal = FieldLines.read(trailers, before, limits.trailerFields(), limits.trailerBytes());
            if (refusal != null) {
                boolean tooLarge = refusal == Refusal.HEAD_TOO_LARGE || refusal == Refusal.TOO_MANY_FIELDS;
                return tooLarge ? Refusal.TRAILERS_TOO_LARGE : refusal;
            }
            if (trailers.isComplete()) {
                Intake.giveBack(in, trailers);
                return TrailerRules.apply(trailers);
            }
        }
        return null;
    }
}
