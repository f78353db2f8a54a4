package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

    private static ConfigDiff diff(String before, String after) {
        return ConfigDiff.between(loaded(before).config(), loaded(after).config());
    }

    private static LoadResult.Loaded loaded(String yaml) {
        LoadResult result = ConfigFile.read(Path.of("waybill.yaml"), yaml, name -> null);
        if (result instanceof LoadResult.Loaded loaded) {
            return loaded;
        }
        throw new IllegalArgumentException(result.lines().toString());
    }

    @Test
    void sameConfigurationHasNoDifferenceWhereverItStandsInTheFile() {
        String yaml = "pools: {app: {servers: [\"10.0.0.1:80\"]}}\nroutes: [{path: /x/, pool: app}]\n";
        ConfigDiff diff = diff(yaml, "# a comment\n\n" + yaml);
        assertTrue(diff.isEmpty(), diff.toString());
        assertEquals(List.of(), diff.closing());
    }

    @Test
    void serversAreToldOneByOne() {
        ConfigDiff diff = diff(
                "pools: {app: {servers: [{name: a, address: \"10.0.0.1:80\"}, {name: b, address: \"10.0.0.2:80\"}]}}\n",
                "pools: {app: {balance: p2c, timeouts: {connect: 250ms}, servers: [{name: a, address: \"10.0.0.1:81\","
                        + " weight: 4, state: drain}, {name: c, address: \"10.0.0.3:80\", check: {interval: 5s}}]}}\n");
        assertEquals(List.of("server app/c"), diff.added());
        assertEquals(List.of("server app/b"), diff.removed());
        assertEquals(
                List.of(
                        "pool app: balance round-robin -> p2c",
                        "pool app: timeouts.connect 2s -> 250ms",
                        "server app/a: address 10.0.0.1:80 -> 10.0.0.1:81",
                        "server app/a: weight 1 -> 4",
                        "server app/a: mode ready -> drain"),
                diff.changed());
    }

    @Test
    void listenerThatIsCalledOtherwiseClosesNothing() {
        String pools = "pools: {app: {servers: [\"10.0.0.1:80\"]}}\n";
        ConfigDiff diff = diff(
                "listeners: {edge: {address: \"127.0.0.1:8080\"}}\n" + pools,
                "listeners: {front: {address: \"127.0.0.1:8080\"}}\n" + pools);
        assertEquals(List.of("listener front"), diff.added());
        assertEquals(List.of("listener edge"), diff.removed());
        assertEquals(List.of(), diff.closing());
    }

    @Test
    void listenerThatMovesOrGoesClosesItsConnections() {
        String pools = "pools: {app: {servers: [\"10.0.0.1:80\"]}}\n";
        ConfigDiff diff = diff(
                "listeners: {edge: {address: \"127.0.0.1:8080\"}, old: {address: \"127.0.0.1:8081\"}}\n" + pools,
                "listeners: {edge: {address: \"127.0.0.1:8090\"}, kept: {address: \"127.0.0.1:8082\"}}\n" + pools);
        assertEquals(List.of("listener kept"), diff.added());
        assertEquals(List.of("listener old"), diff.removed());
        assertEquals(List.of("listener edge: address 127.0.0.1:8080 -> 127.0.0.1:8090"), diff.changed());
        assertEquals(2, diff.closing().size());
    }

    @Test
    void routesAreNamedByWhatTheyMatch() {
        String pools = "pools: {app: {servers: [\"10.0.0.1:80\"]}, web: {servers: [\"10.0.0.1:80\"]}}\n";
        ConfigDiff diff = diff(
                "routes: [{host: a.test, path: /v1/, pool: app}, {method: GET, pool: web}]\n" + pools,
                "routes: [{host: a.test, path: /v1/, pool: web}, {path: = /x, pool: app}]\n" + pools);
        assertEquals(List.of("route = /x"), diff.added());
        assertEquals(List.of("route / GET"), diff.removed());
        assertEquals(List.of("route a.test/v1/: action.pool app -> web"), diff.changed());
    }

    @Test
    void secretsAreNeverShown() {
        String tail = "pools: {app: {servers: [\"10.0.0.1:80\"]}}\n";
        ConfigDiff diff = diff(
                "admin: {tokens: [{name: ci, role: admin, token: first-secret-0123456}]}\n" + tail,
                "admin: {tokens: [{name: ci, role: admin, token: other-secret-0123456}]}\n" + tail);
        assertEquals(List.of("admin.tokens changed"), diff.changed());
    }

    @Test
    void tlsIsToldInWordsAndNothingOfAnyKeyIs() throws IOException {
        try (TestCertificates certificates = TestCertificates.make()) {
            TestCertificates.Issued one = certificates.endingAfter(Duration.ofDays(30), "one.test");
            TestCertificates.Issued two = certificates.endingAfter(Duration.ofDays(90), "two.test");
            Path tickets = certificates.directory().resolve("tickets.keys");
            String keyLine = Base64.getEncoder().encodeToString(new byte[48]);
            Files.writeString(tickets, keyLine + "\n");
            String before = tls(one, "minVersion: TLSv1.2") + pool(one, "verify: true");
            String after = tls(two, "minVersion: TLSv1.3, tickets: {keys: \"" + tickets + "\"}, hsts: 365d")
                    + pool(two, "serverName: api.test");

            ConfigDiff diff = diff(before, after);

            String all = diff.toString();
            assertTrue(all.contains("listener secure: tls.minVersion TLSv1.2 -> TLSv1.3"), all);
            assertTrue(
                    all.contains("listener secure: tls.certificates[0] " + one.chain() + " -> " + two.chain()
                            + " valid until " + one.bundle().getCertificate().getNotAfter().toInstant() + " -> "),
                    all);
            assertTrue(all.contains("listener secure: tls.tickets.keys changed"), all);
            assertTrue(all.contains("pool app: link.tls.serverName none -> api.test")
                    || all.contains("pool app: link.tls.serverName added"), all);
            assertTrue(all.contains("pool app: link.tls.identity " + one.chain()), all);
            assertFalse(all.contains(keyLine), all);
            for (TestCertificates.Issued issued : List.of(one, two)) {
                String encoded = Base64.getEncoder().encodeToString(issued.bundle().getKeyPair().getPrivate().getEncoded());
                assertFalse(all.contains(encoded.substring(60, 80)), all);
                assertFalse(all.contains("PrivateKey"), all);
            }
            assertEquals(List.of(), diff.closing());
        }
    }

    @Test
    void listenerThatTurnsToTlsClosesItsConnections() {
        try (TestCertificates certificates = TestCertificates.make()) {
            String pools = "pools: {app: {servers: [\"10.0.0.1:80\"]}}\n";
            String plain = "listeners: {secure: {address: \"127.0.0.1:8443\"}}\n" + pools;
            String secure = tls(certificates.server("one.test"), "minVersion: TLSv1.2") + pools;
            assertEquals(1, diff(plain, secure).closing().size());
            assertEquals(List.of("listener secure: tls added"), diff(plain, secure).changed());
            assertEquals(1, diff(secure, plain).closing().size());
        }
    }

    private static String tls(TestCertificates.Issued issued, String more) {
        return "listeners: {secure: {address: \"127.0.0.1:8443\", tls: {certificates: [" + issued.yaml() + "], " + more
                + "}}}\n";
    }

    private static String pool(TestCertificates.Issued issued, String more) {
        return "pools: {app: {servers: [\"10.0.0.1:443\"], tls: {certificate: \"" + issued.chain() + "\", key: \""
                + issued.key() + "\", " + more + "}}}\n";
    }
}
