package io.waybill.frontend;

import org.jspecify.annotations.Nullable;

/**
 * The place of one client connection among those that are open; stays the same when the connection turns from one
 * protocol to the next, as from TLS to HTTP/2. Confined to one event loop.
 */
final class OpenConnection {

    @Nullable
    OpenConnection previous;

    @Nullable
    OpenConnection next;

    private ClientConnection speaker;
    private boolean admitted;

    OpenConnection(ClientConnection speaker) {
        this.speaker = speaker;
    }

    /** Who speaks for the connection at the moment. */
    ClientConnection speaker() {
        return speaker;
    }

    void speaker(ClientConnection newSpeaker) {
        speaker = newSpeaker;
    }

    /** Whether there was room for it; one that was not admitted is answered and closed. */
    boolean isAdmitted() {
        return admitted;
    }

    void admit() {
        admitted = true;
    }
}
