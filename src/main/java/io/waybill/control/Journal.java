package io.waybill.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state file: the overrides as they hold, so that they outlive the process. It is written beside itself and moved into
 * its place, so that whoever reads it, after whatever crash, finds the whole of the old or the whole of the new one.
 *
 * <p>Order of calls: {@link #read} once, then {@link #write} as often as something changes. Both block. Confined to one
 * thread at a time.
 */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long MAX_BYTES = 16 * 1024 * 1024;
    private static final DateTimeFormatter TIME_IN_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private boolean exists;

    /** @param file need not be there; if it is a symbolic link, what it points to is written */
    Journal(Path file) {
        this.file = file.toAbsolutePath();
    }

    Path file() {
        return file;
    }

    /**
     * What it holds; nothing if there is no such file. One that cannot be understood is set aside under another name, with
     * a line in the log, and nothing holds.
     */
    List<ServerOverride> read() {
        try {
            Path target = target();
            removeLeftOver(temporary(target));
            exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            return exists ? JournalText.read(text(target)) : List.of();
        } catch (IOException | JournalText.BrokenException e) {
            setAside(e);
            return List.of();
        }
    }

    /** Of a process that ended in the middle of a write. */
    private static void removeLeftOver(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.debug("left-over of the state file not removed: file={}", temporary);
        }
    }

    private static String text(Path target) throws IOException, JournalText.BrokenException {
        if (!Files.isRegularFile(target)) {
            throw new JournalText.BrokenException("it is not a file");
        }
        if (Files.size(target) > MAX_BYTES) {
            throw new JournalText.BrokenException("it has more than " + MAX_BYTES + " bytes");
        }
        return Files.readString(target);
    }

    private void setAside(Exception why) {
        Path aside = file.resolveSibling(file.getFileName() + ".broken-" + TIME_IN_NAME.format(Instant.now()));
        try {
            Files.move(file, aside);
            exists = false;
            LOG.warn("state file set aside: file={} now={} reason=\"{}\"", file, aside, reason(why));
        } catch (IOException e) {
            LOG.warn("state file cannot be read: file={} reason=\"{}\"", file, reason(why));
        }
    }

    /**
     * Makes the file hold these. Nothing is written as long as there is neither a file nor an override.
     *
     * @throws IOException if it cannot be made sure that they outlive a crash; the file then holds the old or the new ones
     */
    void write(List<ServerOverride> overrides) throws IOException {
        if (overrides.isEmpty() && !exists) {
            return;
        }
        Path target = target();
        Path temporary = temporary(target);
        Files.deleteIfExists(temporary);
        try {
            writeAndSync(temporary, JournalText.of(overrides));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        exists = true;
        sync(target);
    }

    private static void writeAndSync(Path temporary, String text) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(temporary, options, ownerOnly())) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The directory is what says which file has the name: without this a power cut could bring the old one back. */
    private static void sync(Path target) throws IOException {
        try (FileChannel directory = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** In the same directory, as only there a move is atomic; always the same name, so that none pile up. */
    private static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + ".tmp");
    }

    private Path target() throws IOException {
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    /** On one line, and fit to stand between quotes. */
    static String reason(Exception e) {
        String kind =
                e instanceof JournalText.BrokenException ? "" : e.getClass().getSimpleName() + ": ";
        return (kind + e.getMessage()).replace('"', '\'').replace('\n', ' ');
    }
}
