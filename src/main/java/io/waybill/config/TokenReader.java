package io.waybill.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code admin.tokens}. No message repeats what may be a secret. */
final class TokenReader {

    private static final String TOKENS = "a list of tokens";
    private static final String EXAMPLE =
            "write for example [{name: deploy, role: operator, token: \"file:secrets/deploy\"}]";
    private static final String SECRET = "a secret of " + AdminToken.MIN_LENGTH + " to " + AdminToken.MAX_LENGTH
            + " visible ASCII characters without spaces, or file: and the name of a file that holds it";
    private static final String NEW_SECRET = "make one with: openssl rand -hex 32";

    private final SecretReader reader;
    private final Map<String, Place> names = new HashMap<>();
    private final Map<String, Place> secrets = new HashMap<>();

    TokenReader(Sources sources) {
        this.reader = new SecretReader(sources);
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

    private @Nullable String secret(Value value) {
        String text = value.textOrNull();
        if (text == null) {
            value.wrong(SECRET, NEW_SECRET);
            return null;
        }
        String secret = reader.secret(value, text);
        if (secret == null) {
            return null;
        }
        String found = fault(secret);
        if (found != null) {
            value.wrong(found + SecretReader.where(text), SECRET, NEW_SECRET);
            return null;
        }
        Place before = secrets.putIfAbsent(secret, value.place());
        if (before != null) {
            value.wrong("the secret of line " + before.line() + " again", "secrets that differ", NEW_SECRET);
        }
        return secret;
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
