package io.waybill.config;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An OCSP response in DER (RFC 6960, section 4.2), as it is stapled to a handshake. Immutable. */
public final class OcspResponse {

    private final byte[] der;
    private final @Nullable Instant nextUpdate;

    /** @param nextUpdate when its time is over; null if it does not say */
    OcspResponse(byte[] der, @Nullable Instant nextUpdate) {
        this.der = der.clone();
        this.nextUpdate = nextUpdate;
    }

    /** Whether its time is not over; clients may turn away from one that is outdated. */
    public boolean isCurrent(Instant now) {
        return nextUpdate == null || now.isBefore(nextUpdate);
    }

    /** A copy of its bytes. */
    public byte[] der() {
        return der.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OcspResponse response
                && Arrays.equals(der, response.der)
                && Objects.equals(nextUpdate, response.nextUpdate);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }
}
