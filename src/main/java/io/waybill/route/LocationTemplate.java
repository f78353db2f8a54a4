package io.waybill.route;

import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target of a redirect, with places that each request fills: {@code {host}}, its host without the port; {@code
 * {path}}, its path; {@code {query}}, its query with the question mark, or nothing. Immutable.
 */
public final class LocationTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    private final List<Part> parts;
    private final boolean needsHost;

    private LocationTemplate(List<Part> parts, boolean needsHost) {
        this.parts = List.copyOf(parts);
        this.needsHost = needsHost;
    }

    /**
     * The template that {@code text} spells.
     *
     * @throws IllegalArgumentException if there is a placeholder in it that is not known
     */
    public static LocationTemplate of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            addText(parts, text.substring(end, matcher.start()));
            parts.add(placeholder(matcher.group(1), parts.isEmpty()));
            end = matcher.end();
        }
        addText(parts, text.substring(end));
        return new LocationTemplate(parts, text.contains("{host}"));
    }

    private static void addText(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Text(text));
        }
    }

    private static Part placeholder(String name, boolean isFirst) {
        return switch (name) {
            case "host" -> LocationTemplate::appendHost;
            case "path" -> isFirst ? LocationTemplate::appendLocalPath : LocationTemplate::appendPath;
            case "query" -> LocationTemplate::appendQuery;
            default ->
                throw new IllegalArgumentException(
                        "location: found {" + name + "}, expected one of {host}, {path}, {query}");
        };
    }

    /** Whether the request has what the places need: one of HTTP/1.0 may name no host. */
    public boolean suits(RequestHead head) {
        return !needsHost || head.authorityEnd() > head.authorityStart();
    }

    /** The target for one request, in bytes. Makes strings: a redirect is no plain request. */
    public byte[] expand(RequestHead head) {
        StringBuilder location = new StringBuilder();
        for (Part part : parts) {
            part.append(location, head);
        }
        return location.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void appendHost(StringBuilder location, RequestHead head) {
        int start = head.authorityStart();
        location.append(head.text(start, HostName.portStart(head.bytes(), start, head.authorityEnd())));
    }

    private static void appendPath(StringBuilder location, RequestHead head) {
        String path = head.text(head.targetStart(), head.pathEnd());
        // The target of OPTIONS * is no path.
        location.append(path.startsWith("/") ? path : "/");
    }

    /** A location that began with two slashes would name another host: that of the client's choice. */
    private static void appendLocalPath(StringBuilder location, RequestHead head) {
        int start = head.targetStart();
        while (start + 1 < head.pathEnd() && head.bytes()[start + 1] == '/') {
            start++;
        }
        location.append('/').append(head.text(Math.min(start + 1, head.pathEnd()), head.pathEnd()));
    }

    private static void appendQuery(StringBuilder location, RequestHead head) {
        location.append(head.text(head.pathEnd(), head.targetEnd()));
    }

    private interface Part {
        void append(StringBuilder location, RequestHead head);
    }

    private record Text(String text) implements Part {
        @Override
        public void append(StringBuilder location, RequestHead head) {
            location.append(text);
        }
    }
}
