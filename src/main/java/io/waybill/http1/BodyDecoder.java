package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one message after another out of the bytes of a connection, chunks put together (RFC 9112, sections 6
 * and 7). Order of calls: {@link #start}; {@link #next} until it returns null, whenever bytes have arrived; {@link
 * #onClose} if the connection closes. {@link #isFinished} and {@link #refusal} may change with each call. Belongs to a
 * connection. Confined to one event loop.
 */
public final class BodyDecoder {

    /** Pieces of chunks below this are copied together: a copy is cheaper than a buffer that passes through. */
    private static final int LEAST_SLICE = 512;

    private static final int MOST_GATHERED = 16 * 1024;

    private enum Stage {
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_HEADER,
        CHUNK_DATA,
        CHUNK_CR,
        CHUNK_LF,
        TRAILERS,
        FINISHED,
        REFUSED
    }

    private final HeadLimits limits;

    private Stage stage = Stage.FINISHED;
    private long left;
    private @Nullable ChunkHeader header;
    private @Nullable FieldSection trailers;
    private @Nullable Refusal refusal;

    public BodyDecoder(HeadLimits limits) {
        this.limits = limits;
    }

    /**
     * Begins with the body of the next message.
     *
     * @param bodyLength as its head says
     * @param endsByClose whether a body of unknown length ends with the connection; otherwise it is chunked
     */
    public void start(long bodyLength, boolean endsByClose) {
        trailers = null;
        refusal = null;
        left = Math.max(bodyLength, 0);
        if (bodyLength != BodyLength.UNKNOWN) {
            stage = left == 0 ? Stage.FINISHED : Stage.LENGTH;
        } else if (endsByClose) {
            stage = Stage.UNTIL_CLOSE;
        } else {
            stage = Stage.CHUNK_HEADER;
            header().startBody();
        }
    }

    /**
     * The next piece of the body; null if there is none in these bytes, because they ran out, or the body is finished, or
     * it was refused.
     *
     * @param in stays the caller's; what belongs to the body was read from it afterwards, and nothing else
     * @return for the caller to release; never empty
     */
    public @Nullable ByteBuf next(ByteBuf in) {
        return switch (stage) {
            case FINISHED, REFUSED -> null;
            case UNTIL_CLOSE -> in.isReadable() ? in.readRetainedSlice(in.readableBytes()) : null;
            case LENGTH -> {
                ByteBuf piece = in.isReadable() ? slice(in) : null;
                if (left == 0) {
                    stage = Stage.FINISHED;
                }
                yield piece;
            }
            case CHUNK_HEADER, CHUNK_DATA, CHUNK_CR, CHUNK_LF, TRAILERS -> chunked(in);
        };
    }

    /** Whether the body and its trailers are complete; already so when {@link #next} returns the last piece. */
    public boolean isFinished() {
        return stage == Stage.FINISHED;
    }

    /** Why the body cannot be read on, or null. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /** The trailer fields of a finished body, without those that do not belong there; null if there was none. */
    public @Nullable FieldSection trailers() {
        return trailers;
    }

    /** The connection has closed; whether that is a legal end of this body. */
    public boolean onClose() {
        if (stage == Stage.UNTIL_CLOSE) {
            stage = Stage.FINISHED;
        }
        return stage == Stage.FINISHED;
    }

    private ByteBuf slice(ByteBuf in) {
        int length = (int) Math.min(left, in.readableBytes());
        left -= length;
        return in.readRetainedSlice(length);
    }

    private @Nullable ByteBuf chunked(ByteBuf in) {
        ByteBuf gathered = null;
        skipToData(in);
        while (stage == Stage.CHUNK_DATA && in.isReadable()) {
            int length = (int) Math.min(left, in.readableBytes());
            boolean small = length < LEAST_SLICE && length < in.readableBytes();
            if (gathered == null && !small) {
                ByteBuf piece = slice(in);
                endOfData(in);
                return piece;
            }
            if (gathered == null) {
                gathered = in.alloc().buffer(Math.min(in.readableBytes(), MOST_GATHERED));
            }
            if (length >= LEAST_SLICE || gathered.readableBytes() + length > MOST_GATHERED) {
                return gathered;
            }
            gathered.writeBytes(in, length);
            left -= length;
            endOfData(in);
        }
        return gathered;
    }

    private void endOfData(ByteBuf in) {
        if (left == 0) {
            stage = Stage.CHUNK_CR;
            skipToData(in);
        }
    }

    /** Reads what is not data: ends of chunks, their headers, trailers. */
    private void skipToData(ByteBuf in) {
        while (in.isReadable()) {
            switch (stage) {
                case CHUNK_HEADER -> readHeader(in);
                case CHUNK_CR -> expect(in, '\r', Stage.CHUNK_LF);
                case CHUNK_LF -> {
                    expect(in, '\n', Stage.CHUNK_HEADER);
                    header().nextChunk();
                }
                case TRAILERS -> readTrailers(in);
                case LENGTH, UNTIL_CLOSE, CHUNK_DATA, FINISHED, REFUSED -> {
                    return;
                }
            }
        }
    }

    private void readHeader(ByteBuf in) {
        ChunkHeader line = header();
        if (line.read(in)) {
            left = line.size();
            stage = left == 0 ? Stage.TRAILERS : Stage.CHUNK_DATA;
        } else if (line.refusal() != null) {
            refuse(line.refusal());
        }
    }

    private void expect(ByteBuf in, char wanted, Stage next) {
        if (in.readByte() == wanted) {
            stage = next;
        } else {
            refuse(Refusal.CHUNK_END);
        }
    }

    private void readTrailers(ByteBuf in) {
        FieldSection section = trailers;
        if (section == null) {
            if (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == ('\r' << 8 | '\n')) {
                in.skipBytes(2);
                stage = Stage.FINISHED;
                return;
            }
            section = new FieldSection(Math.min(limits.trailerBytes(), 256));
            trailers = section;
        }
        Refusal reason = TrailerSection.read(in, section, limits);
        if (reason != null) {
            refuse(reason);
        } else if (section.isComplete()) {
            stage = Stage.FINISHED;
            trailers = section.count() == 0 ? null : section;
        }
    }

    private void refuse(@Nullable Refusal reason) {
        stage = Stage.REFUSED;
        refusal = reason;
    }

    private ChunkHeader header() {
        ChunkHeader line = header;
        if (line == null) {
            line = new ChunkHeader(limits.chunkExtensionBytes());
            header = line;
        }
        return line;
    }
}
