package io.waybill.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets: what stands in the configuration itself, or in a file of its own that is named after {@code file:}. No
 * message repeats one.
 */
final class SecretReader {

    private static final String FILE = "file:";

    private final Sources sources;

    SecretReader(Sources sources) {
        this.sources = sources;
    }

    /** Whether what stands there may be a secret. */
    static boolean isSecret(String path) {
        return path.endsWith(".token") || path.endsWith(".password");
    }

    /** Whether this is not the secret itself, but names the file that holds it. */
    static boolean namesFile(String text) {
        return text.startsWith(FILE);
    }

    /** The name of that file for a message, or nothing if there is none. */
    static String where(String text) {
        return namesFile(text) ? " in " + Shown.text(text.substring(FILE.length())) : "";
    }

    /** The secret that this text is, or that the file holds that it names; null after a problem was reported. */
    @Nullable
    String secret(Value value, String text) {
        return namesFile(text) ? content(value, text.substring(FILE.length())) : text;
    }

    /** What a file holds, without the end of its only line. */
    private @Nullable String content(Value value, String name) {
        if (name.isEmpty()) {
            value.wrong("file: without a name", "the name of a file", "write for example \"file:secrets/deploy\"");
            return null;
        }
        Path file = sources.resolve(value, name);
        FileBytes bytes = file == null ? null : sources.read(value, file);
        if (file == null || bytes == null) {
            return null;
        }
        noteIfExposed(value, file);
        String text = bytes.text(StandardCharsets.UTF_8);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Tells if everyone may read a file that should be known to few. */
    static void noteIfExposed(Value value, Path file) {
        if (othersMayRead(file)) {
            value.note("everyone on this machine may read " + Shown.escaped(file.toString())
                    + ": take that right away with chmod o-r");
        }
    }

    private static boolean othersMayRead(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException noSuchRights) {
            return false;
        } catch (IOException gone) {
            return false;
        }
    }
}
