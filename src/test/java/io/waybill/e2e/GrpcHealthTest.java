package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import io.waybill.testkit.AdminCall;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Checks by gRPC's own health service, as grpc-java has it. */
class GrpcHealthTest {

    private static final String CHECK = "check: {grpc: shop.Orders, interval: 200ms, timeout: 190ms, rise: 1, fall: 3}";

    @Test
    void aServerThatDoesNotServeTheServiceGetsNoCall() {
        try (GrpcServer first = GrpcServer.start();
                GrpcServer second = GrpcServer.start()) {
            serving(first, ServingStatus.SERVING);
            serving(second, ServingStatus.SERVING);
            String config = "pools: {grpc: {http: h2, balance: round-robin, servers: [{name: a, address: "
                    + "\"127.0.0.1:%d\"}, {name: b, address: \"127.0.0.1:%d\"}], " + CHECK + "}}\n";
            try (RunningWaybill waybill = RunningWaybill.withConfig(config, first.port(), second.port());
                    Client client = new Client(waybill.port("edge"))) {
                awaitUsable(waybill, "a", true);
                awaitUsable(waybill, "b", true);
                client.calls(4);
                assertEquals("completed", first.awaitEnd());
                assertEquals("completed", second.awaitEnd());

                serving(first, ServingStatus.NOT_SERVING);
                awaitUsable(waybill, "a", false);
                client.calls(6);
                assertEquals("completed", first.awaitEnd());
                for (int i = 0; i < 7; i++) {
                    assertEquals("completed", second.awaitEnd());
                }

                serving(first, ServingStatus.SERVING);
                awaitUsable(waybill, "a", true);
                client.calls(2);
                assertEquals("completed", first.awaitEnd());
                assertEquals("completed", second.awaitEnd());
            }
        }
    }

    @Test
    void aServerThatDoesNotKnowTheServiceIsDown() {
        try (GrpcServer server = GrpcServer.start()) {
            server.health().setStatus("", ServingStatus.SERVING);
            String config =
                    "pools: {grpc: {http: h2, servers: [{name: a, address: \"127.0.0.1:%d\"}], " + CHECK + "}}\n";
            try (RunningWaybill waybill = RunningWaybill.withConfig(config, server.port());
                    Client client = new Client(waybill.port("edge"))) {
                awaitUsable(waybill, "a", false);
                Status status = assertThrows(StatusRuntimeException.class, () -> client.calls(1))
                        .getStatus();
                assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
            }
        }
    }

    @Test
    void checksAreMadeOverTlsToServersThatSpeakIt() {
        try (TestCertificates certificates = TestCertificates.make();
                GrpcServer server = GrpcServer.start(certificates.server("127.0.0.1"))) {
            serving(server, ServingStatus.SERVING);
            String config =
                    "pools: {grpc: {http: h2, tls: {ca: \"%s\"}, servers: [{name: a, address: \"https://127.0.0.1:%d\"}], "
                            + CHECK + "}}\n";
            try (RunningWaybill waybill = RunningWaybill.withConfig(config, certificates.caFile(), server.port());
                    Client client = new Client(waybill.port("edge"))) {
                awaitUsable(waybill, "a", true);
                client.calls(1);
                serving(server, ServingStatus.NOT_SERVING);
                awaitUsable(waybill, "a", false);
            }
        }
    }

    private static void serving(GrpcServer server, ServingStatus status) {
        server.health().setStatus("shop.Orders", status);
    }

    private static void awaitUsable(RunningWaybill waybill, String server, boolean usable) {
        String path = "/pools/grpc/servers/" + server + "?format=json";
        Waiting.until(
                server + " is usable: " + usable,
                () -> AdminCall.get(waybill.adminPort(), path)
                                .json()
                                .at("/usable")
                                .asBoolean(!usable)
                        == usable);
    }

    private static final class Client implements AutoCloseable {

        private final ManagedChannel channel;
        private final TestServiceBlockingStub stub;

        Client(int port) {
            channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .usePlaintext()
                    .build();
            stub = TestServiceGrpc.newBlockingStub(channel);
        }

        void calls(int count) {
            for (int i = 0; i < count; i++) {
                assertEquals(Empty.getDefaultInstance(), stub.emptyCall(Empty.getDefaultInstance()));
            }
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
