package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.waybill.e2e.GrpcProxy.Link;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where Waybill itself has to answer a gRPC call, it says so in words of gRPC. */
class GrpcStatusTest {

    @ParameterizedTest
    @EnumSource(Link.class)
    void aServerThatIsGoneIsUnavailable(Link link) {
        try (GrpcProxy proxy = GrpcProxy.start(link)) {
            proxy.server().close();
            Status status = assertThrows(
                            StatusRuntimeException.class, () -> proxy.blocking().emptyCall(Empty.getDefaultInstance()))
                    .getStatus();
            assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
            assertTrue(String.valueOf(status.getDescription()).matches("(?s).*[0-9A-F]{8}-.*"), status::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void aServerThatIsTooSlowExceedsTheDeadline(Link link) {
        try (GrpcProxy proxy = GrpcProxy.start(link, "timeouts: {total: 400ms}")) {
            GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
            // Nothing comes before the message that is late: not even a head.
            proxy.async()
                    .streamingOutputCall(
                            GrpcMessages.output(1, 1).toBuilder()
                                    .setResponseParameters(
                                            0,
                                            GrpcMessages.output(1, 1).getResponseParameters(0).toBuilder()
                                                    .setIntervalUs(8_000_000))
                                    .build(),
                            answers);
            Status status = answers.awaitEnd();
            assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
            assertEquals("cancelled", proxy.server().awaitEnd());
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void aServerThatStopsInTheMiddleExceedsTheDeadlineInTrailers(Link link) {
        try (GrpcProxy proxy = GrpcProxy.start(link, "timeouts: {total: 700ms}")) {
            GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
            proxy.async().streamingOutputCall(GrpcMessages.pausing(8_000), answers);
            assertEquals(1, answers.next().getPayload().getBody().size());
            Status status = answers.awaitEnd();
            assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode(), status::toString);
            assertEquals("cancelled", proxy.server().awaitEnd());
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void aServerThatDiesInTheMiddleIsUnavailable(Link link) {
        try (GrpcProxy proxy = GrpcProxy.start(link)) {
            GrpcAnswers<StreamingOutputCallResponse> answers = new GrpcAnswers<>();
            proxy.async().streamingOutputCall(GrpcMessages.pausing(8_000), answers);
            assertEquals(1, answers.next().getPayload().getBody().size());
            proxy.server().close();
            Status status = answers.awaitEnd();
            assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
        }
    }

    /** The client of grpc-java would give up by itself, and so would its server. */
    @Test
    void waybillKeepsTheClientsDeadlineByItself() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig("pools: {grpc: {servers: [\"127.0.0.1:%d\"]}}\n", server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read head");
            client.headers(
                    1,
                    false,
                    ":method: POST",
                    ":scheme: http",
                    ":authority: localhost",
                    ":path: /grpc.testing.TestService/StreamingInputCall",
                    "content-type: application/grpc",
                    "te: trailers",
                    "grpc-timeout: 300m");
            Http2Response response = client.awaitResponse(1);
            assertEquals(200, response.status());
            assertEquals("4", response.field("grpc-status"), response::toString);
        }
    }
}
