package io.waybill.accesslog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Writes times of day in the zone of the machine. Date and offset are looked up once per quarter of an hour, which is
 * where both can change; the rest is arithmetic. Confined to one event loop.
 */
final class Timestamps {

    private static final int QUARTER_SECONDS = 15 * 60;
    private static final int DAY_SECONDS = 24 * 60 * 60;
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private final ZoneId zone;
    private long quarter = Long.MIN_VALUE;
    private int offsetSeconds;
    private int year;
    private int month;
    private int day;

    Timestamps(ZoneId zone) {
        this.zone = zone;
    }

    /** {@code 2026-11-20T16:03:34.123+01:00}, with {@code Z} for UTC. */
    void putIso(long epochMillis, Line out) {
        long second = locate(epochMillis);
        out.putDigits(year, 4);
        out.put('-');
        out.putDigits(month, 2);
        out.put('-');
        out.putDigits(day, 2);
        out.put('T');
        putTime(second, out);
        out.put('.');
        out.putDigits(Math.floorMod(epochMillis, 1000), 3);
        if (offsetSeconds == 0) {
            out.put('Z');
        } else {
            putOffset(true, out);
        }
    }

    /** {@code 20/Nov/2026:16:03:34 +0100}, as Apache writes it. */
    void putApache(long epochMillis, Line out) {
        long second = locate(epochMillis);
        putDayAndTime(second, out);
        out.put(' ');
        putOffset(false, out);
    }

    /** {@code 20/Nov/2026:16:03:34.123}, as HAProxy writes it. */
    void putHaproxy(long epochMillis, Line out) {
        long second = locate(epochMillis);
        putDayAndTime(second, out);
        out.put('.');
        out.putDigits(Math.floorMod(epochMillis, 1000), 3);
    }

    private void putDayAndTime(long second, Line out) {
        out.putDigits(day, 2);
        out.put('/');
        out.put(MONTHS[month - 1]);
        out.put('/');
        out.putDigits(year, 4);
        out.put(':');
        putTime(second, out);
    }

    private void putTime(long second, Line out) {
        int ofDay = (int) Math.floorMod(second + offsetSeconds, (long) DAY_SECONDS);
        out.putDigits(ofDay / 3600, 2);
        out.put(':');
        out.putDigits(ofDay / 60 % 60, 2);
        out.put(':');
        out.putDigits(ofDay % 60, 2);
    }

    private void putOffset(boolean withColon, Line out) {
        int minutes = Math.abs(offsetSeconds) / 60;
        out.put(offsetSeconds < 0 ? '-' : '+');
        out.putDigits(minutes / 60, 2);
        if (withColon) {
            out.put(':');
        }
        out.putDigits(minutes % 60, 2);
    }

    private long locate(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        long itsQuarter = Math.floorDiv(second, (long) QUARTER_SECONDS);
        if (itsQuarter != quarter) {
            ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(second), zone);
            offsetSeconds = offset.getTotalSeconds();
            year = date.getYear();
            month = date.getMonthValue();
            day = date.getDayOfMonth();
            quarter = itsQuarter;
        }
        return second;
    }
}
