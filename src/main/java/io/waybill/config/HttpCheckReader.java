package io.waybill.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the keys of {@code check} that say what is asked by HTTP, and which answers pass. */
final class HttpCheckReader {

    /** {@code http} and {@code https}, and the keys that mean nothing without them. */
    static final List<String> KEYS = List.of("http", "https", "method", "host", "headers", "expect", "drainOn");

    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");
    private static final Pattern STATUSES = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

    private final HeaderReader headers;

    HttpCheckReader(HeaderReader headers) {
        this.headers = headers;
    }

    /** Null for a check without HTTP, and after a problem with its path was reported. */
    @Nullable
    HttpCheckConfig read(Section section) {
        Value http = section.has("http") ? section.get("http") : section.get("https");
        if (http == null) {
            KEYS.forEach(key -> refuseAlone(key, section.get(key)));
            return null;
        }
        String path = path(http);
        String method = method(section.get("method"));
        Value fields = section.get("headers");
        Map<String, String> written = fields == null ? Map.of() : headers.ofCheck(fields);
        ExpectConfig expect = expect(section.get("expect"), method);
        return new HttpCheckConfig(
                method, path, host(section.get("host")), written, expect, drainOn(section.get("drainOn")));
    }

    private static void refuseAlone(String key, @Nullable Value value) {
        if (value != null) {
            value.wrong("a check with http", "add for example http: /healthz, or remove " + key);
        }
    }

    private static String path(Value value) {
        String text = value.text("a path", "/healthz");
        boolean unfit = text != null
                && (!text.startsWith("/")
                        || HeaderRules.faultOfValue(text) != null
                        || text.indexOf(' ') >= 0
                        || text.indexOf('#') >= 0);
        if (unfit) {
            value.wrong("a path that begins with / and has no spaces and no #", "write for example /healthz");
        }
        return text == null || unfit ? "/" : text;
    }

    private static String method(@Nullable Value value) {
        String text = value == null ? METHODS.get(0) : value.textOrNull();
        if (value != null && (text == null || !METHODS.contains(text))) {
            value.wrong("one of " + Shown.names(METHODS), value.meant(METHODS, "write for example HEAD"));
        }
        return text == null ? METHODS.get(0) : text;
    }

    private static @Nullable String host(@Nullable Value value) {
        String text = value == null ? null : value.text("a host", "www.example.com");
        if (value != null && text != null && !AddressReader.isHostField(text)) {
            value.wrong("the host alone, or with a port", "write for example www.example.com or www.example.com:8080");
        }
        return text;
    }

    private static ExpectConfig expect(@Nullable Value value, String method) {
        if (value == null) {
            return ExpectConfig.STANDARD;
        }
        Section section = Section.of(value, Keys.EXPECT);
        Value status = section.get("status");
        Value body = section.get("body");
        if (body != null && method.equals("HEAD")) {
            body.wrong("nothing of a body with the method HEAD", "remove it, or ask with GET");
        }
        String regex = body == null ? null : body.text("a regular expression", "\"all good\"");
        return new ExpectConfig(
                status == null ? ExpectConfig.STANDARD.status() : statuses(status),
                body == null || regex == null ? null : PathReader.regex(body, regex, "\"all good\""));
    }

    private static List<ExpectConfig.StatusRange> statuses(Value value) {
        List<ExpectConfig.StatusRange> ranges = new ArrayList<>();
        for (Value item : itemsOf(value)) {
            String text = item.textOrNull();
            Matcher written = STATUSES.matcher(text == null ? "" : text);
            int least = written.matches() ? Integer.parseInt(written.group(1)) : 1;
            int most = least == 1 ? 0 : written.group(2) == null ? least : Integer.parseInt(written.group(2));
            if (least > most) {
                item.wrong("a status from 100 to 599, or two with - between them", "write for example 200-399");
            } else {
                ranges.add(new ExpectConfig.StatusRange(least, most));
            }
        }
        return ranges;
    }

    private static List<Integer> drainOn(@Nullable Value value) {
        Set<Integer> statuses = new LinkedHashSet<>();
        if (value != null) {
            for (Value item : itemsOf(value)) {
                statuses.add(item.whole(404, 100, 599, "write for example [404]"));
            }
        }
        return List.copyOf(statuses);
    }

    private static List<Value> itemsOf(Value value) {
        return value.isList()
                ? value.items("a status or a list of them", "write for example [404]")
                : value.oneOrMore();
    }
}
