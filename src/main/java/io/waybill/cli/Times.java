package io.waybill.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line, written as in the configuration: a whole number and its unit. Immutable. */
final class Times implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long TENTH_NANOS = 100_000_000;

    @Override
    public Duration convert(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.matches()) {
            throw new TypeConversionException(
                    "found " + text + ", expected a number and a unit: ms, s, m, h or d; write for example 60s");
        }
        long number = Long.parseLong(found.group(1));
        Duration time = switch (found.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (time.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("found " + text + ", expected at most " + text(LONGEST));
        }
        return time;
    }

    /** As it is written on the command line. */
    static String text(Duration time) {
        long millis = time.toMillis();
        if (millis % TimeUnit.SECONDS.toMillis(1) != 0) {
            return millis + "ms";
        }
        long seconds = time.toSeconds();
        if (seconds == 0 || seconds % TimeUnit.MINUTES.toSeconds(1) != 0) {
            return seconds + "s";
        }
        return seconds % TimeUnit.HOURS.toSeconds(1) == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }

    /** Seconds with one decimal, for a time that was measured. */
    static String measured(Duration time) {
        long tenths = (time.toNanos() + TENTH_NANOS / 2) / TENTH_NANOS;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
