package io.waybill.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import io.waybill.pool.AdminState;
import io.waybill.pool.Health;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.ProtocolEvent;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaybillMetricsTest {

    private static final Path DOCUMENTATION = Path.of("docs/metrics.md");
    private static final Pattern TYPE_LINE = Pattern.compile("# TYPE (\\S+) \\S+");
    private static final Pattern TABLE_ROW = Pattern.compile("\\| `([a-z0-9_]+)` \\|.*");
    private static final String NOT_ALWAYS = "only ";
    private static final long MILLI = 1_000_000;

    private static final PoolSettings SETTINGS = new PoolSettings(
            Policy.ROUND_ROBIN, MILLI, MILLI, MILLI, 0, 0, true, 16, MILLI, 0, 50, LinkConfig.STANDARD, false);

    private final TrafficStats traffic = new TrafficStats(1, 2);
    private final ConnectionStats connections = new ConnectionStats(1);
    private final ProtocolStats protocols = new ProtocolStats(1);
    private @Nullable CheckFigures checks = new CheckFigures(true, 3 * MILLI, 5, false);
    private final ServerRegistry registry = new ServerRegistry(1, 2);
    private final Server server = registry.server(
            new ServerId("web", "b"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), false, 3);
    private final Pool pool = registry.pool("web", SETTINGS, List.of(server));
    private final List<Source> sources = new ArrayList<>(List.of(
            Source.listener("edge", traffic::view, connections::view, protocols::view),
            pool("web"),
            new Source(
                    Source.Kind.SERVER,
                    List.of("web", "b"),
                    traffic::view,
                    connections::view,
                    () -> HealthFigures.of(server, checks))));
    private final List<CertificateEnd> certificates =
            List.of(new CertificateEnd("edge", "", "/etc/waybill/site.pem", 12.5));
    private final WaybillMetrics metrics = new WaybillMetrics(new WaybillMetrics.Inputs(
            () -> sources, () -> certificates, List.of("no-route", "internal"), () -> 7, () -> 3));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void trafficIsPublishedPerListenerPoolAndServer() {
        traffic.loop(0).began();
        traffic.loop(0).finished(204, -1, 100, 250);
        traffic.loop(0).began();

        String text = metrics.scrape();

        assertLine(text, "waybill_listener_requests_total{listener=\"edge\"} 2.0");
        assertLine(text, "waybill_pool_requests_total{pool=\"web\"} 2.0");
        assertLine(text, "waybill_server_requests_total{pool=\"web\",server=\"b\"} 2.0");
        assertLine(text, "waybill_pool_requests_in_flight{pool=\"web\"} 1.0");
        assertLine(text, "waybill_pool_responses_total{class=\"2xx\",pool=\"web\"} 1.0");
        assertLine(text, "waybill_pool_responses_total{class=\"5xx\",pool=\"web\"} 0.0");
        assertLine(text, "waybill_pool_received_bytes_total{pool=\"web\"} 100.0");
        assertLine(text, "waybill_pool_sent_bytes_total{pool=\"web\"} 250.0");
        assertLine(text, "waybill_access_log_written_lines_total 7.0");
        assertLine(text, "waybill_access_log_dropped_lines_total 3.0");
    }

    @Test
    void failuresAreNamedByWordAndThoseOfServersOnlyWhenTheyHappened() {
        traffic.loop(0).began();
        traffic.loop(0).finished(500, 1, 0, 0);

        String text = metrics.scrape();

        assertLine(text, "waybill_pool_failures_total{failure=\"internal\",pool=\"web\"} 1.0");
        assertLine(text, "waybill_pool_failures_total{failure=\"no-route\",pool=\"web\"} 0.0");
        assertLine(text, "waybill_server_failures_total{failure=\"internal\",pool=\"web\",server=\"b\"} 1.0");
        assertFalse(text.contains("waybill_server_failures_total{failure=\"no-route\""));
    }

    @Test
    void timesArePublishedInSeconds() {
        traffic.loop(0).timed(5 * MILLI, 2 * MILLI);
        traffic.loop(0).timed(100_000 * MILLI, -1);

        String text = metrics.scrape();

        assertLine(text, "waybill_pool_request_seconds_bucket{pool=\"web\",le=\"0.004096\"} 0");
        assertLine(text, "waybill_pool_request_seconds_bucket{pool=\"web\",le=\"0.008192\"} 1");
        assertLine(text, "waybill_pool_request_seconds_bucket{pool=\"web\",le=\"67.108864\"} 1");
        assertLine(text, "waybill_pool_request_seconds_bucket{pool=\"web\",le=\"+Inf\"} 2");
        assertLine(text, "waybill_pool_request_seconds_count{pool=\"web\"} 2");
        assertLine(text, "waybill_pool_request_seconds_sum{pool=\"web\"} 100.005");
        assertLine(text, "waybill_pool_first_byte_seconds_count{pool=\"web\"} 1");
        assertLine(text, "waybill_server_request_seconds{pool=\"web\",server=\"b\",quantile=\"0.99\"} 100.0");
        assertLine(text, "waybill_server_request_seconds_count{pool=\"web\",server=\"b\"} 2");
    }

    @Test
    void connectionsArePublished() {
        connections.loop(0).opened();
        connections.loop(0).idle(1);
        connections.loop(0).reused();
        connections.loop(0).connectFailed();
        connections.loop(0).refused();

        String text = metrics.scrape();

        assertLine(text, "waybill_server_connections_open{pool=\"web\",server=\"b\"} 1.0");
        assertLine(text, "waybill_server_connections_idle{pool=\"web\",server=\"b\"} 1.0");
        assertLine(text, "waybill_server_connections_reused_total{pool=\"web\",server=\"b\"} 1.0");
        assertLine(text, "waybill_server_connections_failed_total{pool=\"web\",server=\"b\"} 1.0");
        assertLine(text, "waybill_listener_connections_refused_total{listener=\"edge\"} 1.0");
    }

    @Test
    void healthIsPublished() {
        assertHealth("usable_servers", "usable", 1);
        assertLine(metrics.scrape(), "waybill_server_weight{pool=\"web\",server=\"b\"} 3.0");
        assertLine(metrics.scrape(), "waybill_server_check_seconds{pool=\"web\",server=\"b\"} 0.003");
        assertLine(metrics.scrape(), "waybill_server_checks_failed_total{pool=\"web\",server=\"b\"} 5.0");

        server.state(server.state().with(Health.unseen(2, 3).after(false).after(false)), "test");
        pool.usableServersChanged();

        assertHealth("servers_up", "up", 0);
        assertHealth("in_panic", "usable", 1, 0);
        assertHealth("usable_servers", "in_maint", 1, 0);
        server.state(server.state().with(AdminState.MAINT), "test");
        pool.usableServersChanged();
        assertHealth("usable_servers", "in_drain", 0);
        assertHealth("servers", "in_maint", 1);
    }

    private void assertHealth(String ofPool, String ofServer, int expected) {
        assertHealth(ofPool, ofServer, expected, expected);
    }

    private void assertHealth(String ofPool, String ofServer, int expectedPool, int expectedServer) {
        String text = metrics.scrape();
        assertLine(text, "waybill_pool_" + ofPool + "{pool=\"web\"} " + expectedPool + ".0");
        assertLine(text, "waybill_server_" + ofServer + "{pool=\"web\",server=\"b\"} " + expectedServer + ".0");
    }

    @Test
    void whatHappensBelowRequestsIsPublishedByEvent() {
        protocols.loop(0).count(ProtocolEvent.TLS_HANDSHAKE);
        protocols.loop(0).count(ProtocolEvent.TUNNEL_OPENED);
        protocols.loop(0).count(ProtocolEvent.FLOOD_PING);

        String text = metrics.scrape();

        assertLine(text, "waybill_listener_protocol_events_total{event=\"tls_handshake\",listener=\"edge\"} 1.0");
        assertLine(text, "waybill_listener_protocol_events_total{event=\"tls_failed\",listener=\"edge\"} 0.0");
        assertLine(text, "waybill_listener_protocol_events_total{event=\"flood_ping\",listener=\"edge\"} 1.0");
        assertLine(text, "waybill_listener_tunnels_open{listener=\"edge\"} 1.0");
        protocols.loop(0).count(ProtocolEvent.TUNNEL_CLOSED);
        assertLine(metrics.scrape(), "waybill_listener_tunnels_open{listener=\"edge\"} 0.0");
    }

    @Test
    void theDaysThatCertificatesHaveLeftArePublished() {
        assertLine(
                metrics.scrape(),
                "waybill_certificate_expiry_days{file=\"/etc/waybill/site.pem\",listener=\"edge\",pool=\"\"} 12.5");
    }

    @Test
    void aServerThatIsNotCheckedHasNoFiguresOfChecks() {
        checks = null;
        assertFalse(metrics.scrape().contains("waybill_server_check"));
    }

    private Source pool(String name) {
        return new Source(
                Source.Kind.POOL,
                List.of(name),
                traffic::view,
                () -> ConnectionView.NONE,
                () -> HealthFigures.of(pool));
    }

    @Test
    void aServerThatIsGoneIsGoneFromTheNextScrape() {
        assertTrue(metrics.scrape().contains("server=\"b\""));
        sources.remove(2);
        assertFalse(metrics.scrape().contains("server=\"b\""));
    }

    @Test
    void namesThatNeedEscapingDoNotBreakTheFormat() {
        sources.add(pool("a\"b\\c\nd"));

        assertTrue(metrics.scrape().contains("waybill_pool_requests_total{pool=\"a\\\"b\\\\c\\nd\"} 0.0"));
    }

    @Test
    void documentationAndScrapeHaveTheSameMetrics() throws IOException {
        traffic.loop(0).began();
        traffic.loop(0).finished(500, 1, 0, 0);
        traffic.loop(0).timed(MILLI, MILLI);
        Set<String> scraped = metrics.scrape()
                .lines()
                .map(TYPE_LINE::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = new TreeSet<>();
        Set<String> sometimes = new TreeSet<>();
        for (String line : Files.readAllLines(DOCUMENTATION)) {
            var row = TABLE_ROW.matcher(line);
            if (row.matches()) {
                (line.contains(NOT_ALWAYS) ? sometimes : documented).add(row.group(1));
            }
        }

        scraped.removeAll(sometimes);
        assertEquals(String.join("\n", documented), String.join("\n", scraped));
    }

    private static void assertLine(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), () -> line + " not in\n" + text);
    }
}
