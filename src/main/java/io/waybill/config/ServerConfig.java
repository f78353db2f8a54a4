package io.waybill.config;

import org.jspecify.annotations.Nullable;

/**
 * One server of a pool, as written under {@code pools.<pool>.servers}. Immutable.
 *
 * @param name unique within its pool; shown in {@code /stats} and in the access log; the address if the file gives none
 * @param address never a wildcard, never port 0; resolved when the snapshot is built
 * @param weight share of the pool's requests, relative to its siblings; 0 to 256, where 0 takes no new request
 * @param mode what the file wants of it
 * @param check how it is asked whether it is well; null if it is not asked
 * @param secure whether it is spoken to over TLS
 */
public record ServerConfig(
        String name,
        HostPort address,
        int weight,
        ServerMode mode,
        @Nullable CheckConfig check,
        boolean secure) {

    static final int WEIGHT = 1;
    static final int MAX_WEIGHT = 256;

    public ServerConfig {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: found " + weight + ", expected 0 to " + MAX_WEIGHT);
        }
    }

    /** Whether a server may be called that. */
    public static boolean isName(String text) {
        return Names.isServerName(text);
    }
}
