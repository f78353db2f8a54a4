package io.waybill.config;

import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * What people want to know of a certificate: for whom it is, from whom, and until when. Immutable.
 *
 * @param file that it was read from
 * @param names host names and addresses that it is for; the name of its subject if it says none
 * @param issuer who signed it, by common name if it has one
 * @param notAfter its last moment
 */
public record CertificateFacts(Path file, List<String> names, String issuer, Instant notAfter) {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    public CertificateFacts {
        names = List.copyOf(names);
    }

    public static CertificateFacts of(CertificateConfig config) {
        X509Certificate certificate = config.certificate();
        List<String> names = new ArrayList<>(alternativeNames(certificate));
        if (names.isEmpty()) {
            names.add(commonName(certificate.getSubjectX500Principal()));
        }
        return new CertificateFacts(
                config.file(),
                names,
                commonName(certificate.getIssuerX500Principal()),
                certificate.getNotAfter().toInstant());
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                boolean isHost = name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS);
                if (isHost && name.get(1) instanceof String text) {
                    names.add(text);
                }
            }
        } catch (CertificateParsingException unreadable) {
            // It is for no host then; its subject is shown.
            return List.of();
        }
        return names;
    }

    private static String commonName(X500Principal principal) {
        try {
            for (Rdn part : new LdapName(principal.getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
        } catch (InvalidNameException unusual) {
            return principal.getName();
        }
        return principal.getName();
    }

    /** Whole days that it still has; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
