package io.waybill.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that one configuration is made of: the one that the operator named, and those that it names in turn. Each is
 * read once, however often it is named. Confined to the reading thread.
 */
final class Sources {

    private final String name;
    private final Path directory;
    private final Environment environment;
    private final Map<Path, Content> contents = new LinkedHashMap<>();

    /**
     * @param name of the file, as the operator gave it
     * @param directory absolute; what relative file names are relative to
     */
    Sources(String name, Path directory, Environment environment) {
        this.name = name;
        this.directory = directory;
        this.environment = environment;
    }

    /** Tells what the file itself holds. */
    void main(Path file, FileBytes bytes) {
        contents.put(file.toAbsolutePath().normalize(), new Content(bytes, ""));
    }

    Environment environment() {
        return environment;
    }

    /** An absolute name for one in the file; null after a problem was reported. */
    @Nullable
    Path resolve(Value value, String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException invalid) {
            value.wrong("the name of a file", "remove what the file system does not take: " + invalid.getReason());
            return null;
        }
    }

    Path resolve(String text) {
        return directory.resolve(text);
    }

    /** What a message calls a file that is named in the configuration: so that it can be found from where the operator is. */
    String shown(String text) {
        Path parent = Path.of(name).getParent();
        return parent == null ? text : parent.resolve(text).toString();
    }

    /** What a file holds; null after a problem was reported. */
    @Nullable
    FileBytes read(Value value, Path file) {
        Content content = contents.computeIfAbsent(file, Content::of);
        if (content.bytes == null) {
            value.wrong("a file that can be read, but " + content.fault, "look at " + Shown.escaped(file.toString()));
        }
        return content.bytes;
    }

    /** Absolute names, the file itself first; also of those that could not be read. */
    List<Path> files() {
        return List.copyOf(contents.keySet());
    }

    /** SHA-256 over names and bytes of all files, in lower-case hex. */
    String fingerprint() {
        MessageDigest digest = FileBytes.sha256Digest();
        contents.forEach((file, content) -> {
            digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
            // neither a name nor a digest in hex holds a NUL, so that no two sets of files look alike
            String sha256 = content.bytes == null ? "" : content.bytes.sha256();
            digest.update(("\0" + sha256 + "\0").getBytes(StandardCharsets.US_ASCII));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * What came of reading a file.
     *
     * @param bytes null if it cannot be read
     * @param fault why not, in words
     */
    private record Content(@Nullable FileBytes bytes, String fault) {

        static Content of(Path file) {
            // anything else, such as a pipe, may keep its reader waiting for ever
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new Content(null, "it is not a plain file");
            }
            try {
                return new Content(FileBytes.of(file), "");
            } catch (IOException unreadable) {
                return new Content(null, String.valueOf(unreadable.getMessage()));
            }
        }
    }
}
