package io.waybill.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code admin.tokens}. No message repeats what may be a secret. */
final class TokenReader {

    private static final String FILE = "file:";
    private static final String TOKENS = "a list of tokens";
    private static final String EXAMPLE =
            "write for example [{name: deploy, role: operator, token: \"file:secrets/deploy\"}]";
    private static final String SECRET = "a secret of " + AdminToken.MIN_LENGTH + " to " + AdminToken.MAX_LENGTH
            + " visible ASCII characters without spaces, or file: and the name of a file that holds it";
    private static final String NEW_SECRET = "make one with: openssl rand -hex 32";

    private final Sources sources;
    private final Map<String, Place> names = new HashMap<>();
    private final Map<String, Place> secrets = new HashMap<>();

    TokenReader(Sources sources) {
        this.sources = sources;
    }

    List<AdminToken> tokens(Value value) {
        List<AdminToken> tokens = new ArrayList<>();
        if (value.textOrNull() != null) {
            value.wrong("a text", TOKENS, EXAMPLE);
            return tokens;
        }
        for (Value item : value.items(TOKENS, EXAMPLE)) {
            AdminToken token = token(item);
            if (token != null) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private @Nullable AdminToken token(Value value) {
        if (value.textOrNull() != null) {
            value.wrong("a text", "a mapping with keys of " + Shown.names(Keys.TOKEN.names()), EXAMPLE);
            return null;
        }
        Section section = Section.of(value, Keys.TOKEN);
        Value written = section.need("name", "who holds the token", "add for example name: deploy");
        String name = written == null ? null : name(written);
        Value role = section.need("role", "one of [admin, operator, viewer]", "add for example role: operator");
        AdminRole may = role == null ? AdminRole.VIEWER : role.choice(AdminRole.VIEWER);
        Value token = section.need("token", SECRET, "add for example token: \"file:secrets/deploy\"");
        String secret = token == null ? null : secret(token);
        return name == null || secret == null ? null : new AdminToken(name, may, secret);
    }

    private @Nullable String name(Value value) {
        String name = value.text("who holds the token", "deploy");
        if (name == null) {
            return null;
        }
        if (!Names.isName(name)) {
            value.wrong("the name of a token: " + Names.shape(), "rename it");
            return null;
        }
        Place before = names.putIfAbsent(name, value.place());
        if (before != null) {
            value.wrong(
                    "a second token named " + name,
                    "names that differ",
                    "rename it, or the one in line " + before.line());
        }
        return name;
    }

    /** Whether what stands there may be a secret. */
    static boolean isSecret(String path) {
        return path.endsWith(".token");
    }

    private @Nullable String secret(Value value) {
        String text = value.textOrNull();
        if (text == null) {
            value.wrong(SECRET, NEW_SECRET);
            return null;
        }
        String secret = text.startsWith(FILE) ? content(value, text.substring(FILE.length())) : text;
        if (secret == null) {
            return null;
        }
        String found = fault(secret);
        if (found != null) {
            value.wrong(
                    found + (text.startsWith(FILE) ? " in " + Shown.text(text.substring(FILE.length())) : ""),
                    SECRET,
                    NEW_SECRET);
            return null;
        }
        Place before = secrets.putIfAbsent(secret, value.place());
        if (before != null) {
            value.wrong("the secret of line " + before.line() + " again", "secrets that differ", NEW_SECRET);
        }
        return secret;
    }

    /** What a file holds, without the end of its only line; null after a problem was reported. */
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
        if (othersMayRead(file)) {
            value.note("everyone on this machine may read " + Shown.escaped(file.toString())
                    + ": take that right away with chmod o-r");
        }
        String text = bytes.text(StandardCharsets.UTF_8);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
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

    /** What is wrong with a secret, without telling it; null if it is fit. */
    private static @Nullable String fault(String secret) {
        if (secret.isEmpty()) {
            return "nothing";
        }
        for (int i = 0; i < secret.length(); i++) {
            if (secret.charAt(i) <= ' ' || secret.charAt(i) > '~') {
                return "a secret with a character that is not visible ASCII";
            }
        }
        if (secret.length() < AdminToken.MIN_LENGTH || secret.length() > AdminToken.MAX_LENGTH) {
            return "a secret of " + secret.length() + (secret.length() == 1 ? " character" : " characters");
        }
        return null;
    }
}
