package io.waybill.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far a roll came that did not end: a small file with a line for each server that was begun, and one for its end. It is locked while it is open,
 * so that the same roll does not run twice at a time. Confined to one thread.
 */
final class RollMemory implements AutoCloseable {

    /** An older memory belongs to another deployment. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final int NAME_BYTES = 8;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Mark> marks = new LinkedHashMap<>();

    /** What became of a server. */
    enum Mark {
        /** It was drained by the roll, and nothing is known of an end. */
        BEGUN,
        /** It is finished. */
        DONE,
        /** It failed, and was put back. */
        LEFT
    }

    private RollMemory(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Where such files are: {@code $XDG_STATE_HOME/waybill}, else {@code ~/.local/state/waybill}. */
    static Path directory(Function<String, @Nullable String> environment) {
        String state = environment.apply("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) {
            return Path.of(state, "waybill");
        }
        String home = environment.apply("HOME");
        return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home, ".local/state/waybill");
    }

    /** That of one roll, with what an earlier one left; fails if the file cannot be written. */
    static RollMemory open(Path directory, AdminAddress admin, String pool, String exec) {
        Path file = directory.resolve("roll-" + digest(admin.url() + "\0" + pool + "\0" + exec));
        try {
            Files.createDirectories(directory);
            boolean isOld = Files.exists(file)
                    && Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(LONGEST));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RollMemory memory = new RollMemory(file, channel);
            memory.lock(pool);
            if (isOld) {
                memory.clear();
            }
            memory.read();
            return memory;
        } catch (IOException e) {
            throw cannotRemember(file, e);
        }
    }

    /** What became of a server in an earlier run, or in this one; null if nothing. */
    @Nullable
    Mark mark(String server) {
        return marks.get(server);
    }

    void mark(String server, Mark mark) {
        marks.put(server, mark);
        try {
            channel.write(
                    ByteBuffer.wrap((mark + " " + server + "\n").getBytes(StandardCharsets.UTF_8)), channel.size());
            channel.force(true);
        } catch (IOException e) {
            throw cannotRemember(file, e);
        }
    }

    /** Begins anew. */
    void clear() {
        marks.clear();
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw cannotRemember(file, e);
        }
    }

    /** Removes the file if there is nothing to remember. */
    @Override
    public void close() {
        try {
            if (!marks.containsValue(Mark.DONE) && !marks.containsValue(Mark.BEGUN)) {
                Files.deleteIfExists(file);
            }
            channel.close();
        } catch (IOException e) {
            throw cannotRemember(file, e);
        }
    }

    private void lock(String pool) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it
        }
        channel.close();
        throw CommandFailure.failed("the same roll of " + pool + " runs already on this machine");
    }

    private void read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) channel.size());
        int got = 0;
        while (got >= 0 && content.hasRemaining()) {
            got = channel.read(content, content.position());
        }
        String text = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        // What stands behind the last line end was not written to its end.
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> {
            for (Mark mark : Mark.values()) {
                if (line.startsWith(mark + " ")) {
                    marks.put(line.substring(mark.name().length() + 1), mark);
                }
            }
        });
        channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    }

    private static CommandFailure cannotRemember(Path file, IOException cause) {
        return CommandFailure.failed("cannot write " + file + ", where a roll remembers how far it came: "
                + AdminOptions.reason(cause) + "; set XDG_STATE_HOME to a directory that can be written");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
