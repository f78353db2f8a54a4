package io.waybill.config;

import java.time.Duration;

/** Reads and writes times and sizes as they stand in the file: a whole number and its unit. */
public final class Units {

    /** What the readers return for a text that is no time, no size, or too large to be either. */
    public static final long UNREADABLE = -1;

    private static final int MOST_DIGITS = 15;
    private static final long DAY_MILLIS = 86_400_000;

    private Units() {}

    /** Milliseconds, or {@link #UNREADABLE}; {@code 0} needs no unit. */
    public static long millis(String text) {
        int digits = digits(text);
        return switch (text.substring(digits)) {
            case "ms" -> times(text, digits, 1);
            case "s" -> times(text, digits, 1000);
            case "m" -> times(text, digits, 60_000);
            case "h" -> times(text, digits, 3_600_000);
            case "d" -> times(text, digits, DAY_MILLIS);
            case "" -> text.equals("0") ? 0 : UNREADABLE;
            default -> UNREADABLE;
        };
    }

    /** Bytes, or {@link #UNREADABLE}; {@code 0} needs no unit. */
    static long bytes(String text) {
        int digits = digits(text);
        return switch (text.substring(digits)) {
            case "B" -> times(text, digits, 1);
            case "KB" -> times(text, digits, 1000);
            case "MB" -> times(text, digits, 1_000_000);
            case "GB" -> times(text, digits, 1_000_000_000);
            case "KiB" -> times(text, digits, 1024);
            case "MiB" -> times(text, digits, 1024 * 1024);
            case "GiB" -> times(text, digits, 1024 * 1024 * 1024);
            case "" -> text.equals("0") ? 0 : UNREADABLE;
            default -> UNREADABLE;
        };
    }

    /** Whether a text is a number whose unit was forgotten. */
    static boolean isBare(String text) {
        return !text.isEmpty() && digits(text) == text.length();
    }

    /** In the largest unit that leaves a whole number. */
    public static String shown(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % DAY_MILLIS == 0 && millis > DAY_MILLIS) {
            return millis / DAY_MILLIS + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** In the largest unit that leaves a whole number. */
    static String shown(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        if (bytes % (1024 * 1024 * 1024) == 0) {
            return bytes / (1024 * 1024 * 1024) + "GiB";
        }
        if (bytes % (1024 * 1024) == 0) {
            return bytes / (1024 * 1024) + "MiB";
        }
        return bytes % 1024 == 0 ? bytes / 1024 + "KiB" : bytes + "B";
    }

    private static int digits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    private static long times(String text, int digits, long unit) {
        if (digits == 0 || digits > MOST_DIGITS) {
            return UNREADABLE;
        }
        long number = Long.parseLong(text.substring(0, digits));
        return number > Long.MAX_VALUE / unit ? UNREADABLE : number * unit;
    }
}
