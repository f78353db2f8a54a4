package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.config.WaybillConfig;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever renews certificates is told of their end in good time, and not too often. */
class ExpiringCertificatesTest {

    private final TestCertificates certificates = TestCertificates.make();
    private final ControlThread control = new ControlThread();
    private Instant now = Instant.now();
    private volatile WaybillConfig config = config(certificates.endingAfter(Duration.ofDays(30), "site.example.com"));
    private final ExpiringCertificates watch = new ExpiringCertificates(control, () -> now, () -> config);
    private final LogLines log = LogLines.of(ExpiringCertificates.class);

    @AfterEach
    void close() {
        log.close();
        control.close();
        certificates.close();
    }

    private WaybillConfig config(TestCertificates.Issued... issued) {
        try {
            Path file = certificates.directory().resolve("waybill.yaml");
            Files.writeString(file, """
                    listeners:
                      secure: {address: "127.0.0.1:0", tls: {certificates: [%s]}}
                    pools: {app: {servers: ["127.0.0.1:9"]}}
                    """.formatted(String.join(
                    ", ",
                    List.of(issued).stream().map(TestCertificates.Issued::yaml).toList())));
            LoadResult read = ConfigFile.read(file, name -> null);
            assertTrue(read instanceof LoadResult.Loaded, () -> String.join("\n", read.lines()));
            return ((LoadResult.Loaded) Objects.requireNonNull(read)).config();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> warnings() {
        return log.with("certificate exp");
    }

    private void lookAfter(Duration time) {
        now = now.plus(time);
        watch.look();
    }

    @Test
    void thirtyDaysAreTimeEnough() {
        watch.look();
        assertEquals(List.of(), warnings());
    }

    @Test
    void aCertificateWithLessThanThreeWeeksIsWarnedOfOnceADay() {
        lookAfter(Duration.ofDays(9).plusHours(1));
        assertEquals(1, warnings().size());
        String line = warnings().get(0);
        assertTrue(line.contains("certificate expires soon: listener=secure file="), line);
        assertTrue(line.contains(" names=site.example.com not-after="), line);
        assertTrue(line.endsWith(" days-left=20"), line);

        lookAfter(Duration.ofMinutes(10));
        lookAfter(Duration.ofHours(23));
        assertEquals(1, warnings().size());
        lookAfter(Duration.ofHours(1));
        assertEquals(2, warnings().size());
        assertTrue(warnings().get(1).endsWith(" days-left=19"), warnings().get(1));
    }

    @Test
    void oneThatHasExpiredMeanwhileIsToldOfInOtherWords() {
        lookAfter(Duration.ofDays(31));
        assertEquals(1, warnings().size());
        assertTrue(
                warnings().get(0).contains("certificate expired: listener=secure file="),
                warnings().get(0));
    }

    @Test
    void aRenewedCertificateIsNotWarnedOfAndEveryOtherOneIsOnItsOwn() {
        config = config(
                certificates.endingAfter(Duration.ofDays(3), "one.example.com"),
                certificates.endingAfter(Duration.ofDays(4), "two.example.com"));
        watch.look();
        assertEquals(2, warnings().size());
        config = config(certificates.server("one.example.com"));
        lookAfter(Duration.ofDays(1));
        assertEquals(2, warnings().size());
    }

    @Test
    void theFirstLookIsAtTheStart() {
        config = config(certificates.endingAfter(Duration.ofDays(3), "one.example.com"));
        watch.start();
        control.call(() -> true).join();
        assertEquals(1, warnings().size());
    }
}
