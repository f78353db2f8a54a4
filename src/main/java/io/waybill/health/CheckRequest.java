package io.waybill.health;

import io.waybill.config.HttpCheckConfig;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The request of the checks of one server, ready but for its ID. Immutable. */
final class CheckRequest {

    private static final String USER_AGENT = "waybill-check";
    private static final byte[] ID_PREFIX = bytes("HC-");
    private static final byte[] LINE_END = bytes("\r\n");

    private final byte[] target;
    private final int methodEnd;
    private final int pathEnd;
    private final byte[] lines;

    /**
     * @param hostField names the server itself: {@code Host: address CRLF}
     * @param idHeader name of the field that carries the ID
     */
    CheckRequest(HttpCheckConfig http, byte[] hostField, String idHeader) {
        int query = http.path().indexOf('?');
        this.target = bytes(http.method() + http.path());
        this.methodEnd = http.method().length();
        this.pathEnd = query < 0 ? target.length : methodEnd + query;
        this.lines = bytes(lines(http, hostField) + idHeader + ": ");
    }

    private static String lines(HttpCheckConfig http, byte[] hostField) {
        StringBuilder lines = new StringBuilder(128);
        String host = http.host();
        if (host != null) {
            lines.append("Host: ").append(host).append("\r\n");
        } else if (!has(http.headers(), "Host")) {
            lines.append(new String(hostField, StandardCharsets.ISO_8859_1));
        }
        if (!has(http.headers(), "User-Agent")) {
            lines.append("User-Agent: ").append(USER_AGENT).append("\r\n");
        }
        http.headers().forEach((name, value) -> {
            if (host == null || !name.equalsIgnoreCase("Host")) {
                lines.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return lines.toString();
    }

    private static boolean has(Map<String, String> headers, String wanted) {
        return headers.keySet().stream().anyMatch(wanted::equalsIgnoreCase);
    }

    /**
     * Fills an empty head.
     *
     * @param id in ASCII
     */
    void writeTo(RequestHead head, byte[] id) {
        FieldSection fields = head.fields();
        System.arraycopy(target, 0, fields.room(target.length), 0, target.length);
        fields.filled(target.length);
        head.method(0, methodEnd);
        head.target(methodEnd, pathEnd, target.length);
        head.keepsAlive(true);
        fields.append(lines);
        fields.append(ID_PREFIX);
        fields.append(id);
        fields.append(LINE_END);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
