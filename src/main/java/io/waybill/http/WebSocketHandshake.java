package io.waybill.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The key and its answer in the opening handshake of WebSocket over HTTP/1.1 (RFC 6455, section 4). HTTP/2 has neither, so
 * whoever stands between the two versions makes what one of them lacks. Not for the path of a plain request.
 */
public final class WebSocketHandshake {

    public static final FieldName KEY = FieldName.of("Sec-WebSocket-Key");
    public static final FieldName ACCEPT = FieldName.of("Sec-WebSocket-Accept");

    private static final String PROTOCOL = "websocket";
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /** Whether this head asks for WebSocket. */
    public static boolean isAskedFor(RequestHead head) {
        int line = head.fields().first(FieldName.UPGRADE);
        return head.upgrades() && line >= 0 && head.fields().valueIs(line, PROTOCOL);
    }

    /** The key of a request, or null if it has none, as one that came by HTTP/2. */
    public static @Nullable String key(RequestHead head) {
        return head.fields().text(KEY);
    }

    /** A key that nobody has used before. It need not be secret: what it proves is that the server knows the protocol. */
    public static String newKey(RandomGenerator random) {
        byte[] nonce = new byte[KEY_BYTES];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** What a server has to answer to that key. */
    public static String accept(String key) {
        try {
            byte[] bytes = (key.strip() + SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
