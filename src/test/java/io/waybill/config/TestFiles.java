package io.waybill.config;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The files that the tables of the tests name: those beside the tables, and certificates made anew for each run. */
final class TestFiles {

    static final String PASSWORD = "opens the key";

    private TestFiles() {}

    /** Copies and makes them. */
    static Path directory() {
        try {
            Path directory = Files.createTempDirectory("waybill-config").toRealPath();
            Path tables = Path.of("src/test/resources/io/waybill/config");
            try (Stream<Path> files = Files.list(tables)) {
                for (Path file : files.toList()) {
                    Files.copy(file, directory.resolve(file.getFileName()));
                }
            }
            certificates(directory);
            try (Stream<Path> files = Files.list(directory)) {
                files.forEach(file -> file.toFile().deleteOnExit());
            }
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void certificates(Path directory) throws Exception {
        X509Bundle ca = named("Waybill Test CA").setIsCertificateAuthority(true).buildSelfSigned();
        X509Bundle site =
                named("www.example.com").addSanDnsName("www.example.com").buildIssuedBy(ca);
        X509Bundle other = named("other.example.com").rsa2048().buildIssuedBy(ca);
        Instant now = Instant.now();
        X509Bundle expired = named("old.example.com")
                .notBefore(now.minus(Duration.ofDays(20)))
                .notAfter(now.minus(Duration.ofDays(10)))
                .buildIssuedBy(ca);
        X509Bundle early = named("new.example.com")
                .notBefore(now.plus(Duration.ofDays(10)))
                .notAfter(now.plus(Duration.ofDays(20)))
                .buildIssuedBy(ca);
        write(directory, "ca.pem", ca.getCertificatePEM());
        write(directory, "ended.pem", expired.getCertificatePEM() + ca.getCertificatePEM());
        write(directory, "expired.pem", expired.getCertificatePEM());
        write(directory, "expired.key", expired.getPrivateKeyPEM());
        write(directory, "early.pem", early.getCertificatePEM());
        write(directory, "early.key", early.getPrivateKeyPEM());
        write(directory, "site.pem", site.getCertificatePathPEM());
        write(directory, "site.key", site.getPrivateKeyPEM());
        write(directory, "other.pem", other.getCertificatePEM());
        write(directory, "other.key", other.getPrivateKeyPEM());
        write(directory, "exposed.key", site.getPrivateKeyPEM());
        Files.setPosixFilePermissions(directory.resolve("exposed.key"), PosixFilePermissions.fromString("rw-r--r--"));
        write(directory, "both.key", site.getPrivateKeyPEM() + other.getPrivateKeyPEM());
        write(directory, "torn.pem", site.getCertificatePEM().substring(0, 100));
        write(directory, "garbled.pem", site.getCertificatePEM().replace("MII", "MIQ"));
        write(directory, "gap.pem", site.getCertificatePEM() + other.getCertificatePEM());
        write(directory, "reversed.pem", ca.getCertificatePEM() + site.getCertificatePEM());
        write(directory, "garbled.key", pem("PRIVATE KEY", new byte[] {0x30, 0x03, 0x02, 0x01, 0x00}));
        write(
                directory,
                "old.key",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n-----END RSA PRIVATE KEY-----\n");
        KeyPair unusual = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        write(directory, "ed25519.key", pem("PRIVATE KEY", unusual.getPrivate().getEncoded()));
        write(directory, "locked.key", encrypted(site.getKeyPair().getPrivate()));
        write(directory, "site.password", PASSWORD + "\n");
        BigInteger serial = site.getCertificate().getSerialNumber();
        Files.write(directory.resolve("site.ocsp"), ocsp(serial, now.plus(Duration.ofDays(7))));
        Files.write(directory.resolve("late.ocsp"), ocsp(serial, Instant.parse("2020-02-03T04:05:06Z")));
        Files.write(directory.resolve("other.ocsp"), ocsp(serial.add(BigInteger.ONE), now.plus(Duration.ofDays(7))));
        Files.write(directory.resolve("later.ocsp"), sequence(Der.write(Der.ENUMERATED, new byte[] {3})));
        write(directory, "tickets.keys", ticketKey() + "\n" + ticketKey() + "\n");
    }

    private static String encrypted(PrivateKey key) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        SecretKey secret =
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        byte[] encrypted = cipher.doFinal(key.getEncoded());
        byte[] pbes2 = Der.write(Der.OBJECT_ID, HexFormat.of().parseHex("2a864886f70d01050d"));
        byte[] how = sequence(pbes2, cipher.getParameters().getEncoded());
        return pem("ENCRYPTED PRIVATE KEY", sequence(how, Der.write(Der.OCTET_STRING, encrypted)));
    }

    static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** As {@code openssl rand -base64 48} prints it. */
    static String ticketKey() {
        byte[] key = new byte[TicketsConfig.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** A response without its signature, which nobody verifies here. */
    private static byte[] ocsp(BigInteger serial, Instant nextUpdate) {
        byte[] empty = sequence();
        byte[] id = sequence(
                empty,
                Der.write(Der.OCTET_STRING),
                Der.write(Der.OCTET_STRING),
                Der.write(Der.INTEGER, serial.toByteArray()));
        byte[] good = Der.write(0x80);
        byte[] single = sequence(id, good, time(Instant.now()), Der.write(Der.tagged(0), time(nextUpdate)));
        byte[] responder = Der.write(Der.tagged(1), empty);
        byte[] data = sequence(responder, time(Instant.now()), sequence(single));
        byte[] basic = Der.write(Der.OCTET_STRING, sequence(data, empty, Der.write(0x03, new byte[1])));
        byte[] basicType = Der.write(Der.OBJECT_ID, HexFormat.of().parseHex("2b0601050507300101"));
        byte[] bytes = Der.write(Der.tagged(0), sequence(basicType, basic));
        return sequence(Der.write(Der.ENUMERATED, new byte[1]), bytes);
    }

    private static byte[] sequence(byte[]... parts) {
        return Der.write(Der.SEQUENCE, parts);
    }

    private static byte[] time(Instant time) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(time.atOffset(ZoneOffset.UTC));
        return Der.write(Der.TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static CertificateBuilder named(String name) {
        return new CertificateBuilder().subject("CN=" + name);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }
}
