package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9999, 9999",
        "10000, 10.0k",
        "12345, 12.3k",
        "99999, 99.9k",
        "999999, 999k",
        "1000000, 1.00M",
        "1009999, 1.00M",
        "1010000, 1.01M",
        "1234567890, 1.23G",
        "9223372036854775807, 9.22E"
    })
    void countsAreCutToThreeDigits(long value, String shown) {
        assertEquals(shown, Figures.count(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1.00KiB",
        "1536, 1.50KiB",
        "1023999, 999KiB",
        "1024000, 0.97MiB",
        "1048576, 1.00MiB",
        "9223372036854775807, 7.99EiB"
    })
    void bytesAreToldInBinaryUnits(long value, String shown) {
        assertEquals(shown, Figures.bytes(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0us",
        "999, 0us",
        "7000, 7us",
        "999999, 999us",
        "1000000, 1.00ms",
        "41234567, 41.2ms",
        "412345678, 412ms",
        "1200000000, 1.20s",
        "3600000000000, 3600s",
        "86400000000000, 86.4ks"
    })
    void timesChooseTheirUnit(long nanos, String shown) {
        assertEquals(shown, Figures.time(nanos));
    }

    @Test
    void nothingIsWiderThanItsColumn() {
        for (long value = 1; value > 0; value = value * 3 + 1) {
            assertTrue(Figures.count(value).length() <= 5, Figures.count(value));
            assertTrue(Figures.bytes(value).length() <= 7, Figures.bytes(value));
            assertTrue(Figures.time(value).length() <= 6, Figures.time(value));
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT59.9S, 59s", "PT3M12S, 3m 12s", "PT4H3S, 4h 0m 3s", "P12DT4H3M9S, 12d 4h 3m"})
    void uptimeIsToldInThreeUnits(Duration uptime, String shown) {
        assertEquals(shown, Figures.uptime(uptime));
    }
}
