package io.waybill.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Numbers for people: never more than seven characters wide, cut off and not rounded, so that nothing looks like more
 * than it is. The exact figures are in the JSON.
 */
final class Figures {

    private static final String DECIMAL_UNITS = "kMGTPE";
    private static final String[] BINARY_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Figures() {}

    /** {@code 0}, {@code 9999}, {@code 12.3k}, {@code 1.23M}: at most five characters. */
    static String count(long value) {
        if (value < 10_000) {
            return Long.toString(value);
        }
        int unit = 0;
        long divisor = 1_000;
        while (value / divisor >= 1_000) {
            divisor *= 1_000;
            unit++;
        }
        return threeDigits(value, divisor) + DECIMAL_UNITS.charAt(unit);
    }

    /** {@code 512B}, {@code 1.23KiB}, {@code 999MiB}: at most seven characters. */
    static String bytes(long value) {
        if (value < 1_024) {
            return value + "B";
        }
        int unit = 0;
        long divisor = 1_024;
        // One step further at 1000 already: "1023KiB" is harder to read than "0.99MiB".
        while (value / divisor >= 1_000) {
            divisor *= 1_024;
            unit++;
        }
        return threeDigits(value, divisor) + BINARY_UNITS[unit];
    }

    /** {@code 7us}, {@code 4.12ms}, {@code 41.2ms}, {@code 1.20s}, {@code 3600s}: at most six characters. */
    static String time(long nanos) {
        if (nanos < NANOS_PER_MILLI) {
            return nanos / NANOS_PER_MICRO + "us";
        }
        if (nanos < NANOS_PER_SECOND) {
            return threeDigits(nanos, NANOS_PER_MILLI) + "ms";
        }
        return nanos < 1_000 * NANOS_PER_SECOND
                ? threeDigits(nanos, NANOS_PER_SECOND) + "s"
                : count(nanos / NANOS_PER_SECOND) + "s";
    }

    /** To the second, in UTC: {@code 2026-11-20T16:00:00Z}. */
    static String instant(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 12s}, {@code 3m 12s}, {@code 4h 3m 12s}, {@code 12d 4h 3m}. */
    static String uptime(Duration uptime) {
        if (uptime.toDays() > 0) {
            return uptime.toDays() + "d " + uptime.toHoursPart() + "h " + uptime.toMinutesPart() + "m";
        }
        String seconds = uptime.toSecondsPart() + "s";
        if (uptime.toHours() > 0) {
            return uptime.toHours() + "h " + uptime.toMinutesPart() + "m " + seconds;
        }
        return uptime.toMinutes() > 0 ? uptime.toMinutes() + "m " + seconds : seconds;
    }

    /** The quotient, 0 to 999, with as many decimals as make three digits. */
    private static String threeDigits(long value, long divisor) {
        long whole = value / divisor;
        if (whole >= 100) {
            return Long.toString(whole);
        }
        // The remainder is divided and not multiplied: a trillion gibibytes would overflow.
        if (whole >= 10) {
            return whole + "." + tenths(value % divisor, divisor, 10);
        }
        long hundredths = tenths(value % divisor, divisor, 100);
        return whole + "." + (hundredths < 10 ? "0" : "") + hundredths;
    }

    private static long tenths(long remainder, long divisor, int parts) {
        return divisor < parts ? 0 : Math.min(parts - 1, (long) (remainder / (double) divisor * parts));
    }
}
