package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of TLS, HTTP/2 and the PROXY protocol arrives in its record, and what is not said has its default. */
class TlsValuesTest {

    private static final String CERTIFICATE = "certificates: [{certificate: site.pem, key: site.key}]";

    private static TlsConfig tls(ListenerConfig listener) {
        return Objects.requireNonNull(listener.tls());
    }

    private static TlsConfig tls(String keys) {
        return tls(listener("tls: {" + CERTIFICATE + ", " + keys + "}"));
    }

    private static ListenerConfig listener(String keys) {
        return Read.config(Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8443\", " + keys + "}}")
                .listeners()
                .get(0);
    }

    private static PoolConfig pool(String keys) {
        return Read.config("pools: {web: {servers: [\"a:80\"], " + keys + "}}")
                .pools()
                .get(0);
    }

    @Test
    void everyKeyOfAListenerArrives() throws IOException {
        List<ListenerConfig> listeners = Read.config(Read.everyKey()).listeners();
        assertEquals(8443, listeners.get(0).redirectHttp());
        assertEquals(CidrSet.of(List.of("10.0.0.0/8")), listeners.get(0).proxyFrom());
        assertEquals(HttpVersions.BOTH, listeners.get(0).http());
        assertNull(listeners.get(0).tls());

        assertEquals(new HttpVersions(false, true), listeners.get(1).http());
        TlsConfig secure = tls(listeners.get(1));
        assertEquals(2, secure.certificates().size());
        assertNotNull(secure.certificates().get(0).ocsp());
        assertEquals("TLSv1.3", secure.minVersion());
        assertEquals(List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), secure.ciphers());
        assertEquals(List.of("prime256v1", "X25519"), secure.curves());
        assertTrue(secure.tickets().enabled());
        assertEquals(2, secure.tickets().keys().size());
        assertEquals(ClientAuth.OPTIONAL, secure.clientAuth());
        assertEquals(1, secure.clientCa().size());
        assertEquals("max-age=63072000; includeSubDomains; preload", secure.hsts());

        TlsConfig inner = tls(listeners.get(2));
        assertEquals(new TicketsConfig(true, List.of(), Duration.ofHours(1)), inner.tickets());
        assertEquals("max-age=86400", inner.hsts());
    }

    @Test
    void aListenerHasTheDocumentedDefaults() {
        TlsConfig tls = tls(listener("tls: {" + CERTIFICATE + "}"));
        assertEquals("TLSv1.2", tls.minVersion());
        assertEquals(6, tls.ciphers().size());
        assertTrue(tls.ciphers().stream().allMatch(name -> name.matches("TLS_ECDHE_.*(GCM|CHACHA20).*")));
        assertEquals(List.of("X25519", "prime256v1", "secp384r1"), tls.curves());
        assertEquals(new TicketsConfig(true, List.of(), Duration.ofHours(8)), tls.tickets());
        assertEquals(ClientAuth.NONE, tls.clientAuth());
        assertNull(tls.hsts());
        assertEquals(new Http2Config(100, 262_144, 4096, 100, 100, Duration.ofSeconds(20), Duration.ZERO), http2(""));
    }

    private static Http2Config http2(String yaml) {
        return Read.config(Read.POOLS + yaml).http2();
    }

    @Test
    void everyKeyOfHttp2Arrives() throws IOException {
        WaybillConfig config = Read.config(Read.everyKey());
        assertEquals(
                new Http2Config(50, 1_048_576, 8192, 20, 30, Duration.ofSeconds(5), Duration.ofHours(1)),
                config.http2());
        assertEquals(Duration.ofSeconds(3), config.clientTimeouts().handshake());
        assertEquals(Duration.ofMinutes(5), config.pools().get(0).timeouts().tunnel());
        assertEquals(Duration.ofHours(2), config.pools().get(1).timeouts().tunnel());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hsts: 0                                             | max-age=0
            hsts: 365d                                          | max-age=31536000
            hsts: {}                                            | max-age=31536000
            hsts: {maxAge: 1h, includeSubDomains: true}         | max-age=3600; includeSubDomains
            hsts: {includeSubDomains: true, preload: true}      | max-age=31536000; includeSubDomains; preload
            """)
    void hstsIsTheValueOfItsField(String keys, String value) {
        assertEquals(value, tls(keys).hsts());
    }

    @Test
    void whatIsOffIsOff() {
        assertNull(tls("hsts: off").hsts());
        assertFalse(tls("tickets: off").tickets().enabled());
        assertEquals(0, listener("redirectHttp: false").redirectHttp());
        assertEquals(443, listener("redirectHttp: true").redirectHttp());
        assertEquals(new HttpVersions(true, false), listener("http: h2").http());
    }

    @Test
    void everyKeyOfALinkArrives() throws IOException {
        List<PoolConfig> pools = Read.config(Read.everyKey()).pools();
        assertEquals(
                new LinkConfig(ServerHttp.H1, false, PoolTlsConfig.STANDARD, SendProxy.V2),
                pools.get(0).link());
        LinkConfig web = pools.get(1).link();
        assertEquals(ServerHttp.AUTO, web.http());
        assertTrue(web.secure());
        assertEquals(1, web.tls().ca().size());
        assertEquals("api.example.com", web.tls().serverName());
        assertTrue(web.tls().verify());
        assertNotNull(web.tls().identity());
        assertEquals(LinkConfig.STANDARD, pools.get(2).link());
    }

    @Test
    void theAddressOfAServerSaysWhetherItIsSpokenToOverTls() throws IOException {
        List<PoolConfig> pools = Read.config(Read.everyKey()).pools();
        ServerConfig alone = pools.get(0).servers().get(1);
        assertEquals("[2001:db8::1]:80", alone.name());
        assertTrue(alone.secure());
        assertFalse(pools.get(0).servers().get(0).secure());

        List<ServerConfig> web = pools.get(1).servers();
        assertTrue(web.get(0).secure());
        assertFalse(web.get(1).secure());
        assertEquals(new HostPort("127.0.0.1", 80), web.get(1).address());
        assertTrue(web.get(2).secure());
        assertEquals(new HostPort("b.example.com", 443), web.get(2).address());
    }

    @Test
    void anEmptyBlockOfTlsIsEnough() {
        PoolConfig pool = pool("tls: {}");
        assertTrue(pool.servers().get(0).secure());
        assertEquals(PoolTlsConfig.STANDARD, pool.link().tls());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.9:80, 10.0.0.9:80, ''",
        "https://10.0.0.9:8443, 10.0.0.9:8443, true",
        "https://10.0.0.9, 10.0.0.9:443, true",
        "HTTPS://a, a:443, true",
        "http://[::1], [::1]:80, false",
        "http://[::1]:81, [::1]:81, false",
    })
    void anAddressCanBeToldOnItsOwn(String text, String address, String secure) {
        ServerAddress read = ServerAddress.of(text);
        assertNotNull(read);
        assertEquals(address, read.address().toString());
        assertEquals(secure.isEmpty() ? null : Boolean.valueOf(secure), read.secure());
        assertEquals(read, ServerAddress.of(read.toString()));
    }

    @ParameterizedTest
    @CsvSource({"ftp://a:80", "https://", "https://a/b", "https://a:80/", "http://::1", "a", "https://https://a"})
    void whatIsNoAddressIsNone(String text) {
        assertNull(ServerAddress.of(text));
    }

    private static CheckConfig check(PoolConfig pool, int server) {
        return Objects.requireNonNull(pool.servers().get(server).check());
    }

    @Test
    void aCheckMayBeMadeInAnotherWayThanRequests() throws IOException {
        PoolConfig web = Read.config(Read.everyKey()).pools().get(1);
        assertEquals("shop.Orders", check(web, 0).grpc());
        assertNull(check(web, 0).http());
        assertNull(check(web, 0).secure());
        CheckConfig https = check(web, 2);
        assertNull(https.grpc());
        assertEquals("/up", https.http() == null ? "" : https.http().path());
        assertEquals(true, https.secure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {https: /b}       | /b   |      | true | 3s
            {http: /b}        | /b   |      |      | 3s
            {grpc: ""}        |      | ''   |      | 3s
            {interval: 4s}    | /a   |      |      | 4s
            tcp               |      |      |      | 3s
            """)
    void aServerAsksInItsOwnWayAtTheTimesOfItsPool(
            String own, String path, String grpc, Boolean secure, String interval) {
        CheckConfig check = check(
                Read.config("pools: {web: {http: h2, servers: [{address: \"a:80\", check: " + own
                                + "}], check: {http: /a, method: HEAD, interval: 3s}}}")
                        .pools()
                        .get(0),
                0);
        assertEquals(path, check.http() == null ? null : check.http().path());
        assertEquals(
                path == null ? null : "HEAD",
                check.http() == null ? null : check.http().method());
        assertEquals(grpc, check.grpc());
        assertEquals(secure, check.secure());
        assertEquals(interval, Units.shown(check.timing().interval()));
    }

    @Test
    void whatMayBeMeantAndIsNotSafeIsNoticed() {
        assertEquals(
                List.of(
                        "waybill.yaml:1:48: pools.web.tls.verify: nobody looks whether these servers are who they should"
                                + " be: whoever takes their place reads everything"),
                Read.notices("pools: {web: {servers: [\"a:80\"], tls: {verify: false}}}"));
        assertEquals(
                List.of(
                        "waybill.yaml:2:65: listeners.a.proxyProtocol.trust: whoever can connect here can say that it is"
                                + " any client"),
                Read.notices(Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8080\", proxyProtocol: {trust: any}}}"));
    }
}
