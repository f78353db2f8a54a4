package io.waybill.exchange;

import io.waybill.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Judges an exchange in which a step is late: whether a slow client took something after all, and if not, who held it up. */
final class Stall {

    private Stall() {}

    /**
     * What the exchange fails with, or null if it goes on because the client moved.
     *
     * @param late the step that was waited for
     */
    static @Nullable Failure judge(
            Failure late, Phase phase, Reply reply, @Nullable RequestHead request, RequestBody body) {
        if (late == Failure.TOTAL_TIMEOUT) {
            return late;
        }
        boolean waitsForClient = (late == Failure.SERVER_IDLE || late == Failure.TUNNEL_IDLE) && reply.isClientBehind();
        if (phase == Phase.DRAINING || waitsForClient) {
            return reply.hasClientMoved() ? null : Failure.CLIENT_IDLE;
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
