package io.waybill.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.Refusal;
import io.waybill.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one block, as Netty's HPACK decoder hands them over, and makes them lines of a section (RFC 9113,
 * section 8.2). The first thing that is wrong is remembered and nothing is kept from then on, but all of the block is
 * read, because the table of the decoder depends on it. Used for one block after another. Confined to one event loop.
 */
final class FieldIntake extends EmptyHeaders<CharSequence, CharSequence, Http2Headers> implements FieldsElsewhere {

    /** What a line of HTTP/1.1 has besides name and value. */
    private static final int LINE_OVERHEAD = 4;

    /** A peer that exceeds the limit so many times does not want an answer. */
    private static final int FLOOD = 4;

    /** Cookies are counted for themselves: browsers send each in a field of its own. */
    private static final int CRUMBS_PER_FIELD = 2;

    private static final FieldName[] CONNECTION_SPECIFIC = {
        FieldName.CONNECTION,
        FieldName.TRANSFER_ENCODING,
        FieldName.UPGRADE,
        FieldName.KEEP_ALIVE,
        FieldName.PROXY_CONNECTION,
        FieldName.HTTP2_SETTINGS
    };

    private final HeadLimits limits;
    private final Runnable opening;
    private final PseudoFields pseudo = new PseudoFields();
    private final Crumbs crumbs = new Crumbs();
    private final int mostBytes;
    private final int mostLines;

    private @Nullable FieldSection fields;
    private @Nullable Refusal refusal;
    private boolean opened;
    private long bytes;
    private int count;
    private int lines;

    /** @param opening writes what stands before the first line; called when all pseudo-fields are known */
    FieldIntake(HeadLimits limits, Runnable opening) {
        this.limits = limits;
        this.opening = opening;
        this.mostBytes = Math.max(limits.headBytes(), limits.trailerBytes());
        this.mostLines = Math.max(limits.fields(), limits.trailerFields());
    }

    /** Bytes of fields, and of a block on the wire, that let the connection be closed. */
    long floodBytes() {
        return (long) FLOOD * mostBytes;
    }

    void begin(FieldSection section) {
        fields = section;
        pseudo.reset();
        crumbs.reset();
        refusal = null;
        opened = false;
        bytes = 0;
        count = 0;
        lines = 0;
    }

    PseudoFields pseudo() {
        return pseudo;
    }

    /** For Netty, which wants to know whether a head of a server is informational. */
    @Override
    public @Nullable CharSequence status() {
        return pseudo.get(PseudoHeaderName.STATUS);
    }

    /** How many fields came. */
    @Override
    public int size() {
        return count;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        bytes += name.length() + value.length() + LINE_OVERHEAD;
        if (bytes > floodBytes()) {
            throw HeadFlood.INSTANCE;
        }
        count++;
        if (refusal == null) {
            refusal = take((AsciiString) name, (AsciiString) value);
        }
        return this;
    }

    private @Nullable Refusal take(AsciiString name, AsciiString value) {
        if (bytes > mostBytes) {
            return Refusal.HEAD_TOO_LARGE;
        }
        if (!name.isEmpty() && name.byteAt(0) == ':') {
            return opened ? Refusal.PSEUDO_FIELD : pseudo.take(name, value);
        }
        open();
        if (Crumbs.isCookie(name)) {
            crumbs.add(value);
            return crumbs.count() > CRUMBS_PER_FIELD * mostLines ? Refusal.TOO_MANY_FIELDS : spaces(value);
        }
        return ++lines > mostLines ? Refusal.TOO_MANY_FIELDS : line(section(), name, value);
    }

    private @Nullable Refusal line(FieldSection section, AsciiString name, AsciiString value) {
        int start = section.filled();
        byte[] out = section.room(name.length() + value.length() + LINE_OVERHEAD);
        int nameEnd = copy(name, out, start);
        boolean underscore = false;
        for (int i = start; i < nameEnd; i++) {
            byte b = out[i];
            if (!Tokens.isTokenByte(b)) {
                return Refusal.FIELD_NAME;
            }
            if (b >= 'A' && b <= 'Z') {
                return Refusal.UPPER_CASE;
            }
            underscore |= b == '_';
        }
        if (nameEnd == start) {
            return Refusal.FIELD_NAME;
        }
        if (underscore) {
            section.sawUnderscore();
        }
        out[nameEnd] = ':';
        out[nameEnd + 1] = ' ';
        Refusal spaces = spaces(value);
        return spaces != null ? spaces : finishLine(section, start, nameEnd - start, copy(value, out, nameEnd + 2));
    }

    /** Ends the line {@code name: value} that was written behind what is filled, if its value is one. */
    static @Nullable Refusal finishLine(FieldSection section, int start, int nameLength, int valueEnd) {
        byte[] out = section.bytes();
        int valueStart = start + nameLength + 2;
        out[valueEnd] = '\r';
        out[valueEnd + 1] = '\n';
        if (Tokens.valueEnd(out, valueStart) != valueEnd) {
            return Refusal.FIELD_VALUE;
        }
        section.filled(valueEnd + 2);
        section.addLine(start, nameLength, valueStart, valueEnd, valueEnd + 2);
        return null;
    }

    /** @return behind the copy */
    static int copy(AsciiString text, byte[] to, int at) {
        System.arraycopy(text.array(), text.arrayOffset(), to, at, text.length());
        return at + text.length();
    }

    private static @Nullable Refusal spaces(AsciiString value) {
        int last = value.length() - 1;
        return last >= 0 && (isSpace(value.byteAt(0)) || isSpace(value.byteAt(last))) ? Refusal.FIELD_SPACE : null;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private void open() {
        if (!opened) {
            opened = true;
            opening.run();
        }
    }

    /**
     * Says that the block is whole, and that it is a head.
     *
     * @return null, or why it is refused
     */
    @Nullable
    Refusal finishHead() {
        open();
        if (refusal == null && bytes > limits.headBytes()) {
            refusal = Refusal.HEAD_TOO_LARGE;
        }
        if (refusal == null && lines > limits.fields()) {
            refusal = Refusal.TOO_MANY_FIELDS;
        }
        if (refusal == null) {
            refusal = crumbs.writeTo(section());
        }
        return refusal == null ? forbidden() : refusal;
    }

    /**
     * Says that the block is whole, and that it is a trailer section, from which cookies are left out.
     *
     * @return null, or why it is refused
     */
    @Nullable
    Refusal finishTrailers() {
        boolean tooLarge = bytes > limits.trailerBytes() || count > limits.trailerFields();
        if (tooLarge) {
            return Refusal.TRAILERS_TOO_LARGE;
        }
        if (refusal != null) {
            return refusal;
        }
        open();
        section().complete();
        return pseudo.hasAny() ? Refusal.PSEUDO_FIELD : forbidden();
    }

    private @Nullable Refusal forbidden() {
        FieldSection section = section();
        for (FieldName name : CONNECTION_SPECIFIC) {
            if (section.has(name)) {
                return Refusal.CONNECTION_SPECIFIC;
            }
        }
        for (int te = section.first(FieldName.TE); te >= 0; te = section.next(FieldName.TE, te)) {
            if (!section.valueIs(te, "trailers")) {
                return Refusal.CONNECTION_SPECIFIC;
            }
        }
        return null;
    }

    private FieldSection section() {
        if (fields == null) {
            throw new IllegalStateException("no block was begun");
        }
        return fields;
    }
}
