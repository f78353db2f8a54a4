package io.waybill.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a head or of a trailer section (RFC 9110, section 5), as they arrived: one flat byte array and an
 * index of positions, no object per field. A line number counts from 0 in the order of arrival.
 *
 * <p>Edits are recorded and take effect in {@link #writeTo}: a removed line is left out, an appended one follows the
 * lines that arrived. Look-ups see the lines that arrived and were not removed, never the appended ones.
 *
 * <p>Order of calls: {@link #reset}; {@link #room} and {@link #addLine} by a parser; look-ups and edits; {@link
 * #writeTo}, any number of times. Confined to one event loop.
 */
public final class FieldSection {

    private static final int NAME_START = 0;
    private static final int NAME_LENGTH = 1;
    private static final int HASH = 2;
    private static final int VALUE_START = 3;
    private static final int VALUE_END = 4;
    private static final int ID = 5;
    private static final int STRIDE = 6;

    private static final int UNKNOWN_ID = -1;
    private static final int REMOVED = -2;

    private static final int FIRST_LINES = 24;

    private byte[] bytes;
    private int filled;
    private int[] lines = new int[FIRST_LINES * STRIDE];
    private int count;

    /** By id of a well-known name: 1 + the number of its first line; 0 for none. */
    private final short[] firstLine = new short[FieldName.mostWellKnown()];

    /** By id of a well-known name: whether it has more than one line. */
    private long repeated;

    private int end;
    private boolean complete;
    private boolean underscores;
    private final AppendedLines appended = new AppendedLines();

    /** @param capacity bytes of head that fit without growing */
    public FieldSection(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Forgets everything, keeps the arrays. */
    public void reset() {
        Arrays.fill(firstLine, (short) 0);
        filled = 0;
        count = 0;
        repeated = 0;
        end = 0;
        complete = false;
        underscores = false;
        appended.truncate(0);
    }

    // ---- filling, by a parser

    /** The array that holds start line and field lines; valid until the next {@link #room}. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes of {@link #bytes} hold something. */
    public int filled() {
        return filled;
    }

    /** Says that bytes were written to the array up to {@code newFilled}. */
    public void filled(int newFilled) {
        filled = newFilled;
    }

    /** The array, grown so that {@code more} bytes fit behind what is filled, and one to mark the end. */
    public byte[] room(int more) {
        if (filled + more >= bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + more + 1));
        }
        return bytes;
    }

    /** Where the first line begins: behind the start line. */
    public void begin(int start) {
        end = start;
    }

    /** Behind the last whole line: where the next line begins. */
    public int end() {
        return end;
    }

    /** Whether the empty line was read that ends the section. */
    public boolean isComplete() {
        return complete;
    }

    /** Says that the empty line was read. */
    public void complete() {
        complete = true;
    }

    /** Says that a name contains an underscore, so that it may be taken for one with hyphens. */
    public void sawUnderscore() {
        underscores = true;
    }

    /**
     * Adds the line {@code name: value CRLF}; lines are added in order and without gaps between them.
     *
     * @param valueEnd where the value ends, white space after it left off
     * @param lineEnd behind the CRLF
     */
    public void addLine(int nameStart, int nameLength, int valueStart, int valueEnd, int lineEnd) {
        int at = count * STRIDE;
        if (at == lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        int hash = FieldName.hashOf(bytes, nameStart, nameLength);
        FieldName known = FieldName.wellKnown(bytes, nameStart, nameLength, hash);
        int id = known == null ? UNKNOWN_ID : known.id();
        lines[at + NAME_START] = nameStart;
        lines[at + NAME_LENGTH] = nameLength;
        lines[at + HASH] = hash;
        lines[at + VALUE_START] = valueStart;
        lines[at + VALUE_END] = valueEnd;
        lines[at + ID] = id;
        count++;
        end = lineEnd;
        if (id >= 0 && firstLine[id] == 0) {
            firstLine[id] = (short) count;
        } else if (id >= 0) {
            repeated |= 1L << id;
        }
    }

    /** How many lines arrived, removed ones included. */
    public int count() {
        return count;
    }

    public boolean has(FieldName name) {
        return first(name) >= 0;
    }

    /** The first line of that name, or −1. */
    public int first(FieldName name) {
        if (name.isWellKnown()) {
            int line = firstLine[name.id()] - 1;
            return line < 0 || !isRemoved(line) ? line : next(name, line);
        }
        return next(name, -1);
    }

    /** The next line of that name behind {@code line}, or −1. */
    public int next(FieldName name, int line) {
        if (name.isWellKnown() && (repeated & (1L << name.id())) == 0 && line >= 0) {
            return -1;
        }
        for (int i = line + 1; i < count; i++) {
            int at = i * STRIDE;
            if (lines[at + HASH] == name.hash()
                    && lines[at + ID] == name.id()
                    && name.matches(bytes, nameStart(i), lines[at + NAME_LENGTH])) {
                return i;
            }
        }
        return -1;
    }

    public boolean isRemoved(int line) {
        return lines[line * STRIDE + ID] == REMOVED;
    }

    public int nameStart(int line) {
        return lines[line * STRIDE + NAME_START];
    }

    public int nameEnd(int line) {
        return lines[line * STRIDE + NAME_START] + lines[line * STRIDE + NAME_LENGTH];
    }

    public int valueStart(int line) {
        return lines[line * STRIDE + VALUE_START];
    }

    public int valueEnd(int line) {
        return lines[line * STRIDE + VALUE_END];
    }

    /** Whether the value of that line spells {@code lowerCase}, in any case. */
    public boolean valueIs(int line, String lowerCase) {
        return Tokens.equalsIgnoreCase(bytes, valueStart(line), valueEnd(line), lowerCase);
    }

    /** The value of the first line of that name, or null. Makes a string: not for the path of a plain request. */
    public @Nullable String text(FieldName name) {
        int line = first(name);
        return line < 0
                ? null
                : new String(bytes, valueStart(line), valueEnd(line) - valueStart(line), StandardCharsets.ISO_8859_1);
    }

    /** Leaves out every line of that name that arrived. */
    public void remove(FieldName name) {
        for (int line = first(name); line >= 0; line = next(name, line)) {
            removeLine(line);
        }
    }

    /**
     * Leaves out every line whose name spells {@code name} or would spell it if its underscores were hyphens: some
     * servers take {@code X_Forwarded_For} for {@code X-Forwarded-For}.
     */
    public void removeAllSpellings(FieldName name) {
        for (int line = nextSpelling(name, -1); line >= 0; line = nextSpelling(name, line)) {
            removeLine(line);
        }
    }

    /** The next line behind {@code line} whose name spells {@code name}, underscores taken for hyphens; or −1. */
    int nextSpelling(FieldName name, int line) {
        if (!underscores) {
            return line < 0 ? first(name) : next(name, line);
        }
        for (int i = line + 1; i < count; i++) {
            if (!isRemoved(i) && name.matchesLoosely(bytes, nameStart(i), nameEnd(i) - nameStart(i))) {
                return i;
            }
        }
        return -1;
    }

    public void removeLine(int line) {
        lines[line * STRIDE + ID] = REMOVED;
    }

    /** Appends bytes that are one or more whole lines, each ending in CRLF. */
    public void append(byte[] wholeLines, int start, int length) {
        appended.append(wholeLines, start, length);
    }

    /** Appends bytes that are one or more whole lines, each ending in CRLF. */
    public void append(byte[] wholeLines) {
        append(wholeLines, 0, wholeLines.length);
    }

    /** Takes back what was appended since {@link #appendedLength} was {@code length}; removals stay. */
    public void truncateAppended(int length) {
        appended.truncate(length);
    }

    public int appendedLength() {
        return appended.length();
    }

    /** At least the number of bytes that {@link #writeTo} writes. */
    public int writtenLength() {
        return (count == 0 ? 0 : end - nameStart(0)) + appended.length();
    }

    /** Writes the lines that are left and the appended ones, each with its CRLF; runs of lines that stay are one copy. */
    public void writeTo(ByteBuf out) {
        int line = 0;
        while (line < count) {
            while (line < count && isRemoved(line)) {
                line++;
            }
            int first = line;
            while (line < count && !isRemoved(line)) {
                line++;
            }
            if (line > first) {
                int from = nameStart(first);
                out.writeBytes(bytes, from, (line < count ? nameStart(line) : end) - from);
            }
        }
        appended.writeTo(out);
    }

    /** Shows what {@link #writeTo} writes, line by line. */
    public void visit(LineVisitor visitor) {
        for (int line = 0; line < count; line++) {
            if (!isRemoved(line)) {
                int at = line * STRIDE;
                visitor.line(bytes, nameStart(line), nameEnd(line), valueStart(line), valueEnd(line), lines[at + HASH]);
            }
        }
        appended.visit(visitor);
    }
}
