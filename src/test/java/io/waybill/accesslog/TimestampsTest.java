package io.waybill.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
    private static final DateTimeFormatter APACHE = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.US);
    private static final DateTimeFormatter HAPROXY = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss.SSS", Locale.US);

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "-03:30"})
    void timesAreThoseOfTheJavaLibraryInEveryZone(String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        Timestamps timestamps = new Timestamps(zone);
        Random random = new Random(1);
        long millis = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
        // Three years in steps of about a quarter of an hour: changes of the offset, leap day and new years included.
        for (int i = 0; i < 100_000; i++) {
            millis += random.nextInt(1_900_000);
            ZonedDateTime expected = Instant.ofEpochMilli(millis).atZone(zone);
            Line out = new Line(Line.MOST_BYTES);
            timestamps.putIso(millis, out);
            out.put(' ');
            timestamps.putApache(millis, out);
            out.put(' ');
            timestamps.putHaproxy(millis, out);
            assertEquals(
                    ISO.format(expected) + " " + APACHE.format(expected) + " " + HAPROXY.format(expected),
                    new String(out.bytes(), 0, out.length(), StandardCharsets.US_ASCII));
        }
    }
}
