package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.Messages.StreamingInputCallRequest;
import io.grpc.testing.integration.Messages.StreamingInputCallResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.Util;
import io.waybill.e2e.GrpcProxy.Link;
import io.waybill.testkit.Waiting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The three kinds of gRPC calls that stream, between a client and a server of grpc-java. */
@ParameterizedClass
@EnumSource(Link.class)
class GrpcStreamsTest {

    private static final int[] REQUESTS = {27_182, 8, 1_828, 45_904};
    private static final int[] RESPONSES = {31_415, 9, 2_653, 58_979};

    private final GrpcProxy proxy;

    GrpcStreamsTest(Link link) {
        proxy = GrpcProxy.start(link);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void manyRequestsHaveOneResponse() {
        GrpcAnswers<StreamingInputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingInputCallRequest> requests = proxy.async().streamingInputCall(answers);
        for (int bytes : REQUESTS) {
            requests.onNext(GrpcMessages.input(bytes));
        }
        requests.onCompleted();
        assertEquals(74_922, answers.next().getAggregatedPayloadSize());
        assertEquals(Status.OK, answers.awaitEnd());
    }

    @Test
    void oneRequestHasManyResponses() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        proxy.async().streamingOutputCall(GrpcMessages.output(1, RESPONSES), answers);
        for (int bytes : RESPONSES) {
            assertEquals(bytes, size(answers.next()));
        }
        assertEquals(Status.OK, answers.awaitEnd());
    }

    @Test
    void eachPingHasItsPongBeforeTheNext() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingOutputCallRequest> requests = proxy.async().fullDuplexCall(answers);
        for (int i = 0; i < RESPONSES.length; i++) {
            requests.onNext(GrpcMessages.output(REQUESTS[i], RESPONSES[i]));
            assertEquals(RESPONSES[i], size(answers.next()));
        }
        requests.onCompleted();
        assertEquals(Status.OK, answers.awaitEnd());
        assertEquals(List.of(), answers.left());
    }

    @Test
    void anEmptyStreamEndsWell() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        proxy.async().fullDuplexCall(answers).onCompleted();
        assertEquals(Status.OK, answers.awaitEnd());
        assertEquals(List.of(), answers.left());
    }

    @Test
    void responsesMayComeAfterTheLastRequest() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingOutputCallRequest> requests = proxy.async().halfDuplexCall(answers);
        for (int i = 0; i < RESPONSES.length; i++) {
            requests.onNext(GrpcMessages.output(REQUESTS[i], RESPONSES[i]));
        }
        requests.onCompleted();
        for (int bytes : RESPONSES) {
            assertEquals(bytes, size(answers.next()));
        }
        assertEquals(Status.OK, answers.awaitEnd());
    }

    @Test
    void metadataComesBackFromAStream() {
        Metadata sent = new Metadata();
        sent.put(Util.ECHO_INITIAL_METADATA_KEY, "initial value");
        sent.put(Util.ECHO_TRAILING_METADATA_KEY, new byte[] {1, 2, 3});
        AtomicReference<Metadata> fields = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingOutputCallRequest> requests = proxy.async()
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(fields, trailers))
                .fullDuplexCall(answers);
        requests.onNext(GrpcMessages.output(1, 1));
        requests.onCompleted();
        assertEquals(Status.OK, answers.awaitEnd());
        assertEquals("initial value", GrpcMessages.came(fields).get(Util.ECHO_INITIAL_METADATA_KEY));
        assertEquals(3, GrpcMessages.came(trailers).get(Util.ECHO_TRAILING_METADATA_KEY).length);
    }

    @Test
    void aCallThatIsCancelledAtItsBeginningIsCancelledAtTheServer() {
        GrpcAnswers<StreamingInputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingInputCallRequest> requests = proxy.async().streamingInputCall(answers);
        // So that it is known to have reached the server.
        requests.onNext(GrpcMessages.input(1));
        Waiting.until("the call is at the server", proxy.server()::wasCalled);
        requests.onError(new IllegalStateException("the test gives up"));
        assertEquals(Status.Code.CANCELLED, answers.awaitEnd().getCode());
        assertEquals("cancelled", proxy.server().awaitEnd());
    }

    @Test
    void aCallThatIsCancelledAfterItsFirstResponseIsCancelledAtTheServer() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        StreamObserver<StreamingOutputCallRequest> requests = proxy.async().fullDuplexCall(answers);
        requests.onNext(GrpcMessages.output(27_182, 31_415));
        assertEquals(31_415, size(answers.next()));
        requests.onError(new IllegalStateException("the test gives up"));
        assertEquals(Status.Code.CANCELLED, answers.awaitEnd().getCode());
        assertEquals("cancelled", proxy.server().awaitEnd());
    }

    @Test
    void aCallWhoseTimeIsOverEndsAtBothEnds() {
        GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        proxy.async()
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                .streamingOutputCall(GrpcMessages.pausing(5_000), answers);
        assertEquals(1, size(answers.next()));
        assertEquals(Status.Code.DEADLINE_EXCEEDED, answers.awaitEnd().getCode());
        assertEquals("cancelled", proxy.server().awaitEnd());
    }

    @Test
    void aClientThatTakesNothingHoldsUpTheServerAndNobodyElse() {
        Slow slow = new Slow();
        int[] sizes = new int[40];
        Arrays.fill(sizes, 250_000);
        proxy.async().streamingOutputCall(GrpcMessages.output(1, sizes), slow);
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    1_000,
                    proxy.blocking()
                            .unaryCall(GrpcMessages.simple(1, 1_000))
                            .getPayload()
                            .getBody()
                            .size());
        }
        assertTrue(slow.answers.left().isEmpty(), "nobody asked for a message yet");
        slow.call().request(sizes.length);
        for (int bytes : sizes) {
            assertEquals(bytes, size(slow.answers.next()));
        }
        assertEquals(Status.OK, slow.answers.awaitEnd());
    }

    @Test
    void manyStreamsAtOnceDoNotMixTheirMessages() {
        List<GrpcAnswers<StreamingOutputCallResponse>> all = new ArrayList<>();
        List<StreamObserver<StreamingOutputCallRequest>> requests = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
            all.add(answers);
            requests.add(proxy.async().fullDuplexCall(answers));
        }
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < requests.size(); i++) {
                requests.get(i).onNext(GrpcMessages.output(10, round * 1_000 + i));
            }
            for (int i = 0; i < requests.size(); i++) {
                assertEquals(round * 1_000 + i, size(all.get(i).next()));
            }
        }
        requests.forEach(StreamObserver::onCompleted);
        all.forEach(answers -> assertEquals(Status.OK, answers.awaitEnd()));
    }

    private static int size(StreamingOutputCallResponse response) {
        return response.getPayload().getBody().size();
    }

    /** Takes no message before it is told to. */
    private static final class Slow
            implements ClientResponseObserver<StreamingOutputCallRequest, StreamingOutputCallResponse> {

        final GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
        private final AtomicReference<ClientCallStreamObserver<StreamingOutputCallRequest>> call =
                new AtomicReference<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamingOutputCallRequest> started) {
            started.disableAutoRequestWithInitial(0);
            call.set(started);
        }

        ClientCallStreamObserver<StreamingOutputCallRequest> call() {
            return Objects.requireNonNull(call.get());
        }

        @Override
        public void onNext(StreamingOutputCallResponse message) {
            answers.onNext(message);
        }

        @Override
        public void onError(Throwable cause) {
            answers.onError(cause);
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }
}
