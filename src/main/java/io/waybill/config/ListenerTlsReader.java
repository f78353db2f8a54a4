package io.waybill.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls} of a listener. */
final class ListenerTlsReader {

    private static final String OFF = "off";
    private static final String CERTIFICATES = "a list of certificates";
    private static final String EXAMPLE = "[{certificate: site.pem, key: site.key}]";
    private static final String TICKET_KEYS = "lines of " + TicketsConfig.KEY_BYTES + " bytes in Base64";
    private static final String NEW_KEY = "make one with: openssl rand -base64 " + TicketsConfig.KEY_BYTES;

    private final Sources sources;
    private final CertificateReader certificates;

    ListenerTlsReader(Sources sources) {
        this.sources = sources;
        this.certificates = new CertificateReader(sources);
    }

    /** Null for plain HTTP, and after a problem with the certificates was reported. */
    @Nullable
    TlsConfig read(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Section section = Section.of(value, Keys.TLS);
        List<CertificateConfig> own = certificates(section);
        String minVersion = section.word("minVersion", TlsConfig.VERSIONS, TlsConfig.VERSIONS.get(0));
        List<String> ciphers = CipherReader.ciphers(section.get("ciphers"));
        List<String> curves = CipherReader.curves(section.get("curves"));
        TicketsConfig tickets = tickets(section.get("tickets"));
        ClientAuth clientAuth = section.choice("clientAuth", ClientAuth.NONE);
        List<X509Certificate> clientCa = clientCa(section, clientAuth);
        String hsts = hsts(section.get("hsts"));
        return own.isEmpty()
                ? null
                : new TlsConfig(own, minVersion, ciphers, curves, tickets, clientAuth, clientCa, hsts);
    }

    private List<CertificateConfig> certificates(Section section) {
        Value list = section.need("certificates", CERTIFICATES, "add for example " + EXAMPLE);
        List<CertificateConfig> found = new ArrayList<>();
        if (list != null) {
            for (Value item : list.items(CERTIFICATES, "write for example " + EXAMPLE)) {
                Section written = Section.of(item, Keys.CERTIFICATE);
                CertificateConfig certificate = certificates.identity(written, written.get("ocsp"));
                if (certificate != null) {
                    found.add(certificate);
                }
            }
        }
        return found;
    }

    private List<X509Certificate> clientCa(Section section, ClientAuth clientAuth) {
        Value ca = section.get("clientCa");
        Value wanted = section.get("clientAuth");
        if (ca == null && wanted != null && clientAuth != ClientAuth.NONE) {
            wanted.wrong(
                    clientAuth.word() + " without clientCa",
                    "the authorities that sign certificates of clients",
                    "add for example clientCa: clients.pem");
        }
        if (ca != null && clientAuth == ClientAuth.NONE) {
            ca.wrong(
                    "authorities without clientAuth",
                    "clientAuth: optional or clientAuth: required",
                    "add one of them, or remove clientCa");
            return List.of();
        }
        return ca == null ? List.of() : certificates.authorities(ca);
    }

    private TicketsConfig tickets(@Nullable Value value) {
        TicketsConfig otherwise = TicketsConfig.STANDARD;
        if (value == null) {
            return otherwise;
        }
        if (!value.isMapping()) {
            if (!OFF.equals(value.textOrNull())) {
                value.wrong(
                        "off, or a mapping with keys of " + Shown.names(Keys.TICKETS.names()),
                        "write for example {rotate: 8h}");
            }
            return new TicketsConfig(false, List.of(), otherwise.rotate());
        }
        Section section = Section.of(value, Keys.TICKETS);
        Value keys = section.get("keys");
        Value rotate = section.get("rotate");
        if (keys != null && rotate != null) {
            rotate.wrong(
                    rotate.node().shown() + " beside keys",
                    "one of keys and rotate",
                    "remove it: whoever writes the file of the keys rotates them");
        }
        Duration every = rotate == null
                ? otherwise.rotate()
                : rotate.time(otherwise.rotate(), TicketsConfig.MIN_ROTATE, TicketsConfig.MAX_ROTATE);
        return new TicketsConfig(true, keys == null ? List.of() : ticketKeys(keys), every);
    }

    /** No message tells anything of them but where they stand. */
    private List<String> ticketKeys(Value value) {
        String text = value.text("the name of a file with keys", "tickets.keys");
        Path file = text == null ? null : sources.resolve(value, text);
        FileBytes bytes = file == null ? null : sources.read(value, file);
        if (file == null || bytes == null) {
            return List.of();
        }
        String shown = Shown.escaped(file.toString());
        List<String> lines = bytes.text(StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .toList();
        List<String> keys = lines.stream().filter(line -> !line.isEmpty()).toList();
        for (String key : keys) {
            if (!isTicketKey(key)) {
                value.wrong(
                        "something else in line " + (lines.indexOf(key) + 1) + " of " + shown, TICKET_KEYS, NEW_KEY);
                return List.of();
            }
        }
        if (keys.isEmpty()) {
            value.wrong("no key in " + shown, TICKET_KEYS, NEW_KEY);
        } else {
            SecretReader.noteIfExposed(value, file);
        }
        return keys;
    }

    private static boolean isTicketKey(String line) {
        try {
            return Base64.getDecoder().decode(line).length == TicketsConfig.KEY_BYTES;
        } catch (IllegalArgumentException otherText) {
            return false;
        }
    }

    /** The value of the field; null for none. */
    private static @Nullable String hsts(@Nullable Value value) {
        if (value == null || OFF.equals(value.textOrNull())) {
            return null;
        }
        if (!value.isMapping()) {
            return "max-age=" + maxAge(value).toSeconds();
        }
        Section section = Section.of(value, Keys.HSTS);
        Value written = section.get("maxAge");
        Duration maxAge = written == null ? TlsConfig.HSTS : maxAge(written);
        boolean subDomains = section.flag("includeSubDomains", false);
        boolean preload = section.flag("preload", false);
        Value preloaded = section.get("preload");
        if (preloaded != null && preload && (!subDomains || maxAge.compareTo(TlsConfig.HSTS) < 0)) {
            preloaded.wrong(
                    "preload without what the lists of browsers ask for",
                    "includeSubDomains: true and a maxAge of " + Units.shown(TlsConfig.HSTS) + " or more",
                    "add them, or remove preload");
        }
        return "max-age=" + maxAge.toSeconds() + (subDomains ? "; includeSubDomains" : "")
                + (preload ? "; preload" : "");
    }

    private static Duration maxAge(Value value) {
        return value.time(TlsConfig.HSTS, Duration.ZERO, TlsConfig.MAX_HSTS);
    }
}
