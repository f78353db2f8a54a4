package io.waybill.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the files of certificates and their keys, and sees to it that they can be used. */
final class CertificateReader {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String CHAIN = "a PEM file: the certificate itself first, then those that signed it";
    private static final String AUTHORITIES = "a PEM file with the certificates of authorities";
    private static final String PASSWORD = "the password of the key, or file: and the name of a file that holds it";

    private final Sources sources;
    private final SecretReader secrets;

    CertificateReader(Sources sources) {
        this.sources = sources;
        this.secrets = new SecretReader(sources);
    }

    /**
     * Reads {@code certificate}, {@code key} and {@code password}; null after a problem was reported.
     *
     * @param ocsp null for none
     */
    @Nullable
    CertificateConfig identity(Section section, @Nullable Value ocsp) {
        Value certificate = section.need("certificate", "the name of a PEM file", "add certificate: site.pem");
        Value key = section.need("key", "the name of a PEM file", "add key: site.key");
        String password = password(section.get("password"));
        Pem chainFile = certificate == null ? null : pem(certificate, "site.pem");
        List<X509Certificate> chain =
                certificate == null || chainFile == null ? List.of() : certificates(certificate, chainFile, CHAIN);
        Pem keyFile = key == null ? null : pem(key, "site.key");
        PrivateKey read = key == null || keyFile == null ? null : key(section, key, keyFile, password);
        if (certificate == null || chainFile == null || chain.isEmpty() || key == null || read == null) {
            return null;
        }
        refuseIfNotNow(certificate, chainFile.file(), chain.get(0));
        refuseIfOther(key, keyFile, read, chain, chainFile.file());
        noteGaps(certificate, chainFile.file(), chain);
        OcspResponse staple = ocsp == null ? null : new OcspReader(sources).read(ocsp, chain.get(0));
        return new CertificateConfig(chainFile.path(), chain, read, staple);
    }

    /** Who may have signed certificates; empty after a problem was reported. */
    List<X509Certificate> authorities(Value value) {
        Pem pem = pem(value, "ca.pem");
        List<X509Certificate> authorities = pem == null ? List.of() : certificates(value, pem, AUTHORITIES);
        Date now = Date.from(Instant.now());
        for (X509Certificate authority : authorities) {
            if (authority.getNotAfter().before(now)) {
                value.note("a certificate of "
                        + Shown.text(authority.getSubjectX500Principal().getName()) + " in "
                        + (pem == null ? "" : pem.file()) + " expired on " + day(authority.getNotAfter())
                        + ": take it out, or put the new one in its place");
            }
        }
        return authorities;
    }

    private @Nullable Pem pem(Value value, String example) {
        String text = value.text("the name of a PEM file", example);
        Path file = text == null ? null : sources.resolve(value, text);
        FileBytes bytes = file == null ? null : sources.read(value, file);
        if (file == null || bytes == null) {
            return null;
        }
        try {
            return Pem.of(file, bytes.text(StandardCharsets.ISO_8859_1));
        } catch (Unfit unfit) {
            unfit.at(value);
            return null;
        }
    }

    private @Nullable String password(@Nullable Value value) {
        String text = value == null ? null : value.textOrNull();
        if (value != null && (text == null || text.isEmpty())) {
            value.wrong(
                    text == null ? value.node().shown() : "nothing",
                    PASSWORD,
                    "write for example \"file:secrets/site.password\"");
            return null;
        }
        return value == null || text == null ? null : secrets.secret(value, text);
    }

    private static List<X509Certificate> certificates(Value value, Pem pem, String expected) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Pem.Block block : pem.labelled(CERTIFICATE)) {
                certificates.add(certificate(pem, block, expected));
            }
            if (certificates.isEmpty()) {
                throw new Unfit(
                        "no certificate in " + pem.file(),
                        expected,
                        "a binary file becomes one with: openssl x509 -inform der -in OLD -out NEW");
            }
            return certificates;
        } catch (Unfit unfit) {
            unfit.at(value);
            return List.of();
        }
    }

    private static X509Certificate certificate(Pem pem, Pem.Block block, String expected) throws Unfit {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.der(block)));
        } catch (CertificateException broken) {
            throw new Unfit(
                    "a certificate in " + pem.file() + " that cannot be understood",
                    expected,
                    "look whether the file was copied completely");
        }
    }

    private static @Nullable PrivateKey key(Section section, Value value, Pem pem, @Nullable String password) {
        PrivateKeys keys = new PrivateKeys(pem);
        Value written = section.get("password");
        try {
            if (keys.areEncrypted() && written == null) {
                throw new Unfit(
                        "an encrypted key in " + pem.file(),
                        "its password",
                        "add password: \"file:secrets/site.password\"");
            }
            if (keys.areEncrypted() && password == null) {
                return null;
            }
            PrivateKey key = keys.only(password);
            noteOf(section, value, pem, keys.areEncrypted());
            return key;
        } catch (PrivateKeys.WrongPassword wrong) {
            if (written != null) {
                written.wrong(
                        "a password that does not open " + pem.file(),
                        "that of the key",
                        "try it with: openssl pkey -noout -in " + pem.file());
            }
            return null;
        } catch (Unfit unfit) {
            unfit.at(value);
            return null;
        }
    }

    private static void noteOf(Section section, Value value, Pem pem, boolean encrypted) {
        Value password = section.get("password");
        if (encrypted) {
            return;
        }
        SecretReader.noteIfExposed(value, pem.path());
        if (password != null) {
            password.note("the key in " + pem.file() + " needs no password: it is not encrypted");
        }
    }

    private static void refuseIfNotNow(Value value, String file, X509Certificate certificate) {
        Date now = Date.from(Instant.now());
        if (certificate.getNotAfter().before(now)) {
            value.wrong(
                    "a certificate in " + file + " that expired on " + day(certificate.getNotAfter()),
                    "one that is valid now",
                    "put a new one there");
        } else if (certificate.getNotBefore().after(now)) {
            value.wrong(
                    "a certificate in " + file + " that is valid from " + day(certificate.getNotBefore()) + " on",
                    "one that is valid now",
                    "keep the old one until then, or look at the clock of this machine");
        }
    }

    private static void refuseIfOther(
            Value value, Pem keyFile, PrivateKey key, List<X509Certificate> chain, String chainFile) {
        if (PrivateKeys.belongTogether(key, chain.get(0).getPublicKey())) {
            return;
        }
        for (int i = 1; i < chain.size(); i++) {
            if (PrivateKeys.belongTogether(key, chain.get(i).getPublicKey())) {
                value.wrong(
                        "the key of certificate " + (i + 1) + " of " + chainFile + " in " + keyFile.file(),
                        "that of the first",
                        "put the certificate of this key before the others");
                return;
            }
        }
        value.wrong(
                "a key in " + keyFile.file() + " that does not match " + chainFile,
                "the key of the first certificate there",
                "put key and certificate there that were made together");
    }

    /** Tells of what clients may stumble over, though some find their way without it. */
    private static void noteGaps(Value value, String file, List<X509Certificate> chain) {
        Date now = Date.from(Instant.now());
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate signer = chain.get(i);
            if (!signer.getSubjectX500Principal().equals(chain.get(i - 1).getIssuerX500Principal())) {
                value.note("certificate " + (i + 1) + " in " + file
                        + " did not sign the one before it: put them in order");
            } else if (signer.getNotAfter().before(now)) {
                value.note("certificate " + (i + 1) + " in " + file + " expired on " + day(signer.getNotAfter())
                        + ": take it out, or put the new one in its place");
            }
        }
    }

    private static LocalDate day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
