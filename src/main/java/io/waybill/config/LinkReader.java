package io.waybill.config;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how the servers of a pool are spoken to: {@code http}, {@code tls} and {@code sendProxy}. */
final class LinkReader {

    private final CertificateReader certificates;

    LinkReader(Sources sources) {
        this.certificates = new CertificateReader(sources);
    }

    LinkConfig read(Section pool) {
        ServerHttp http = pool.choice("http", ServerHttp.H1);
        SendProxy sendProxy = pool.choice("sendProxy", SendProxy.OFF);
        Value written = pool.get("sendProxy");
        if (written != null && sendProxy != SendProxy.OFF && http != ServerHttp.H1) {
            written.wrong(
                    sendProxy.word() + " beside http: " + http.word(),
                    "http: h1, as a connection that begins with a PROXY header carries requests of one client",
                    "remove one of the two");
        }
        Value tls = pool.get("tls");
        return new LinkConfig(http, tls != null, tls == null ? PoolTlsConfig.STANDARD : tls(tls), sendProxy);
    }

    private PoolTlsConfig tls(Value value) {
        Section section = Section.of(value, Keys.POOL_TLS);
        boolean verify = section.flag("verify", true);
        Value verified = section.get("verify");
        Value ca = section.get("ca");
        if (verified != null && !verify) {
            verified.note("nobody looks whether these servers are who they should be: whoever takes their place"
                    + " reads everything");
        }
        if (ca != null && !verify) {
            ca.wrong("authorities beside verify: false", "verify: true", "remove one of the two");
        }
        List<X509Certificate> authorities = ca == null ? List.of() : certificates.authorities(ca);
        boolean hasIdentity = section.has("certificate") || section.has("key") || section.has("password");
        return new PoolTlsConfig(
                authorities,
                serverName(section.get("serverName")),
                verify,
                hasIdentity ? certificates.identity(section, null) : null);
    }

    private static @Nullable String serverName(@Nullable Value value) {
        String text = value == null ? null : value.text("the name of a host", "api.example.com");
        if (value != null && text != null && (!AddressReader.isHostName(text) || IpLiteral.parse(text) != null)) {
            value.wrong("the name of a host, which is no address", "write for example api.example.com");
        }
        return text;
    }
}
