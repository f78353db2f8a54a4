package io.waybill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The access log of a {@link RunningWaybill} in the format {@code text}, for configurations with {@link #CONFIG}. */
public final class AccessLines {

    /** What a configuration needs, so that there is something to read. */
    public static final String CONFIG = "accessLog: {file: access.log}\n";

    /** Time, client, listener, request, status, bytes, timers, pool and server, attempts, termination code, ID, reason. */
    private static final Pattern LINE = Pattern.compile("\\S+ (?<client>\\S+) (?<listener>\\S+) \"(?<request>[^\"]*)\" "
            + "(?<status>\\d+) (?<bytes>\\d+) (?<timers>[-0-9./]+) (?<server>\\S+) (?<attempts>\\d+) (?<code>\\S\\S) "
            + "(?<id>\\S+)(?: reason=\"(?<reason>[^\"]*)\")?");

    private final Path file;

    private AccessLines(Path file) {
        this.file = file;
    }

    public static AccessLines of(RunningWaybill waybill) {
        return new AccessLines(waybill.directory().resolve("access.log"));
    }

    /** Waits for so many lines, and gives all there are. */
    public List<String> await(int count) {
        Waiting.until(count + " lines in the access log", () -> all().size() >= count);
        return all();
    }

    /** Waits for the line with this number, from 0, and gives one of its fields, named as in the documentation. */
    public String field(int line, String name) {
        String text = await(line + 1).get(line);
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError("not a line as documented: " + text);
        }
        String value = matcher.group(name);
        return value == null ? "" : value;
    }

    private List<String> all() {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? List.of() : List.of(text.split("\n", -1)).subList(0, lineEnds(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lineEnds(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
