package io.waybill.exchange;

import io.waybill.requestid.RequestIds;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted PROXY header calls a connection (unique ID, type 0x05): the ID of its first request, and of no other.
 * Confined to one event loop.
 */
final class GivenId {

    private byte @Nullable [] id;

    GivenId(byte[] id) {
        this.id = id;
    }

    /** The ID, the first time that it is asked for; null afterwards, and if it is not acceptable as an ID. */
    byte @Nullable [] take() {
        byte[] taken = id;
        id = null;
        return taken != null && RequestIds.isAcceptable(taken, 0, taken.length) ? taken : null;
    }
}
