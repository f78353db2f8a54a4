package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.config.TlsConfig;
import io.waybill.exchange.Failure;
import io.waybill.pool.Server;
import io.waybill.stats.ProtocolCounters;
import io.waybill.stats.ProtocolEvent;
import io.waybill.stats.TrafficCounters;
import io.waybill.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatsViewTest {

    private static final String ADDRESS = "127.0.0.1:9119";

    private final TestSource source = new TestSource();

    private JsonNode json() {
        return JsonMapper.shared().readTree(StatsJson.all(StatsView.of(source, ADDRESS)));
    }

    private String text() {
        return StatsText.all(StatsView.of(source, ADDRESS));
    }

    @Test
    void theFieldsOfTheProcessComeFirstAndInTheirOrder() {
        source.pool("api", "one");
        List<String> names = new ArrayList<>(json().propertyNames());
        assertEquals(
                List.of(
                        "base_dir",
                        "build_type",
                        "command",
                        "cwd",
                        "host",
                        "pid",
                        "sock_addr",
                        "user",
                        "version",
                        "node",
                        "uptime_s",
                        "config",
                        "runtime",
                        "access_log",
                        "listeners",
                        "pools"),
                names);
        assertEquals(4711, json().get("pid").asInt());
        assertEquals(ADDRESS, json().get("sock_addr").asString());
        assertTrue(json().get("uptime_s").asLong() >= 11_592);
    }

    @Test
    void trafficIsToldWithUnitsAndOnlyWithErrorsThatHappened() {
        source.pool("api", "one");
        Server server = source.pools.get(0).servers().get(0);
        traffic(server.traffic().loop(0), 90, 200, -1, 4 * TestSource.MILLI);
        traffic(server.traffic().loop(0), 10, 502, kind(Failure.CONNECT_REFUSED), 20 * TestSource.MILLI);
        server.traffic().loop(0).began();
        server.connections().loop(0).opened();
        server.connections().loop(0).opened();
        server.connections().loop(0).idle(1);

        JsonNode one = json().at("/pools/0/servers/0");

        assertEquals("one", one.get("name").asString());
        assertEquals("10.0.0.1:8080", one.get("address").asString());
        assertEquals("no check", one.get("status").asString());
        assertEquals(101, one.get("requests").asLong());
        assertEquals(1, one.get("in_flight").asLong());
        assertEquals(90, one.at("/responses/2xx").asLong());
        assertEquals(10, one.at("/responses/5xx").asLong());
        assertEquals("{\"connect-refused\":10}", one.get("errors").toString());
        assertEquals(100 * 300, one.get("received_bytes").asLong());
        assertEquals(100 * 5000, one.get("sent_bytes").asLong());
        assertEquals(1, one.at("/connections/idle").asLong());
        assertEquals(1, one.at("/connections/in_use").asLong());
        assertEquals(100, one.at("/total_time/since_start/count").asLong());
        assertEquals(4.0, one.at("/total_time/since_start/p50_ms").asDouble(), 0.26);
        assertEquals(20.0, one.at("/total_time/since_start/p99_ms").asDouble(), 1.3);
        assertEquals(20.0, one.at("/total_time/last_minute/max_ms").asDouble(), 1.3);
        assertEquals(2.0, one.at("/first_byte_time/last_minute/p50_ms").asDouble(), 0.13);
    }

    @Test
    void timesOfNothingAreNullAndNotZero() {
        source.pool("api", "one");
        JsonNode window = json().at("/pools/0/total_time/since_start");
        assertEquals(
                "{\"count\":0,\"p50_ms\":null,\"p90_ms\":null,\"p99_ms\":null,\"max_ms\":null}", window.toString());
    }

    @Test
    void theLastErrorOfTheConfigurationIsShownOrNull() {
        assertTrue(json().at("/config/last_error").isNull());
        source.lastError = "waybill.yaml:3:1: pools.api: found nothing";
        assertEquals(source.lastError, json().at("/config/last_error").asString());
        assertTrue(text().contains("last error: " + source.lastError + "\n"));
    }

    @Test
    void tlsOfAListenerIsToldWithItsCertificatesAndWhatBecameOfHandshakes() throws Exception {
        try (TestCertificates certificates = TestCertificates.make()) {
            source.tls = new TlsFacts("boringssl", tls(certificates));
            ProtocolCounters counters = source.listenerProtocols.loop(0);
            counters.count(ProtocolEvent.TLS_HANDSHAKE);
            counters.count(ProtocolEvent.TLS_HANDSHAKE);
            counters.count(ProtocolEvent.TLS_RESUMED);
            counters.count(ProtocolEvent.TLS_FAILED);
            counters.count(ProtocolEvent.PLAIN_ON_TLS);
            counters.count(ProtocolEvent.HTTP2_CONNECTION);
            counters.count(ProtocolEvent.FLOOD_PING);
            counters.count(ProtocolEvent.PROXY_REFUSED);
            counters.count(ProtocolEvent.TUNNEL_OPENED);

            JsonNode listener = json().at("/listeners/0");
            JsonNode tls = listener.get("tls");
            assertEquals(
                    List.of(
                            "provider",
                            "min_version",
                            "client_auth",
                            "handshakes",
                            "resumed",
                            "failed",
                            "plain_http",
                            "certificates"),
                    new ArrayList<>(tls.propertyNames()));
            assertEquals("boringssl", tls.get("provider").asString());
            assertEquals(2, tls.get("handshakes").asInt());
            assertEquals(1, tls.get("resumed").asInt());
            JsonNode certificate = tls.at("/certificates/0");
            assertTrue(certificate.get("file").asString().endsWith(".pem"), certificate::toString);
            assertEquals(
                    "[\"a.example.com\",\"10.1.2.3\"]", certificate.get("names").toString());
            assertEquals("Test CA", certificate.get("issuer").asString());
            assertEquals(29, certificate.get("days_left").asInt());
            assertEquals(1, listener.at("/http2/connections").asInt());
            assertEquals(1, listener.at("/http2/floods/ping").asInt());
            assertEquals(0, listener.at("/http2/floods/provoked_resets").asInt());
            assertEquals("{\"open\":1,\"opened\":1}", listener.get("tunnels").toString());
            assertEquals(1, listener.get("proxy_refused").asInt());

            String text = text();
            assertTrue(text.lines().anyMatch(line -> line.matches(" {2}edge +TLSv1.2\\+ +2 +1 +1 +1 +1 +1 +1")), text);
            assertTrue(text.contains("connections of edge closed: flood-ping 1\n"), text);
            assertTrue(
                    text.lines().anyMatch(line -> line.matches(".* a.example.com 10.1.2.3 +Test CA +edge +29")), text);
            assertTrue(text.lines().allMatch(line -> line.length() <= TextTable.LINE), text);
        }
    }

    private static TlsConfig tls(TestCertificates certificates) throws Exception {
        Path file = certificates.directory().resolve("waybill.yaml");
        Files.writeString(file, """
                listeners: {edge: {address: "127.0.0.1:0", tls: {certificates: [%s]}}}
                pools: {app: {servers: ["127.0.0.1:9"]}}
                """.formatted(certificates
                .endingAfter(Duration.ofDays(30), "a.example.com", "10.1.2.3")
                .yaml()));
        LoadResult read = ConfigFile.read(file, name -> null);
        assertTrue(read instanceof LoadResult.Loaded, () -> String.join("\n", read.lines()));
        return Objects.requireNonNull(
                ((LoadResult.Loaded) read).config().listeners().get(0).tls());
    }

    @Test
    void aPlainListenerHasNoTlsAndAPoolSaysHowItsServersAreSpokenTo() {
        source.pool("api", "one");
        assertTrue(json().at("/listeners/0/tls").isNull());
        assertEquals(
                "{\"http\":\"h1\",\"tls_servers\":0,\"verify\":true,\"server_name\":null,"
                        + "\"certificate\":null,\"send_proxy\":\"off\"}",
                json().at("/pools/0/link").toString());
        assertFalse(json().at("/pools/0/servers/0/tls").asBoolean());
        assertFalse(text().contains("handshakes"), text());
        assertFalse(text().contains("spoken to"), text());
    }

    @Test
    void textSaysTheSameAsJson() {
        source.pool("api", "one", "two");
        traffic(source.pools.get(0).servers().get(1).traffic().loop(0), 42, 200, -1, TestSource.MILLI);
        traffic(source.listenerTraffic.loop(0), 42, 200, kind(Failure.CLIENT_GONE), TestSource.MILLI);
        String text = text();
        assertTrue(text.contains("pool api: 2 of 2 servers usable\n"), text);
        assertTrue(text.contains("errors of edge: client-gone 42\n"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" {2}two +42 +0 +0 +42 .*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" {2}two +1 minute +[0-9.]+[mu]s .*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" {2}one +1 minute +- .*")), text);
        assertTrue(text.contains("  uptime      3h 13m "), text);
    }

    @Test
    void textFitsAHundredColumnsWithLongNamesAndLargeNumbers() {
        source.base = "/a/very/long/directory/name".repeat(20);
        source.lastError = "waybill.yaml:3:1: pools.api: found a very long thing, expected a short one; ".repeat(5);
        source.listener = "listener-with-a-name-that-goes-on".repeat(4);
        String longName = "a-server-with-a-name-that-somebody-generated-by-a-program-".repeat(3);
        source.pool("pool-with-a-long-name-".repeat(9), longName + "1", longName + "2", "[2001:db8::1:2:3:4]:65535");
        List<TrafficCounters> all = new ArrayList<>();
        all.add(source.listenerTraffic.loop(0));
        all.add(source.pools.get(0).traffic().loop(0));
        source.pools.get(0).servers().forEach(server -> all.add(server.traffic().loop(0)));
        for (TrafficCounters counters : all) {
            for (Failure failure : Failure.values()) {
                traffic(counters, 12_345, 502, kind(failure), 999_999 * TestSource.MILLI);
            }
            counters.finished(200, -1, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);
        }
        source.maintain(0);
        String text = text();
        List<String> tooLong = text.lines()
                .filter(line -> line.codePointCount(0, line.length()) > TextTable.LINE)
                .toList();
        assertEquals(List.of(), tooLong);
        assertFalse(text.contains("\t"));
    }

    @Test
    void columnsAreAligned() {
        source.pool("api", "one", "a-longer-name");
        traffic(source.pools.get(0).servers().get(0).traffic().loop(0), 20_000, 200, -1, TestSource.MILLI);
        List<String> rows = text().lines()
                .dropWhile(line -> !line.startsWith("pool api"))
                .filter(line -> line.contains(" requests ")
                        || line.matches(" {2}(one|a-longer-name|\\(all\\)) +[0-9.k]+ +0 .*(MiB|0B)$"))
                .toList();
        assertEquals(4, rows.size(), String.join("\n", rows));
        assertEquals(1, rows.stream().map(String::length).distinct().count(), String.join("\n", rows));
    }

    private static int kind(Failure failure) {
        return List.of(Failure.values()).indexOf(failure);
    }

    private static void traffic(TrafficCounters counters, int requests, int status, int failure, long nanos) {
        for (int i = 0; i < requests; i++) {
            counters.began();
            counters.finished(status, failure, 300, 5000);
            counters.timed(nanos, nanos / 2);
        }
    }
}
