package io.waybill.http2;

import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import io.waybill.http.Refusal;
import org.jspecify.annotations.Nullable;

/** The pseudo-fields of one block (RFC 9113, section 8.3). Confined to one event loop. */
final class PseudoFields {

    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString protocol;
    private @Nullable AsciiString status;

    void reset() {
        method = null;
        scheme = null;
        authority = null;
        path = null;
        protocol = null;
        status = null;
    }

    /** @return null, or why the field is refused: there is no such name, or it comes for the second time */
    @Nullable
    Refusal take(AsciiString name, AsciiString value) {
        PseudoHeaderName known = PseudoHeaderName.getPseudoHeader(name);
        if (known == null) {
            return Refusal.PSEUDO_FIELD;
        }
        AsciiString before = get(known);
        switch (known) {
            case METHOD -> method = value;
            case SCHEME -> scheme = value;
            case AUTHORITY -> authority = value;
            case PATH -> path = value;
            case PROTOCOL -> protocol = value;
            case STATUS -> status = value;
        }
        return before == null ? null : Refusal.PSEUDO_FIELD;
    }

    @Nullable
    AsciiString get(PseudoHeaderName name) {
        return switch (name) {
            case METHOD -> method;
            case SCHEME -> scheme;
            case AUTHORITY -> authority;
            case PATH -> path;
            case PROTOCOL -> protocol;
            case STATUS -> status;
        };
    }

    boolean hasAny() {
        return hasOfRequest() || status != null;
    }

    boolean hasOfRequest() {
        return method != null || scheme != null || authority != null || path != null || protocol != null;
    }
}
