package io.waybill.http2;

import io.waybill.http.FieldSection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes up fields that are allowed: names of the static table and others, values of every length and byte. */
final class GeneratedFields {

    private static final String[] NAMES = {
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "etag",
        "if-none-match",
        "last-modified",
        "referer",
        "server",
        "set-cookie",
        "user-agent",
        "vary",
        "via",
        "x",
        "x-of-mine",
        "sec-fetch-mode",
        "a_b",
        "traceparent",
        "sec-websocket-key",
        "!#$%&'*+-.^`|~",
        "hostile",
        "tea",
        "connections"
    };

    private GeneratedFields() {}

    static void add(List<String> lines, Random random) {
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            lines.add(NAMES[random.nextInt(NAMES.length)] + ": " + value(random));
        }
    }

    /** Appends some, in mixed case, as Waybill writes its own. */
    static void appendTo(FieldSection fields, List<String> lines, Random random) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String value = value(random);
            String name = random.nextBoolean() ? "X-Of-Ours" : "Strict-Transport-Security";
            fields.append((name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            lines.add(name.toLowerCase(java.util.Locale.ROOT) + ": " + value);
        }
    }

    private static String value(Random random) {
        int length = random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(20);
        StringBuilder value = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int c = ' ' + random.nextInt(0x100 - ' ');
            boolean edge = i == 0 || i == length - 1;
            value.append((char) (c == 0x7f || (edge && c == ' ') ? 'd' : c));
        }
        return value.toString();
    }
}
