package io.waybill.accesslog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The access log of the process: one line per exchange. Each event loop takes its own {@link LoopAccessLog} from {@link
 * #forLoop} and tells it of exchanges; a thread owned by this object writes. A loop never waits for it: lines that the
 * writer does not keep up with, or that cannot be written, are dropped and counted. Safe from any thread.
 */
public final class AccessLog implements AutoCloseable {

    private static final int MOST_SECONDS_TO_CLOSE = 5;

    private final AccessLogFormat format;
    private final LogWriter writer;
    private final LongSupplier written;
    private final LongSupplier lost;
    private final List<LoopAccessLog> loops = new CopyOnWriteArrayList<>();

    AccessLog(AccessLogFormat format, LogWriter writer, LongSupplier written, LongSupplier lost) {
        this.format = format;
        this.writer = writer;
        this.written = written;
        this.lost = lost;
        writer.start();
    }

    private AccessLog(AccessLogFormat format, LogFile file) {
        this(format, new LogWriter(file), file::written, file::lost);
    }

    /**
     * Appends to a file, which is made if there is none.
     *
     * @throws IOException if it cannot be opened or made
     */
    public static AccessLog toFile(Path path, AccessLogFormat format) throws IOException {
        return new AccessLog(format, LogFile.open(path));
    }

    /** Writes to standard output; {@link #reopen} does nothing then. */
    public static AccessLog toStandardOutput(AccessLogFormat format) {
        return new AccessLog(format, LogFile.standardOutput());
    }

    /** The log as one event loop uses it; never give it to two. */
    public LoopAccessLog forLoop() {
        LoopAccessLog loop = new LoopAccessLog(format.newLineFormat(new Timestamps(ZoneId.systemDefault())), writer);
        loops.add(loop);
        writer.add(loop);
        return loop;
    }

    /** Opens the file by its name again, once what was handed over is written to the old one; returns at once. */
    public void reopen() {
        writer.reopen();
    }

    /** Lines written since the start. */
    public long written() {
        return written.getAsLong();
    }

    /** Lines dropped since the start: the writer did not keep up, or they could not be written. */
    public long dropped() {
        long dropped = lost.getAsLong();
        for (LoopAccessLog loop : loops) {
            dropped += loop.dropped();
        }
        return dropped;
    }

    /**
     * Writes what is left and closes the file. To be called when the loops have ended: what they have not handed over
     * is handed over here.
     */
    @Override
    public void close() {
        for (LoopAccessLog loop : loops) {
            loop.flush();
        }
        writer.close(MOST_SECONDS_TO_CLOSE);
    }
}
