package io.waybill.control;

import io.waybill.config.CertificateFacts;
import io.waybill.config.ServedCertificate;
import io.waybill.config.WaybillConfig;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of certificates that end soon, once a day each, so that whoever renews them hears of it before clients do. Confined
 * to the control thread, but for {@link #start}.
 */
public final class ExpiringCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiringCertificates.class);

    private static final int DAYS = 21;
    private static final Duration AGAIN = Duration.ofDays(1);
    private static final Duration LOOK = Duration.ofMinutes(10);

    private final ControlThread control;
    private final InstantSource clock;
    private final Supplier<WaybillConfig> config;
    private final Map<X509Certificate, Instant> warned = new HashMap<>();

    /** @param config the one that serves */
    public ExpiringCertificates(ControlThread control, InstantSource clock, Supplier<WaybillConfig> config) {
        this.control = control;
        this.clock = clock;
        this.config = config;
    }

    /** Looks now, and every few minutes from now on. */
    public void start() {
        control.run(this::lookAndGoOn);
    }

    private void lookAndGoOn() {
        var unused = control.schedule(LOOK, this::lookAndGoOn);
        look();
    }

    void look() {
        List<ServedCertificate> served = ServedCertificate.of(config.get());
        Set<X509Certificate> still = new HashSet<>();
        served.forEach(one -> still.add(one.certificate().certificate()));
        warned.keySet().retainAll(still);
        served.forEach(one -> look(one, clock.instant()));
    }

    private void look(ServedCertificate served, Instant now) {
        CertificateFacts facts = served.facts();
        Instant last = warned.get(served.certificate().certificate());
        boolean isTold = last != null && Duration.between(last, now).compareTo(AGAIN) < 0;
        if (facts.daysLeft(now) >= DAYS || isTold) {
            return;
        }
        warned.put(served.certificate().certificate(), now);
        if (facts.daysLeft(now) < 0) {
            LOG.warn(
                    "certificate expired: {} file={} names={} not-after={}",
                    served.where(),
                    facts.file(),
                    String.join(",", facts.names()),
                    facts.notAfter());
        } else {
            LOG.warn(
                    "certificate expires soon: {} file={} names={} not-after={} days-left={}",
                    served.where(),
                    facts.file(),
                    String.join(",", facts.names()),
                    facts.notAfter(),
                    facts.daysLeft(now));
        }
    }
}
