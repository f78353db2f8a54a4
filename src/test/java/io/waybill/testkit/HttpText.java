package io.waybill.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and makes HTTP/1.1 messages as ISO-8859-1 text, one character for each byte. */
public final class HttpText {

    private HttpText() {}

    /** A response with a Content-Length. Each field is a whole line without its end, such as {@code "Via: x"}. */
    public static String response(int status, String body, String... fields) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        if (status != 204 && status != 304) {
            text.append("Content-Length: ").append(bytes(body).length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    /** Status of a response, 0 if this does not look like one. */
    public static int status(String response) {
        boolean looksLikeOne = response.startsWith("HTTP/1.") && response.length() >= 12;
        return looksLikeOne ? Integer.parseInt(response.substring(9, 12)) : 0;
    }

    /** Value of the first field with this name, in whatever case; null if there is none. */
    public static @Nullable String field(String message, String name) {
        List<String> values = fields(message, name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Values of all fields with this name in the order they came, without the space around them. */
    public static List<String> fields(String message, String name) {
        List<String> values = new ArrayList<>();
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        for (String line : head(message).split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                values.add(line.substring(wanted.length()).strip());
            }
        }
        return values;
    }

    /** First line and fields, with the empty line if there is one. */
    public static String head(String message) {
        int end = message.indexOf("\r\n\r\n");
        return end < 0 ? message : message.substring(0, end + 4);
    }

    /** What follows the head, chunked or not as it came. */
    public static String body(String message) {
        return message.substring(head(message).length());
    }

    /** One byte for each character; those above 255 are an error of the test and become a question mark. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
