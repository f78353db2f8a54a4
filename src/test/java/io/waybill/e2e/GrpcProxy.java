package io.waybill.e2e;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceStub;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A gRPC server, Waybill in front of it, and a gRPC client in front of that. Confined to one thread. */
final class GrpcProxy implements AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /** How all three speak to each other. */
    enum Link {
        /** HTTP/2 from the first byte on. */
        PLAIN,
        /** HTTP/2 by ALPN, on both sides. */
        TLS
    }

    private final TestCertificates certificates = TestCertificates.make();
    private final GrpcServer server;
    private final RunningWaybill waybill;
    private final ManagedChannel channel;

    private GrpcProxy(Link link, String poolKeys) {
        var certificate = certificates.server("127.0.0.1", "localhost");
        if (link == Link.TLS) {
            server = GrpcServer.start(certificate);
            waybill = RunningWaybill.withConfig(
                    "listeners: {edge: {address: \"127.0.0.1:0\", tls: {certificates: [%s]}}}\n"
                            + "pools: {grpc: {http: h2, tls: {ca: \"%s\"}, servers: [\"https://127.0.0.1:%d\"]%s}}\n",
                    certificate.yaml(), certificates.caFile(), server.port(), poolKeys);
        } else {
            server = GrpcServer.start();
            waybill = RunningWaybill.withConfig(
                    "pools: {grpc: {http: h2, servers: [\"127.0.0.1:%d\"]%s}}\n", server.port(), poolKeys);
        }
        channel = channel(link);
    }

    /** With nothing more than they need. */
    static GrpcProxy start(Link link) {
        return new GrpcProxy(link, "");
    }

    /** @param poolKeys further keys of the pool, in one line */
    static GrpcProxy start(Link link, String poolKeys) {
        return new GrpcProxy(link, ", " + poolKeys);
    }

    private ManagedChannel channel(Link link) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), waybill.port("edge")))
                .maxInboundMessageSize(MOST_BYTES)
                .overrideAuthority("localhost");
        if (link == Link.PLAIN) {
            return builder.usePlaintext().build();
        }
        try {
            return builder.negotiationType(NegotiationType.TLS)
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(certificates.caFile().toFile())
                            .build())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    GrpcServer server() {
        return server;
    }

    RunningWaybill waybill() {
        return waybill;
    }

    ManagedChannel channel() {
        return channel;
    }

    TestServiceBlockingStub blocking() {
        return TestServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    TestServiceStub async() {
        return TestServiceGrpc.newStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            if (!channel.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the gRPC client does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        waybill.close();
        server.close();
        certificates.close();
    }
}
