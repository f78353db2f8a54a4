package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.InitialState;
import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC's health protocol, asked of grpc-java's own server. */
class GrpcCheckTest {

    private static final LinkConfig H2 = new LinkConfig(ServerHttp.H2, PoolTlsConfig.STANDARD, SendProxy.OFF);

    private final HealthStatusManager health = new HealthStatusManager();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Status refusal = Status.OK;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        ServerInterceptor spy = new ServerInterceptor() {
            @Override
            public <Q, R> io.grpc.ServerCall.Listener<Q> interceptCall(
                    io.grpc.ServerCall<Q, R> call, io.grpc.Metadata headers, io.grpc.ServerCallHandler<Q, R> next) {
                seen.add(call.getMethodDescriptor().getFullMethodName() + " " + headers);
                if (!refusal.isOk()) {
                    call.close(refusal, new io.grpc.Metadata());
                    return new io.grpc.ServerCall.Listener<>() {};
                }
                return next.startCall(call, headers);
            }
        };
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerInterceptors.intercept(health.getHealthService(), spy))
                .build()
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    private static CheckConfig grpc(String service, CheckTiming timing) {
        return new CheckConfig(null, service, null, 0, timing, 2, 3, InitialState.CHECK);
    }

    private Probe probe(String service) {
        try (Checking checking = Checking.start()) {
            return checking.firstProbe(checking.server(server.getPort()), grpc(service, Checks.RARE), H2);
        }
    }

    @Test
    void servingPasses() {
        Probe probe = probe("");
        assertEquals(CheckCode.L7OK, probe.code(), probe.text());
        assertEquals(200, probe.status());
        health.setStatus("orders.v1.Orders", ServingStatus.SERVING);
        assertEquals(CheckCode.L7OK, probe("orders.v1.Orders").code());
        String call = seen.get(1);
        assertTrue(call.startsWith("grpc.health.v1.Health/Check "), call);
        assertTrue(call.contains("x-unique-request-id=HC-"), call);
        assertTrue(call.contains("user-agent=waybill-check"), call);
    }

    @Test
    void notServingAndUnknownFailAndSayWhatTheyAre() {
        health.setStatus("orders.v1.Orders", ServingStatus.NOT_SERVING);
        Probe probe = probe("orders.v1.Orders");
        assertEquals(CheckCode.L7STS, probe.code());
        assertEquals("service is NOT_SERVING, expected SERVING", probe.text());
        health.setStatus("orders.v1.Orders", ServingStatus.UNKNOWN);
        assertEquals("service is UNKNOWN, expected SERVING", probe("orders.v1.Orders").text());
    }

    @Test
    void aServiceThatTheServerDoesNotKnowFailsWithItsStatus() {
        Probe probe = probe("nobody.v1.Nobody");
        assertEquals(CheckCode.L7STS, probe.code());
        assertTrue(probe.text().startsWith("grpc-status 5 NOT_FOUND"), probe.text());
    }

    @Test
    void aServiceNameOfManyBytesIsAskedForWhole() {
        String name = "orders.".repeat(40) + "Orders";
        health.setStatus(name, ServingStatus.SERVING);
        assertEquals(CheckCode.L7OK, probe(name).code());
    }

    @Test
    void anErrorOfTheServerIsShownWithItsMessage() {
        refusal = Status.UNAVAILABLE.withDescription("warming up");
        Probe probe = probe("");
        assertEquals(CheckCode.L7STS, probe.code());
        assertEquals("grpc-status 14 UNAVAILABLE: warming up", probe.text());
    }

    @Test
    void aChangeOfTheServiceIsNoticedOnTheSameConnection() {
        try (Checking checking = Checking.start()) {
            io.waybill.pool.Server checked = checking.server(server.getPort());
            checking.start(checked, grpc("", Checks.OFTEN), H2).join();
            health.setStatus("", ServingStatus.NOT_SERVING);
            Waiting.until("it is down", () -> checking.told().contains("a DOWN L7STS"));
            int told = checking.told().size();
            health.setStatus("", ServingStatus.SERVING);
            Waiting.until("it is up again", () -> checking.told()
                    .subList(told, checking.told().size())
                    .contains("a UP L7OK"));
        }
    }

    @Test
    void whoSpeaksHttp1IsNotGrpc() {
        try (ScriptedServer plain = ScriptedServer.start();
                Checking checking = Checking.start()) {
            plain.onNextConnection("wait for ever");
            Probe silent = checking.firstProbe(
                    checking.server("b", plain.port()), grpc("", Checks.timing(60_000, 60_000, 60_000, 300)), H2);
            assertTrue(!silent.code().isPassed(), silent::toString);
            plain.onNextConnection(HttpText.response(400, "what?"), "close");
            Probe http1 = checking.firstProbe(checking.server("c", plain.port()), grpc("", Checks.RARE), H2);
            assertTrue(!http1.code().isPassed(), http1::toString);
        }
    }

    @Test
    void anAnswerThatIsNotGrpcSaysWhatItIs() {
        // A proxy in between, say, whose own page comes back over HTTP/2.
        try (RunningWaybill page = RunningWaybill.withConfig(
                        "routes: [{path: /, respond: {status: 200, body: \"<html>\"}}]\n");
                Checking checking = Checking.start()) {
            Probe probe = checking.firstProbe(checking.server(page.port("edge")), grpc("", Checks.RARE), H2);
            assertEquals(CheckCode.L7RSP, probe.code(), probe.text());
            assertTrue(probe.text().startsWith("not gRPC: found text/plain"), probe.text());
        }
    }
}
