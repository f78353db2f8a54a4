package io.waybill.admin;

import io.waybill.admin.TlsView.CertificateView;
import io.waybill.config.CertificateFacts;
import io.waybill.stats.ProtocolEvent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What is spoken below requests: to clients of a listener, and to servers of a pool. As JSON. */
final class LinkJson {

    private static final String FLOOD = "flood_";

    private LinkJson() {}

    /** The fields {@code tls}, {@code http2}, {@code tunnels} and {@code proxy_refused}. */
    static void ofListener(JsonGenerator json, @Nullable TlsView tls, Map<ProtocolEvent, Long> counts) {
        if (tls == null) {
            json.writeNullProperty("tls");
        } else {
            tls(json, tls, counts);
        }
        json.writeObjectPropertyStart("http2");
        number(json, "connections", counts, ProtocolEvent.HTTP2_CONNECTION);
        json.writeObjectPropertyStart("floods");
        counts.forEach((event, count) -> {
            String word = event.word();
            if (word.startsWith(FLOOD)) {
                json.writeNumberProperty(word.substring(FLOOD.length()), count);
            }
        });
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectPropertyStart("tunnels");
        json.writeNumberProperty("open", tunnelsOpen(counts));
        number(json, "opened", counts, ProtocolEvent.TUNNEL_OPENED);
        json.writeEndObject();
        number(json, "proxy_refused", counts, ProtocolEvent.PROXY_REFUSED);
    }

    /** How many there are now: counted one by one, the loops' counters may not fit each other for a moment. */
    static long tunnelsOpen(Map<ProtocolEvent, Long> counts) {
        return Math.max(0, count(counts, ProtocolEvent.TUNNEL_OPENED) - count(counts, ProtocolEvent.TUNNEL_CLOSED));
    }

    static long count(Map<ProtocolEvent, Long> counts, ProtocolEvent event) {
        return counts.getOrDefault(event, 0L);
    }

    private static void tls(JsonGenerator json, TlsView tls, Map<ProtocolEvent, Long> counts) {
        json.writeObjectPropertyStart("tls");
        json.writeStringProperty("provider", tls.provider());
        json.writeStringProperty("min_version", tls.minVersion());
        json.writeStringProperty("client_auth", tls.clientAuth());
        number(json, "handshakes", counts, ProtocolEvent.TLS_HANDSHAKE);
        number(json, "resumed", counts, ProtocolEvent.TLS_RESUMED);
        number(json, "failed", counts, ProtocolEvent.TLS_FAILED);
        number(json, "plain_http", counts, ProtocolEvent.PLAIN_ON_TLS);
        json.writeArrayPropertyStart("certificates");
        for (CertificateView certificate : tls.certificates()) {
            json.writeStartObject();
            certificate(json, certificate);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The object {@code link}. */
    static void ofPool(JsonGenerator json, LinkView link) {
        json.writeObjectPropertyStart("link");
        json.writeStringProperty("http", link.http().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("tls_servers", link.secureServers());
        json.writeBooleanProperty("verify", link.verify());
        json.writeStringProperty("server_name", link.serverName());
        CertificateView identity = link.identity();
        if (identity == null) {
            json.writeNullProperty("certificate");
        } else {
            json.writeObjectPropertyStart("certificate");
            certificate(json, identity);
            json.writeEndObject();
        }
        json.writeStringProperty("send_proxy", link.sendProxy());
        json.writeEndObject();
    }

    private static void certificate(JsonGenerator json, CertificateView certificate) {
        CertificateFacts facts = certificate.facts();
        json.writeStringProperty("file", facts.file().toString());
        JsonText.strings(json, "names", facts.names());
        json.writeStringProperty("issuer", facts.issuer());
        json.writeStringProperty("not_after", facts.notAfter().toString());
        json.writeNumberProperty("days_left", certificate.daysLeft());
    }

    private static void number(JsonGenerator json, String name, Map<ProtocolEvent, Long> counts, ProtocolEvent event) {
        json.writeNumberProperty(name, count(counts, event));
    }
}
