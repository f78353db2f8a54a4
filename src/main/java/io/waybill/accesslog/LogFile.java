package io.waybill.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are appended to, or standard output. What cannot be written is counted and logged at most once a
 * minute. Confined to the writer's thread, except the counters.
 */
final class LogFile implements LogWriter.Destination {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final byte[] NEW_LINE = {'\n'};

    private final @Nullable Path path;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private FileChannel channel;
    private boolean lineIsTorn;
    private boolean hasComplained;
    private long complainedAtNanos;

    private LogFile(@Nullable Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws IOException if the file cannot be opened or made */
    static LogFile open(Path path) throws IOException {
        return new LogFile(path, append(path));
    }

    @SuppressWarnings("resource") // standard output is not ours to close
    static LogFile standardOutput() {
        return new LogFile(null, new FileOutputStream(FileDescriptor.out).getChannel());
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public void write(Line lines) {
        ByteBuffer rest = ByteBuffer.wrap(lines.bytes(), 0, lines.length());
        try {
            if (lineIsTorn) {
                writeFully(ByteBuffer.wrap(NEW_LINE));
                lineIsTorn = false;
            }
            writeFully(rest);
            written.addAndGet(lines.lines());
        } catch (IOException e) {
            // Part of it may be in the file: end that line before the next one, or the two would look like one.
            lineIsTorn |= rest.position() > 0;
            lost.addAndGet(lines.lines());
            complain("access log cannot be written", e);
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void reopen() {
        if (path == null) {
            return;
        }
        try {
            FileChannel next = append(path);
            FileChannel old = channel;
            channel = next;
            lineIsTorn = false;
            old.close();
            LOG.info("access log reopened: file={}", path);
        } catch (IOException e) {
            complain("access log cannot be reopened", e);
        }
    }

    @Override
    public void close() {
        if (path == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            complain("access log cannot be closed", e);
        }
    }

    private void complain(String what, IOException why) {
        long now = System.nanoTime();
        if (hasComplained && now - complainedAtNanos < NANOS_PER_MINUTE) {
            return;
        }
        hasComplained = true;
        complainedAtNanos = now;
        LOG.warn("{}: file={} reason={} lines-lost={}", what, path == null ? "-" : path, why.toString(), lost.get());
    }

    long written() {
        return written.get();
    }

    long lost() {
        return lost.get();
    }
}
