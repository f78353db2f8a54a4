package io.waybill.route;

import org.jspecify.annotations.Nullable;

/**
 * An answer that a route gives without a server. Immutable: the arrays are not to be changed.
 *
 * @param status 200 to 599
 * @param body empty for none
 * @param contentType value of the field Content-Type; empty for no such field
 * @param location where a redirect leads; null if it is none
 */
public record FixedResponse(
        int status,
        byte[] body,
        byte[] contentType,
        @Nullable LocationTemplate location) {

    public FixedResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: found " + status + ", expected 200 to 599");
        }
    }
}
