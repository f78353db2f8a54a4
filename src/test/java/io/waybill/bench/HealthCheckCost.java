package io.waybill.bench;

import com.sun.management.OperatingSystemMXBean;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.ExpectConfig;
import io.waybill.config.ExpectConfig.StatusRange;
import io.waybill.config.Http2Config;
import io.waybill.config.HttpCheckConfig;
import io.waybill.config.InitialState;
import io.waybill.config.LinkConfig;
import io.waybill.exchange.Failure;
import io.waybill.health.CheckCode;
import io.waybill.health.HealthChecks;
import io.waybill.health.Probe;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.requestid.RequestIds;
import io.waybill.upstream.LoopConnector;
import io.waybill.upstream.UpstreamLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What checks cost: 2,000 servers, asked every 2 s over 30 s. The servers are another process, {@link CheckedServers}, on
 * as many loopback addresses, so that what the kernel does for them is counted here as well. Prints processor time of this
 * process as a share of one core; the compiler of the JVM has its share in it for about a minute.
 *
 * <p>To be run with the flags of the JVM that {@code bin/waybill} chooses. Arguments: {@code http} (connections are kept), {@code closing} (the servers close each time) or {@code tcp}.
 */
public final class HealthCheckCost {

    private static final int SERVERS = 2000;
    private static final int WARM_UP_SECONDS = 60;
    private static final int SECONDS = 30;

    private HealthCheckCost() {}

    public static void main(String[] arguments) throws IOException {
        String kind = arguments.length == 0 ? "http" : arguments[0];
        Process servers = servers(kind);
        try (Loops loops = Loops.start(Transports.best(), 1, "waybill-checks")) {
            int port = portOf(servers);
            AtomicLong changes = new AtomicLong();
            try (HealthChecks checks = checks(loops, changes)) {
                List<Server> checked = new ArrayList<>();
                ServerRegistry registry = new ServerRegistry(1, Failure.count());
                for (int i = 0; i < SERVERS; i++) {
                    InetSocketAddress address = new InetSocketAddress(CheckedServers.address(i), port);
                    checked.add(registry.server(new ServerId("web", "s" + i), address, false, 1));
                }
                measure(kind, checks, checked);
                System.out.println("changes of health: " + changes.get() + ", expected " + SERVERS);
            }
        } finally {
            servers.destroy();
        }
    }

    private static void measure(String kind, HealthChecks checks, List<Server> servers) {
        long began = System.nanoTime();
        CompletableFuture.allOf(servers.stream()
                        .map(server -> checks.start(server, rules(kind), LinkConfig.STANDARD))
                        .toArray(CompletableFuture[]::new))
                .join();
        System.out.printf("first verdict of all %d servers after %d ms%n", SERVERS, millisSince(began));
        Map<CheckCode, Long> codes = servers.stream()
                .flatMap(server -> checks.view(server).probes().stream().limit(1))
                .collect(Collectors.groupingBy(Probe::code, Collectors.counting()));
        System.out.println("first verdicts: " + codes);
        pause(WARM_UP_SECONDS);
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long from = System.nanoTime();
        long cpuFrom = process.getProcessCpuTime();
        pause(SECONDS);
        long cpu = process.getProcessCpuTime() - cpuFrom;
        double share = 100.0 * cpu / (System.nanoTime() - from);
        long failed = servers.stream()
                .mapToLong(server -> checks.view(server).failed())
                .sum();
        double perCheck = cpu / 1e3 / (SERVERS * SECONDS / 2.0);
        System.out.printf("%s: %.2f %% of a core, %.1f us per check, %d failed%n", kind, share, perCheck, failed);
    }

    private static HealthChecks checks(Loops loops, AtomicLong changes) {
        Loop loop = loops.all().get(0);
        HeadPool heads = new HeadPool();
        HeadLimits limits = new HeadLimits(32_768, 200, 16_384, 16_384, 100, 1024);
        LoopConnector connector = LoopConnector.forChecks(
                loop,
                loops.socketChannel(),
                heads,
                new UpstreamLimits(limits, 10, Http2Config.standard()),
                new UpstreamTlsContexts(TlsProvider.JDK));
        loop.everyTick(() -> connector.closeExpired(System.nanoTime()));
        return new HealthChecks(
                loop,
                connector,
                new RequestIds("bench").forLoop(),
                heads,
                "X-Unique-Request-Id",
                (server, health, cause) -> changes.incrementAndGet());
    }

    private static CheckConfig rules(String kind) {
        Duration interval = Duration.ofSeconds(2);
        CheckTiming timing = new CheckTiming(interval, interval, interval, Duration.ofSeconds(1));
        ExpectConfig expect = new ExpectConfig(List.of(new StatusRange(200, 399)), null);
        @Nullable
        HttpCheckConfig http =
                kind.equals("tcp") ? null : new HttpCheckConfig("GET", "/healthz", null, Map.of(), expect, List.of());
        return new CheckConfig(http, null, null, 0, timing, 2, 3, InitialState.CHECK);
    }

    private static Process servers(String kind) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckedServers.class.getName(),
                        Integer.toString(SERVERS),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int portOf(Process servers) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(servers.getInputStream(), StandardCharsets.US_ASCII));
        return Integer.parseInt(out.readLine());
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
