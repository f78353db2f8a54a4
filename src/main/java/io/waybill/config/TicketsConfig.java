package io.waybill.config;

import java.time.Duration;
import java.util.List;

/**
 * How TLS sessions are resumed with tickets (RFC 5077; RFC 8446, section 2.2), as written under {@code tls.tickets}.
 * Immutable.
 *
 * @param enabled whether tickets are issued
 * @param keys of {@value #KEY_BYTES} bytes in Base64, from a file that machines may share: the first one seals, all of
 *     them open; empty for keys that this process makes by itself
 * @param rotate how often a process makes a new key, when it makes its own
 */
public record TicketsConfig(boolean enabled, List<String> keys, Duration rotate) {

    public static final int KEY_BYTES = 48;

    static final Duration MIN_ROTATE = Duration.ofMinutes(1);
    static final Duration MAX_ROTATE = Duration.ofDays(7);
    static final Duration ROTATE = Duration.ofHours(8);
    static final TicketsConfig STANDARD = new TicketsConfig(true, List.of(), ROTATE);

    public TicketsConfig {
        keys = List.copyOf(keys);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "TicketsConfig[enabled=" + enabled + ", keys=" + keys.size() + ", rotate=" + rotate + "]";
    }
}
