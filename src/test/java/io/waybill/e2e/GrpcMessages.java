package io.waybill.e2e;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.StreamingInputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Messages of the interoperability test service, by their sizes. */
final class GrpcMessages {

    private GrpcMessages() {}

    static SimpleRequest simple(int requestBytes, int responseBytes) {
        return SimpleRequest.newBuilder()
                .setPayload(payload(requestBytes))
                .setResponseSize(responseBytes)
                .build();
    }

    static StreamingInputCallRequest input(int bytes) {
        return StreamingInputCallRequest.newBuilder().setPayload(payload(bytes)).build();
    }

    /** Asks for a message of each of these sizes. */
    static StreamingOutputCallRequest output(int requestBytes, int... responseBytes) {
        StreamingOutputCallRequest.Builder request =
                StreamingOutputCallRequest.newBuilder().setPayload(payload(requestBytes));
        for (int bytes : responseBytes) {
            request.addResponseParameters(ResponseParameters.newBuilder().setSize(bytes));
        }
        return request.build();
    }

    /** Asks for two messages, the second so long after the first. */
    static StreamingOutputCallRequest pausing(int millis) {
        return StreamingOutputCallRequest.newBuilder()
                .addResponseParameters(ResponseParameters.newBuilder().setSize(1))
                .addResponseParameters(
                        ResponseParameters.newBuilder().setSize(1).setIntervalUs(millis * 1_000))
                .build();
    }

    /** Fields that a call has brought. */
    static Metadata came(AtomicReference<Metadata> fields) {
        return Objects.requireNonNull(fields.get());
    }

    private static Payload payload(int bytes) {
        return Payload.newBuilder()
                .setBody(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
