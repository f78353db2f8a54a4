package io.waybill.net;

import io.waybill.config.CertificateConfig;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * For which host names certificates stand (RFC 9525): the DNS names that they carry, or their common name if they carry
 * none. A wildcard stands for exactly one label. Immutable.
 */
public final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final String WILDCARD = "*.";

    private final Map<String, int[]> exact;
    private final Map<String, int[]> wildcards;
    private final int[] first;

    private CertificateNames(Map<String, int[]> exact, Map<String, int[]> wildcards, int[] first) {
        this.exact = exact;
        this.wildcards = wildcards;
        this.first = first;
    }

    static CertificateNames of(List<CertificateConfig> certificates) {
        Map<String, int[]> exact = new HashMap<>();
        Map<String, int[]> wildcards = new HashMap<>();
        List<String> ofFirst = List.of();
        for (int i = 0; i < certificates.size(); i++) {
            List<String> names = names(certificates.get(i).certificate());
            ofFirst = i == 0 ? names : ofFirst;
            for (String name : names) {
                boolean wildcard = name.startsWith(WILDCARD);
                Map<String, int[]> map = wildcard ? wildcards : exact;
                map.merge(wildcard ? name.substring(WILDCARD.length()) : name, new int[] {i}, CertificateNames::joined);
            }
        }
        // A client that names no host can have the first certificate in each kind of key that it exists in.
        int[] first = {0};
        for (String name : ofFirst) {
            boolean wildcard = name.startsWith(WILDCARD);
            int[] same = wildcard ? wildcards.get(name.substring(WILDCARD.length())) : exact.get(name);
            first = joined(first, same == null ? first : same);
        }
        return new CertificateNames(Map.copyOf(exact), Map.copyOf(wildcards), first);
    }

    private static int[] joined(int[] some, int[] others) {
        return IntStream.concat(Arrays.stream(some), Arrays.stream(others))
                .distinct()
                .toArray();
    }

    /** Which certificates may be shown to a client that asks for that host, the preferred one first; never none. */
    int[] candidates(@Nullable String host) {
        if (host == null) {
            return first;
        }
        String name = host.toLowerCase(Locale.ROOT);
        int[] found = exact.get(name);
        int dot = name.indexOf('.');
        if (found == null && dot > 0) {
            found = wildcards.get(name.substring(dot + 1));
        }
        return found == null ? first : found;
    }

    /** The host names of a certificate, in lower case. */
    public static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (List<?> name :
                    Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of())) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        if (names.isEmpty()) {
            commonName(certificate, names);
        }
        return names;
    }

    private static void commonName(X509Certificate certificate, List<String> names) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException unreadable) {
            // Without a name it is shown only where it is the first one.
            names.clear();
        }
    }
}
