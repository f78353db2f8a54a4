package io.waybill.http;

/** Request methods that mean something to a proxy (RFC 9110, section 9; RFC 5789). */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    PATCH(false),
    CONNECT(false),
    TRACE(true),
    /** Any other token: forwarded as it is, and taken to be not idempotent. */
    OTHER(false);

    private final boolean idempotent;

    Method(boolean idempotent) {
        this.idempotent = idempotent;
    }

    /** May be sent a second time with the same effect as once (section 9.2.2). */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** The method that the bytes from {@code start} to {@code end} spell, in upper case; {@link #OTHER} if none. */
    public static Method of(byte[] bytes, int start, int end) {
        return switch (end - start) {
            case 3 -> spells(bytes, start, "GET") ? GET : spells(bytes, start, "PUT") ? PUT : OTHER;
            case 4 -> spells(bytes, start, "POST") ? POST : spells(bytes, start, "HEAD") ? HEAD : OTHER;
            case 5 -> spells(bytes, start, "PATCH") ? PATCH : spells(bytes, start, "TRACE") ? TRACE : OTHER;
            case 6 -> spells(bytes, start, "DELETE") ? DELETE : OTHER;
            case 7 -> spells(bytes, start, "OPTIONS") ? OPTIONS : spells(bytes, start, "CONNECT") ? CONNECT : OTHER;
            default -> OTHER;
        };
    }

    private static boolean spells(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
