package io.waybill.admin;

import io.waybill.admin.StatsView.ListenerView;
import io.waybill.admin.TlsView.CertificateView;
import io.waybill.stats.ProtocolEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What clients of listeners speak below requests, for people; nothing where there is nothing but plain HTTP/1.1. */
final class LinkText {

    private LinkText() {}

    static void append(StringBuilder out, List<ListenerView> listeners) {
        if (listeners.stream().allMatch(LinkText::isPlain)) {
            return;
        }
        TextTable table = new TextTable(
                2, "listener", "tls", "handshakes", "resumed", "failed", "plain", "http/2", "tunnels", "no PROXY");
        for (ListenerView listener : listeners) {
            Map<ProtocolEvent, Long> counts = listener.protocols();
            TlsView tls = listener.tls();
            table.row(
                    listener.name(),
                    tls == null ? "-" : tls.minVersion() + "+",
                    shown(counts, ProtocolEvent.TLS_HANDSHAKE),
                    shown(counts, ProtocolEvent.TLS_RESUMED),
                    shown(counts, ProtocolEvent.TLS_FAILED),
                    shown(counts, ProtocolEvent.PLAIN_ON_TLS),
                    shown(counts, ProtocolEvent.HTTP2_CONNECTION),
                    Figures.count(LinkJson.tunnelsOpen(counts)),
                    shown(counts, ProtocolEvent.PROXY_REFUSED));
        }
        table.appendTo(out);
        listeners.forEach(listener -> appendFloods(out, listener));
        appendCertificates(out, listeners);
    }

    private static boolean isPlain(ListenerView listener) {
        return listener.tls() == null && listener.protocols().values().stream().allMatch(count -> count == 0);
    }

    private static String shown(Map<ProtocolEvent, Long> counts, ProtocolEvent event) {
        return Figures.count(LinkJson.count(counts, event));
    }

    private static void appendFloods(StringBuilder out, ListenerView listener) {
        String floods = listener.protocols().entrySet().stream()
                .filter(entry -> entry.getValue() > 0 && entry.getKey().word().startsWith("flood_"))
                .map(entry -> entry.getKey().word().replace('_', '-') + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        if (!floods.isEmpty()) {
            TextTable.appendParagraph(out, "connections of " + listener.name() + " closed: " + floods);
        }
    }

    private static void appendCertificates(StringBuilder out, List<ListenerView> listeners) {
        TextTable table = new TextTable(4, "certificate", "names", "issuer", "listener", "days left");
        boolean any = false;
        for (ListenerView listener : listeners) {
            TlsView tls = listener.tls();
            for (CertificateView certificate : tls == null ? List.<CertificateView>of() : tls.certificates()) {
                any = true;
                table.row(
                        certificate.facts().file().toString(),
                        String.join(" ", certificate.facts().names()),
                        certificate.facts().issuer(),
                        listener.name(),
                        Long.toString(certificate.daysLeft()));
            }
        }
        if (any) {
            table.appendTo(out);
        }
    }
}
