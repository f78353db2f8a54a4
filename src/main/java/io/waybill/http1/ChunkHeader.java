package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.Refusal;
import io.waybill.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line that begins a chunk: its size, and extensions, which are checked and dropped (RFC 9112, section 7.1.1).
 * Confined to one event loop.
 */
final class ChunkHeader {

    private static final int MOST_DIGITS = 16;

    private enum Part {
        SIZE_START,
        SIZE,
        SPACE_BEFORE_EXTENSION,
        NAME_START,
        NAME,
        SPACE_BEHIND_NAME,
        VALUE_START,
        VALUE,
        QUOTED,
        QUOTED_PAIR,
        QUOTED_END,
        LINE_FEED,
        READ,
        REFUSED
    }

    private final int mostExtensionBytes;

    private Part part = Part.SIZE_START;
    private int digits;
    private long size;
    private int extensionBytesLeft;
    private Refusal refusal = Refusal.CHUNK_SIZE;

    ChunkHeader(int mostExtensionBytes) {
        this.mostExtensionBytes = mostExtensionBytes;
    }

    /** Begins with the first chunk of a body. */
    void startBody() {
        extensionBytesLeft = mostExtensionBytes;
        startChunk();
    }

    /** Begins with the next chunk; what the last one brought in data, it may have spent on extensions. */
    void nextChunk() {
        extensionBytesLeft = (int) Math.min(mostExtensionBytes, size + extensionBytesLeft);
        startChunk();
    }

    private void startChunk() {
        part = Part.SIZE_START;
        digits = 0;
        size = 0;
    }

    /** Takes bytes up to the end of the line; whether the end was there. */
    boolean read(ByteBuf in) {
        while (in.isReadable() && part != Part.READ && part != Part.REFUSED) {
            part = next(in.readByte());
        }
        return part == Part.READ;
    }

    /** Of the data that follows; 0 for the last chunk. */
    long size() {
        return size;
    }

    @Nullable
    Refusal refusal() {
        return part == Part.REFUSED ? refusal : null;
    }

    private Part next(byte b) {
        return switch (part) {
            case SIZE_START, SIZE -> size(b);
            case LINE_FEED -> b == '\n' ? Part.READ : refuse(Refusal.BARE_CR);
            case READ, REFUSED -> part;
            default -> extensionBytesLeft-- > 0 ? extension(b) : refuse(Refusal.CHUNK_EXTENSION);
        };
    }

    private Part size(byte b) {
        int digit = Tokens.hexDigit(b);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS || size > Long.MAX_VALUE >>> 4) {
                return refuse(Refusal.CHUNK_SIZE);
            }
            size = size << 4 | digit;
            return Part.SIZE;
        }
        if (part == Part.SIZE_START) {
            return refuse(Refusal.CHUNK_SIZE);
        }
        return switch (b) {
            case '\r' -> Part.LINE_FEED;
            case '\n' -> refuse(Refusal.BARE_LF);
            case ';' -> Part.NAME_START;
            case ' ', '\t' -> Part.SPACE_BEFORE_EXTENSION;
            default -> refuse(Refusal.CHUNK_SIZE);
        };
    }

    /** {@code *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )} */
    private Part extension(byte b) {
        boolean space = b == ' ' || b == '\t';
        boolean token = Tokens.isTokenByte(b);
        return switch (part) {
            case SPACE_BEFORE_EXTENSION -> space ? part : b == ';' ? Part.NAME_START : malformed();
            case NAME_START -> space ? part : token ? Part.NAME : malformed();
            case NAME -> token ? part : b == '=' ? Part.VALUE_START : space ? Part.SPACE_BEHIND_NAME : end(b);
            case SPACE_BEHIND_NAME ->
                space ? part : b == '=' ? Part.VALUE_START : b == ';' ? Part.NAME_START : malformed();
            case VALUE_START -> space ? part : token ? Part.VALUE : b == '"' ? Part.QUOTED : malformed();
            case VALUE -> token ? part : space ? Part.SPACE_BEFORE_EXTENSION : end(b);
            case QUOTED ->
                b == '"' ? Part.QUOTED_END : b == '\\' ? Part.QUOTED_PAIR : Tokens.isValueByte(b) ? part : malformed();
            case QUOTED_PAIR -> Tokens.isValueByte(b) ? Part.QUOTED : malformed();
            case QUOTED_END -> space ? Part.SPACE_BEFORE_EXTENSION : end(b);
            case SIZE_START, SIZE, LINE_FEED, READ, REFUSED -> part;
        };
    }

    private Part end(byte b) {
        return b == '\r' ? Part.LINE_FEED : b == ';' ? Part.NAME_START : malformed();
    }

    private Part malformed() {
        return refuse(Refusal.CHUNK_EXTENSION);
    }

    private Part refuse(Refusal reason) {
        refusal = reason;
        return Part.REFUSED;
    }
}
