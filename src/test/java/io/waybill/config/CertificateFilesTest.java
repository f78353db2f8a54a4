package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and their keys, in every form in which they come. */
class CertificateFilesTest {

    private static final String CERTIFICATE = "certificates: [{certificate: site.pem, key: site.key}]";

    @TempDir
    Path directory;

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private LoadResult read(String tls) throws IOException {
        Path file = directory.resolve("waybill.yaml");
        Files.writeString(file, Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8443\", tls: {" + tls + "}}}\n");
        return ConfigFile.read(file, Read.ENVIRONMENT::get);
    }

    private static TlsConfig tls(LoadResult result) {
        LoadResult.Loaded loaded = assertInstanceOf(
                LoadResult.Loaded.class, result, () -> result.lines().toString());
        TlsConfig tls = loaded.config().listeners().get(0).tls();
        assertNotNull(tls);
        return tls;
    }

    private static X509Bundle bundle(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=www.example.com")
                .algorithm(algorithm)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    @ParameterizedTest
    @EnumSource(names = {"ecp256", "ecp384", "rsa2048", "rsa3072"})
    void everyKindOfKeyIsReadInEveryFormOfItsOwn(Algorithm algorithm) throws Exception {
        X509Bundle bundle = bundle(algorithm);
        write("site.pem", bundle.getCertificatePEM());
        byte[] pkcs8 = bundle.getKeyPair().getPrivate().getEncoded();
        byte[] inner = Der.of(pkcs8).part(2, Der.OCTET_STRING).content();
        byte[] curve = Der.of(pkcs8).part(1, Der.SEQUENCE).parts().get(1).encoded();
        boolean rsa = algorithm.name().startsWith("rsa");
        String old = rsa
                ? TestFiles.pem("RSA PRIVATE KEY", inner)
                : TestFiles.pem("EC PARAMETERS", curve) + TestFiles.pem("EC PRIVATE KEY", inner);
        for (String form : List.of(TestFiles.pem("PRIVATE KEY", pkcs8), old)) {
            write("site.key", "a text before it\r\n" + form.replace("\n", "\r\n"));
            CertificateConfig read = tls(read(CERTIFICATE)).certificates().get(0);
            assertArrayEquals(pkcs8(bundle), pkcs8(read), form);
            assertEquals(directory.resolve("site.pem"), read.file());
            assertFalse(read.toString().contains(read.key().toString()));
        }
    }

    private static byte[] pkcs8(X509Bundle bundle) {
        return bundle.getKeyPair().getPrivate().getEncoded();
    }

    private static byte[] pkcs8(CertificateConfig certificate) {
        return certificate.key().getEncoded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl genrsa -traditional -out site.key 2048",
                "openssl genpkey -algorithm RSA -out site.key",
                "openssl ecparam -name prime256v1 -genkey -out site.key",
                "openssl ecparam -name secp384r1 -genkey -noout -out site.key",
                "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -aes-256-cbc -pass pass:secret -out site.key",
                "openssl genpkey -algorithm RSA -aes-128-cbc -pass pass:secret -out site.key",
                "openssl ecparam -name prime256v1 -genkey | openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 "
                        + "-passout pass:secret -out site.key",
            })
    void whatOpensslWritesIsRead(String command) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/openssl"))) {
            System.err.println("skipped: openssl is not installed");
            Assumptions.abort("openssl is not installed");
        }
        shell(command + " && openssl req -x509 -key site.key -passin pass:secret -subj /CN=x -days 2 -out site.pem");
        write("site.password", "secret\n");
        String tls = command.contains("secret")
                ? CERTIFICATE.replace("site.key", "site.key, password: \"file:site.password\"")
                : CERTIFICATE;
        assertEquals(1, tls(read(tls)).certificates().size());
    }

    private void shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), command);
        assertEquals(0, process.exitValue(), printed);
    }

    @Test
    void chainAndKeyMayStandInOneFile() throws Exception {
        X509Bundle ca = new CertificateBuilder()
                .subject("CN=ca")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle site = new CertificateBuilder().subject("CN=www.example.com").buildIssuedBy(ca);
        write("site.pem", site.getPrivateKeyPEM() + site.getCertificatePEM() + ca.getCertificatePEM());
        CertificateConfig read = tls(read(CERTIFICATE.replace("site.key", "site.pem")))
                .certificates()
                .get(0);
        assertEquals(List.of(site.getCertificate(), ca.getCertificate()), read.chain());
        assertEquals(site.getCertificate(), read.certificate());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            expired | that expired on \\d{4}-\\d\\d-\\d\\d, expected one that is valid now; put a new one there
            early   | that is valid from \\d{4}-\\d\\d-\\d\\d on, expected one that is valid now; keep the old one until then, or look at the clock of this machine
            """)
    void aCertificateThatIsNotValidNowIsRefused(String name, String what) {
        List<String> problems = Read.problems(Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8443\", tls: {"
                + CERTIFICATE.replace("site", name) + "}}}");
        assertEquals(1, problems.size());
        String place =
                "waybill\\.yaml:2:77: listeners\\.a\\.tls\\.certificates\\[0\\]\\.certificate: found a certificate in "
                        + Read.DIRECTORY.resolve(name + ".pem");
        assertTrue(problems.get(0).matches(place + " " + what), problems.toString());
    }

    @Test
    void aChangedCertificateIsAChangedConfiguration() throws Exception {
        X509Bundle before = bundle(Algorithm.ecp256);
        write("site.pem", before.getCertificatePEM());
        write("site.key", before.getPrivateKeyPEM());
        LoadResult.Loaded first = assertInstanceOf(LoadResult.Loaded.class, read(CERTIFICATE));
        assertEquals(
                List.of("waybill.yaml", "site.pem", "site.key"),
                first.files().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
        assertEquals(first, read(CERTIFICATE));

        X509Bundle after = bundle(Algorithm.ecp256);
        write("site.pem", after.getCertificatePEM());
        LoadResult.Wrong halfWay = assertInstanceOf(LoadResult.Wrong.class, read(CERTIFICATE));
        assertTrue(
                halfWay.lines().get(0).contains("does not match"),
                halfWay.lines().get(0));
        assertNotEquals(first.fingerprint(), halfWay.fingerprint());
        assertEquals(first.files(), halfWay.files());

        write("site.key", after.getPrivateKeyPEM());
        LoadResult.Loaded second = assertInstanceOf(LoadResult.Loaded.class, read(CERTIFICATE));
        assertEquals(first.sha256(), second.sha256());
        assertNotEquals(first.fingerprint(), second.fingerprint());
        assertNotEquals(first.config(), second.config());
    }

    @Test
    void everyFileOfTlsIsWatched() throws IOException {
        LoadResult.Loaded loaded = assertInstanceOf(
                LoadResult.Loaded.class,
                ConfigFile.read(Read.DIRECTORY.resolve("every-key.yaml"), Read.ENVIRONMENT::get));
        List<String> names = loaded.files().stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertTrue(
                names.containsAll(List.of(
                        "site.pem", "locked.key", "site.password", "site.ocsp", "ca.pem", "tickets.keys", "other.key")),
                names.toString());
    }

    @Test
    void whatIsNotWrongButShouldBeKnownIsNoticed() throws Exception {
        String at = "waybill.yaml:2:%d: listeners.a.tls.certificates[0].%s: ";
        assertEquals(
                List.of(String.format(at, 92, "key") + "everyone on this machine may read "
                        + Read.DIRECTORY.resolve("exposed.key") + ": take that right away with chmod o-r"),
                notices("certificates: [{certificate: site.pem, key: exposed.key}]"));
        assertEquals(
                List.of(String.format(at, 112, "password") + "the key in " + Read.DIRECTORY.resolve("site.key")
                        + " needs no password: it is not encrypted"),
                notices(CERTIFICATE.replace("site.key", "site.key, password: x")));
        assertEquals(
                List.of(String.format(at, 108, "ocsp") + "the response in " + Read.DIRECTORY.resolve("late.ocsp")
                        + " is outdated since 2020-02-03T04:05:06Z and is not shown to clients: fetch a new one"),
                notices(CERTIFICATE.replace("site.key", "site.key, ocsp: late.ocsp")));
    }

    @Test
    void aGapInAChainIsNoticed() {
        assertEquals(
                List.of("waybill.yaml:2:77: listeners.a.tls.certificates[0].certificate: certificate 2 in "
                        + Read.DIRECTORY.resolve("gap.pem") + " did not sign the one before it: put them in order"),
                notices(CERTIFICATE.replace("site.pem", "gap.pem")));
    }

    @Test
    void anAuthorityThatHasExpiredIsNoticed() {
        List<String> notices = notices(CERTIFICATE + ", clientAuth: optional, clientCa: ended.pem");
        assertEquals(1, notices.size());
        assertTrue(
                notices.get(0)
                        .matches(
                                "waybill\\.yaml:2:\\d+: listeners\\.a\\.tls\\.clientCa: a certificate of CN=old\\.example\\.com"
                                        + " in \\S+ended\\.pem expired on \\S+: take it out, or put the new one in its place"),
                notices.toString());
    }

    private static List<String> notices(String tls) {
        String yaml = Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8443\", tls: {" + tls + "}}}";
        assertEquals(List.of(), Read.problems(yaml));
        return Read.notices(yaml);
    }

    @Test
    void aResponseIsCurrentUntilItsTimeIsOver() {
        Instant over = Instant.parse("2020-02-03T04:05:06Z");
        OcspResponse response = new OcspResponse(new byte[1], over);
        assertTrue(response.isCurrent(over.minusMillis(1)));
        assertFalse(response.isCurrent(over));
        assertTrue(new OcspResponse(new byte[1], null).isCurrent(over));
    }

    @Test
    void anOutdatedResponseIsNotStapled() {
        String yaml = Read.POOLS + "listeners: {a: {address: \"0.0.0.0:8443\", tls: {"
                + CERTIFICATE.replace("site.key", "site.key, ocsp: late.ocsp") + "}}}";
        TlsConfig tls = Read.config(yaml).listeners().get(0).tls();
        assertNotNull(tls);
        assertNull(tls.certificates().get(0).ocsp());
    }

    @Test
    void noMessageTellsAPassword() throws Exception {
        X509Bundle bundle = bundle(Algorithm.ecp256);
        write("site.pem", bundle.getCertificatePEM());
        Files.copy(Read.DIRECTORY.resolve("locked.key"), directory.resolve("site.key"));
        write("site.password", "hush-hush");
        for (String password : List.of("hush-hush", "\"file:site.password\"", "\"hush-hush${\"", "[hush-hush]")) {
            LoadResult result = read(CERTIFICATE.replace("site.key", "site.key, password: " + password));
            assertInstanceOf(LoadResult.Wrong.class, result);
            assertFalse(result.toString().contains("hush"), result.toString());
        }
    }
}
