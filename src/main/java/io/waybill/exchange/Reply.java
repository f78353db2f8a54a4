package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * What the client of one exchange gets: the response of a server, edited, or an answer of Waybill's own; and how far
 * behind the client is in taking it. Confined to one event loop.
 */
final class Reply {

    private final ClientStream client;
    private final ExchangeRecorder recorder;
    private long pendingBefore;
    private boolean endsWithTrailers;

    Reply(ClientStream client, ExchangeRecorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    void informational(ResponseHead head, @Nullable Route route) {
        rewrite(head, route);
        client.writeInformational(head);
    }

    /** Writes the head of a server; a 101 makes a tunnel of the stream. */
    void head(ResponseHead head, @Nullable Route route, boolean requestComplete, long nowNanos) {
        recorder.responding(head.status(), nowNanos);
        rewrite(head, route);
        if (head.status() == 101) {
            client.switchProtocols(head);
        } else {
            endsWithTrailers = head.bodyLength() == BodyLength.UNKNOWN;
            client.writeHead(head, !requestComplete);
        }
    }

    private void rewrite(ResponseHead head, @Nullable Route route) {
        recorder.factory().responseRewriter().rewrite(head, recorder.id(), route);
    }

    /** Writes data of a server; whether the client keeps up. */
    boolean data(ByteBuf data) {
        client.writeData(data);
        boolean keepsUp = client.isWritable();
        if (!keepsUp) {
            clientIsBehind();
        }
        return keepsUp;
    }

    /** Writes an answer of Waybill's own, but for its end. */
    void answer(LocalAnswer answer, boolean requestComplete) {
        ResponseHead head = answer.head();
        recorder.responding(head.status(), System.nanoTime());
        client.writeHead(head, !requestComplete);
        if (answer.body() != null) {
            client.writeData(answer.body());
        }
        recorder.factory().heads().give(head);
    }

    /**
     * What a response that was begun can still end with in good order, though it failed: the trailers that tell a gRPC
     * client of it. Null where it can only be cut off.
     */
    @Nullable
    FieldSection lastWords(Failure failure, @Nullable RequestHead request) {
        boolean understood = endsWithTrailers && Grpc.isCall(request) && request != null && request.acceptsTrailers();
        boolean heard = failure.blame() != Blame.CLIENT || failure == Failure.BODY_TOO_LARGE;
        return understood && heard ? Grpc.trailers(failure, recorder.id()) : null;
    }

    /** The client has fallen behind: what it has not taken now is what its progress is measured by. */
    void clientIsBehind() {
        pendingBefore = client.bytesPending();
    }

    boolean isClientBehind() {
        return !client.isWritable();
    }

    /** Whether the client has taken anything since this was asked last, or since it fell behind. */
    boolean hasClientMoved() {
        boolean moved = client.bytesPending() < pendingBefore;
        clientIsBehind();
        return moved;
    }
}
