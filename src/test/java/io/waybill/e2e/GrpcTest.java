package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.BoolValue;
import io.grpc.testing.integration.Messages.EchoStatus;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.UnimplementedServiceGrpc;
import io.grpc.testing.integration.Util;
import io.waybill.e2e.GrpcProxy.Link;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with one request and one response, between a client and a server of grpc-java. */
@ParameterizedClass
@EnumSource(Link.class)
class GrpcTest {

    private final GrpcProxy proxy;

    GrpcTest(Link link) {
        proxy = GrpcProxy.start(link);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void anEmptyCallIsAnswered() {
        assertEquals(Empty.getDefaultInstance(), proxy.blocking().emptyCall(Empty.getDefaultInstance()));
        assertEquals("completed", proxy.server().awaitEnd());
        assertNotNull(proxy.server().received("x-unique-request-id"));
    }

    @Test
    void messagesAreAsLargeAsTheyLike() {
        SimpleResponse large = proxy.blocking().unaryCall(GrpcMessages.simple(271_828, 314_159));
        assertEquals(314_159, large.getPayload().getBody().size());
        SimpleResponse veryLarge = proxy.blocking().unaryCall(GrpcMessages.simple(10_000_000, 10_000_000));
        assertEquals(10_000_000, veryLarge.getPayload().getBody().size());
    }

    @Test
    void compressedMessagesPass() {
        AtomicReference<Metadata> fields = new AtomicReference<>();
        SimpleRequest request = GrpcMessages.simple(271_828, 314_159).toBuilder()
                .setResponseCompressed(BoolValue.newBuilder().setValue(true))
                .build();
        SimpleResponse response = proxy.blocking()
                .withCompression("gzip")
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(fields, new AtomicReference<>()))
                .unaryCall(request);
        assertEquals(314_159, response.getPayload().getBody().size());
        assertEquals("gzip", proxy.server().received("grpc-encoding"));
        assertEquals("gzip", GrpcMessages.came(fields).get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER)));
    }

    @Test
    void metadataComesBackInHeadAndTrailers() {
        byte[] binary = {(byte) 0xab, 0, 13, 10, (byte) 0xff};
        Metadata sent = new Metadata();
        sent.put(Util.ECHO_INITIAL_METADATA_KEY, "initial value");
        sent.put(Util.ECHO_TRAILING_METADATA_KEY, binary);
        AtomicReference<Metadata> fields = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        SimpleResponse response = proxy.blocking()
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(fields, trailers))
                .unaryCall(GrpcMessages.simple(1, 1));
        assertEquals(1, response.getPayload().getBody().size());
        assertEquals("initial value", GrpcMessages.came(fields).get(Util.ECHO_INITIAL_METADATA_KEY));
        assertArrayEquals(binary, GrpcMessages.came(trailers).get(Util.ECHO_TRAILING_METADATA_KEY));
    }

    @Test
    void statusAndMessageOfTheServerPassUntouched() {
        String message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \ud83d\ude08\t\n";
        SimpleRequest request = SimpleRequest.newBuilder()
                .setResponseStatus(EchoStatus.newBuilder().setCode(2).setMessage(message))
                .build();
        Status status = statusOf(() -> proxy.blocking().unaryCall(request));
        assertEquals(Status.Code.UNKNOWN, status.getCode());
        assertEquals(message, status.getDescription());
    }

    @Test
    void whatTheServerDoesNotHaveIsUnimplemented() {
        Status method = statusOf(() -> proxy.blocking().unimplementedCall(Empty.getDefaultInstance()));
        assertEquals(Status.Code.UNIMPLEMENTED, method.getCode());
        Status service = statusOf(() -> UnimplementedServiceGrpc.newBlockingStub(proxy.channel())
                .unimplementedCall(Empty.getDefaultInstance()));
        assertEquals(Status.Code.UNIMPLEMENTED, service.getCode());
    }

    @Test
    void theDeadlineReachesTheServer() {
        assertEquals(
                Empty.getDefaultInstance(),
                proxy.blocking().withDeadlineAfter(7, TimeUnit.SECONDS).emptyCall(Empty.getDefaultInstance()));
        Long millis = proxy.server().deadlineMillis();
        assertTrue(millis != null && millis > 1_000 && millis <= 7_000, () -> "deadline: " + millis);
    }

    @Test
    void manyCallsShareConnections() {
        for (int i = 0; i < 300; i++) {
            assertEquals(
                    i,
                    proxy.blocking()
                            .unaryCall(GrpcMessages.simple(1, i))
                            .getPayload()
                            .getBody()
                            .size());
        }
    }

    private static Status statusOf(Executable call) {
        return assertThrows(StatusRuntimeException.class, call).getStatus();
    }
}
