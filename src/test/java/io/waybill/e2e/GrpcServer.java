package io.waybill.e2e;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.testing.integration.TestServiceImpl;
import io.waybill.testkit.TestCertificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The interoperability test service of grpc-java on a free port of 127.0.0.1, with gRPC's health service beside it. */
final class GrpcServer implements AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final HealthStatusManager health = new HealthStatusManager();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Long> deadlineMillis = new AtomicReference<>();
    private final AtomicReference<@Nullable Metadata> received = new AtomicReference<>();
    private final Server server;

    private GrpcServer(@Nullable Issued certificate) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(MOST_BYTES)
                .addService(health.getHealthService())
                .addService(ServerInterceptors.intercept(
                        ServerInterceptors.intercept(new TestServiceImpl(executor), TestServiceImpl.interceptors()),
                        new Witness()));
        try {
            if (certificate != null) {
                builder.sslContext(GrpcSslContexts.forServer(
                                certificate.chain().toFile(), certificate.key().toFile())
                        .build());
            }
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GrpcServer start() {
        return new GrpcServer(null);
    }

    static GrpcServer start(Issued certificate) {
        return new GrpcServer(certificate);
    }

    int port() {
        return server.getPort();
    }

    /** What it answers when it is asked for its health. */
    HealthStatusManager health() {
        return health;
    }

    /** Waits for the end of the next call, in order, and says how it ended: {@code completed} or {@code cancelled}. */
    String awaitEnd() {
        try {
            String end = ends.poll(10, TimeUnit.SECONDS);
            if (end == null) {
                throw new AssertionError("no call has ended at the server");
            }
            return end;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How long the last call was allowed to take when it came, by what it said itself; null if it did not. */
    @Nullable
    Long deadlineMillis() {
        return deadlineMillis.get();
    }

    /** Whether a call of the test service has come. */
    boolean wasCalled() {
        return received.get() != null;
    }

    /** The field of the last call; null if it had none. */
    @Nullable
    String received(String name) {
        Metadata fields = received.get();
        return fields == null ? null : fields.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    @Override
    public void close() {
        server.shutdownNow();
        executor.shutdownNow();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the gRPC server does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps what can be told of calls. */
    private final class Witness implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata fields, ServerCallHandler<Q, A> next) {
            received.set(fields);
            var deadline = Context.current().getDeadline();
            deadlineMillis.set(deadline == null ? null : deadline.timeRemaining(TimeUnit.MILLISECONDS));
            return new SimpleForwardingServerCallListener<>(next.startCall(call, fields)) {
                @Override
                public void onCancel() {
                    ends.add("cancelled");
                    super.onCancel();
                }

                @Override
                public void onComplete() {
                    ends.add("completed");
                    super.onComplete();
                }
            };
        }
    }
}
