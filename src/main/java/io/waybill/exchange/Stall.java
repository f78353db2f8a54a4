package io.waybill.exchange;

import io.waybill.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Judges an exchange in which a step is late: whether a slow client took something after all, and if not, who held it up.
 * Confined to one event loop.
 */
final class Stall {

    private long clientPending;

    /** The client has fallen behind: what it has not taken now is what its progress is measured by. */
    void clientIsBehind(ClientStream client) {
        clientPending = client.bytesPending();
    }

    /**
     * What the exchange fails with, or null if it goes on because the client moved.
     *
     * @param late the step that was waited for
     */
    @Nullable
    Failure judge(Failure late, Phase phase, ClientStream client, @Nullable RequestHead request, RequestBody body) {
        if (late == Failure.TOTAL_TIMEOUT) {
            return late;
        }
        if (phase == Phase.DRAINING || (late == Failure.SERVER_IDLE && !client.isWritable())) {
            boolean moved = client.bytesPending() < clientPending;
            clientIsBehind(client);
            return moved ? null : Failure.CLIENT_IDLE;
        }
        if (late != Failure.CLIENT_IDLE) {
            return late;
        }
        if (body.waitsForServer()) {
            return Failure.SERVER_IDLE;
        }
        // A client that waits for a 100 is right to wait: it is the server that has said neither yes nor no.
        boolean waitsForLeave =
                phase == Phase.FORWARDING && request != null && request.expectsContinue() && body.received() == 0;
        return waitsForLeave ? Failure.FIRST_BYTE_TIMEOUT : late;
    }
}
