package io.waybill.config;

import java.util.Arrays;

/** An OCSP response in DER (RFC 6960, section 4.2), as it is stapled to a handshake. Immutable. */
public final class OcspResponse {

    private final byte[] der;

    OcspResponse(byte[] der) {
        this.der = der.clone();
    }

    /** A copy of its bytes. */
    public byte[] der() {
        return der.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OcspResponse response && Arrays.equals(der, response.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }
}
