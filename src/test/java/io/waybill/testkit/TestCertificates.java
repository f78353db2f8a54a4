package io.waybill.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/**
 * An authority and what it issues, as PEM files in a directory of its own, which {@link #close} removes. All keys are of
 * the curve P-256; each certificate is valid from yesterday until in a year unless its method says otherwise. Confined to
 * one thread.
 */
public final class TestCertificates implements AutoCloseable {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path directory;
    private final X509Bundle authority;
    private final Path caFile;
    private int issued;

    private TestCertificates(Path directory, X509Bundle authority) throws IOException {
        this.directory = directory;
        this.authority = authority;
        this.caFile = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    }

    /** A new authority called {@code Test CA}. */
    public static TestCertificates make() {
        return make("Test CA");
    }

    /** A new authority, for a second one that nobody trusts. */
    public static TestCertificates make(String commonName) {
        try {
            X509Bundle authority = valid("CN=" + commonName)
                    .setIsCertificateAuthority(true)
                    .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign, KeyUsage.digitalSignature)
                    .buildSelfSigned();
            return new TestCertificates(Files.createTempDirectory("waybill-certificates"), authority);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server: the first name is the subject's, all of them are alternative names. Addresses may be among them. */
    public Issued server(String... names) {
        return issue(named(names).addExtendedKeyUsageServerAuth());
    }

    /** For a server, with an RSA key of 2048 bits. */
    public Issued rsaServer(String... names) {
        return issue(named(names).rsa2048().addExtendedKeyUsageServerAuth());
    }

    /** For a server that has every name of one label below {@code suffix}. */
    public Issued wildcard(String suffix) {
        byte[] name = HttpText.bytes("*." + suffix);
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        // A SEQUENCE of one dNSName (RFC 5280, section 4.2.1.6); the builder's own method takes no asterisk.
        names.writeBytes(new byte[] {0x30, (byte) (name.length + 2), (byte) 0x82, (byte) name.length});
        names.writeBytes(name);
        return issue(valid("CN=*." + suffix)
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtensionOctetString("2.5.29.17", false, names.toByteArray())
                .addExtendedKeyUsageServerAuth());
    }

    /** For a server, no longer valid since yesterday. */
    public Issued expired(String... names) {
        Instant now = Instant.now();
        return issue(
                named(names).notBefore(now.minus(YEAR)).notAfter(now.minus(DAY)).addExtendedKeyUsageServerAuth());
    }

    /** For a server, valid from tomorrow on. */
    public Issued notYetValid(String... names) {
        return issue(named(names).notBefore(Instant.now().plus(DAY)).addExtendedKeyUsageServerAuth());
    }

    /** For a server, valid for so long from now. */
    public Issued endingAfter(Duration rest, String... names) {
        return issue(named(names).notAfter(Instant.now().plus(rest)).addExtendedKeyUsageServerAuth());
    }

    /** For a client that is called so. */
    public Issued client(String commonName) {
        return issue(valid("CN=" + commonName)
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtendedKeyUsageClientAuth());
    }

    private static CertificateBuilder named(String... names) {
        return valid("CN=" + names[0])
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtensionOctetString(Extension.subjectAlternativeName.getId(), false, alternatives(names));
    }

    /** The builder's own method for names refuses those with a star. */
    private static byte[] alternatives(String... names) {
        GeneralName[] alternatives = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            boolean isAddress = NetUtil.isValidIpV4Address(names[i]) || NetUtil.isValidIpV6Address(names[i]);
            alternatives[i] = new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, names[i]);
        }
        try {
            return new GeneralNames(alternatives).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CertificateBuilder valid(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(now.minus(DAY))
                .notAfter(now.plus(YEAR));
    }

    private Issued issue(CertificateBuilder builder) {
        try {
            X509Bundle bundle = builder.buildIssuedBy(authority);
            issued++;
            Path chain = directory.resolve("certificate-" + issued + ".pem");
            Path key = directory.resolve("key-" + issued + ".pem");
            Files.writeString(chain, bundle.getCertificatePEM());
            Files.writeString(key, bundle.getPrivateKeyPEM());
            return new Issued(chain, key, bundle);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's own certificate as a PEM file. */
    public Path caFile() {
        return caFile;
    }

    public X509Certificate ca() {
        return authority.getCertificate();
    }

    /** The authority with its key, to issue what has no method here. */
    public X509Bundle authority() {
        return authority;
    }

    /** Where the files are, and where further ones may be put. */
    public Path directory() {
        return directory;
    }

    /** For a client of the JDK that trusts this authority and has no certificate of its own. */
    public SSLContext trusting() {
        return trusting(null);
    }

    /** For a client of the JDK that trusts this authority and shows this certificate to servers that ask for one. */
    public SSLContext trusting(@Nullable Issued identity) {
        try {
            KeyManager[] keys = identity == null
                    ? new KeyManager[0]
                    : identity.bundle().toKeyManagerFactory().getKeyManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A certificate and its key. Immutable.
     *
     * @param chain PEM file of the certificate; the authority's own is not in it
     * @param key PEM file of the key, PKCS#8
     * @param bundle both in memory
     */
    public record Issued(Path chain, Path key, X509Bundle bundle) {

        /** As an item of {@code certificates} in a configuration. */
        public String yaml() {
            return "{certificate: \"" + chain + "\", key: \"" + key + "\"}";
        }
    }
}
