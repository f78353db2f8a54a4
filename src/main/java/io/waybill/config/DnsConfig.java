package io.waybill.config;

import java.time.Duration;
import java.util.List;

/**
 * How often the names of servers are looked up again, as written under {@code dns}. Immutable.
 *
 * @param minTtl an answer counts for at least that long
 * @param maxTtl an answer counts for at most that long
 * @param timeout for one look-up
 * @param servers name servers to ask; empty for those of the system
 */
public record DnsConfig(Duration minTtl, Duration maxTtl, Duration timeout, List<HostPort> servers) {

    static final Duration MAX = Duration.ofHours(24);
    static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    /** What holds where the file says nothing. */
    public static DnsConfig standard() {
        return new DnsConfig(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(2), List.of());
    }

    public DnsConfig {
        servers = List.copyOf(servers);
        if (maxTtl.compareTo(minTtl) < 0) {
            throw new IllegalArgumentException("maxTtl: found " + maxTtl + ", expected at least " + minTtl);
        }
    }
}
