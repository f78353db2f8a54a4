package io.waybill.exchange;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HopByHop;
import io.waybill.http.HttpVersion;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.route.FieldEdits;
import io.waybill.route.Route;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head as the server gets it: hop-by-hop fields off (RFC 9110, section 7.6.1), the route's edits, forwarding fields
 * (RFC 7239 and the older X-Forwarded-*), Via and the request ID on. Forwarding fields of a client that is no trusted
 * proxy are dropped in every spelling. Immutable.
 */
final class RequestRewriter {

    private static final byte[] HOST = bytes("Host: ");
    private static final byte[] FORWARDED_FOR = bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = bytes("X-Forwarded-Host: ");
    private static final byte[] FORWARDED = bytes("Forwarded: ");
    private static final byte[] FOR = bytes("for=");
    private static final byte[] FOR_IPV6 = bytes("for=\"[");
    private static final byte[] END_OF_IPV6 = bytes("]\"");
    private static final byte[] AND_HOST = bytes(";host=\"");
    private static final byte[] QUOTE = bytes("\"");
    private static final byte[] COMMA = bytes(", ");
    private static final byte[] END_OF_LINE = bytes("\r\n");

    private final FieldName idField;
    private final byte[] idStart;
    private final byte[] forwardedPort;
    private final byte[] forwardedProto;
    private final byte[] andProto;
    private final Via via;

    RequestRewriter(ListenerInfo listener, ExchangeSettings settings) {
        String proto = listener.secure() ? "https" : "http";
        this.idField = settings.idField();
        this.idStart = bytes(settings.idField().text() + ": ");
        this.forwardedPort = bytes("X-Forwarded-Port: " + listener.port() + "\r\n");
        this.forwardedProto = bytes("X-Forwarded-Proto: " + proto + "\r\n");
        this.andProto = bytes(";proto=" + proto + "\r\n");
        this.via = new Via(settings.node());
    }

    /**
     * Records every edit that does not depend on the server.
     *
     * @return how much is appended by now, for {@link #address}
     */
    int rewrite(RequestHead head, byte[] id, ClientAddress client, Route route) {
        FieldSection fields = head.fields();
        HopByHop.strip(fields, idField, head.upgrades());
        if (head.version() == HttpVersion.HTTP_1_0) {
            fields.remove(FieldName.EXPECT);
        }
        route.requestEdits().applyTo(head);
        requestId(fields, id);
        forwarded(head, client, route.requestEdits().fields());
        fields.append(via.of(head.version()));
        return fields.appendedLength();
    }

    /** Leaves out of the trailers what a head could not have brought either. */
    void rewriteTrailers(@Nullable FieldSection trailers, @Nullable Route route) {
        if (trailers == null) {
            return;
        }
        ForwardingFields.strip(trailers, false);
        trailers.removeAllSpellings(idField);
        if (route != null) {
            route.requestEdits().fields().removeFrom(trailers);
        }
    }

    /**
     * Records which Host the server of this attempt sees, in place of what was recorded for an earlier one. A request that
     * names no host, which HTTP/1.0 allows, gets that of the server.
     */
    void address(RequestHead head, int rewritten, Pool pool, Server server) {
        FieldSection fields = head.fields();
        fields.truncateAppended(rewritten);
        boolean named = head.authorityEnd() > head.authorityStart();
        if (!named || !pool.settings().preserveHost()) {
            fields.remove(FieldName.HOST);
            fields.append(server.hostField());
            return;
        }
        int host = fields.first(FieldName.HOST);
        if (host >= 0 && fields.valueStart(host) == head.authorityStart()) {
            return;
        }
        // An absolute target names the host, whatever Host says (RFC 9112, section 3.2.2).
        fields.remove(FieldName.HOST);
        line(fields, HOST, head.bytes(), head.authorityStart(), head.authorityEnd());
    }

    private void requestId(FieldSection fields, byte[] id) {
        fields.removeAllSpellings(idField);
        line(fields, idStart, id, 0, id.length);
    }

    /** What the route's edits say about one of these fields holds; otherwise a proxy is believed, and joined in. */
    private void forwarded(RequestHead head, ClientAddress client, FieldEdits edits) {
        FieldSection fields = head.fields();
        ForwardingFields.strip(fields, client.isProxy());
        ClientTls tls = client.tls();
        if (tls != null) {
            fields.append(tls.certificateFields());
        }
        if (!edits.concern(FieldName.X_FORWARDED_FOR)) {
            fields.append(FORWARDED_FOR);
            joined(fields, FieldName.X_FORWARDED_FOR);
            fields.append(client.text());
            fields.append(END_OF_LINE);
        }
        if (isMissing(FieldName.X_FORWARDED_PROTO, fields, edits)) {
            fields.append(forwardedProto);
        }
        if (isMissing(FieldName.X_FORWARDED_PORT, fields, edits)) {
            fields.append(forwardedPort);
        }
        boolean named = head.authorityEnd() > head.authorityStart();
        if (named && isMissing(FieldName.X_FORWARDED_HOST, fields, edits)) {
            line(fields, FORWARDED_HOST, head.bytes(), head.authorityStart(), head.authorityEnd());
        }
        if (!edits.concern(FieldName.FORWARDED)) {
            element(head, client, named);
        }
    }

    private static boolean isMissing(FieldName name, FieldSection fields, FieldEdits edits) {
        return !fields.has(name) && !edits.concern(name);
    }

    /** Forwarded, with this hop as its last element. */
    private void element(RequestHead head, ClientAddress client, boolean named) {
        FieldSection fields = head.fields();
        fields.append(FORWARDED);
        joined(fields, FieldName.FORWARDED);
        node(fields, client);
        if (named) {
            fields.append(AND_HOST);
            fields.append(head.bytes(), head.authorityStart(), head.authorityEnd() - head.authorityStart());
            fields.append(QUOTE);
        }
        fields.append(andProto);
    }

    private static void node(FieldSection fields, ClientAddress client) {
        boolean ipv6 = client.isIpv6();
        fields.append(ipv6 ? FOR_IPV6 : FOR);
        fields.append(client.text());
        if (ipv6) {
            fields.append(END_OF_IPV6);
        }
    }

    /** Moves what arrived under that name to the front of the line that is being appended. */
    private static void joined(FieldSection fields, FieldName name) {
        for (int line = fields.first(name); line >= 0; line = fields.next(name, line)) {
            int length = fields.valueEnd(line) - fields.valueStart(line);
            if (length > 0) {
                fields.append(fields.bytes(), fields.valueStart(line), length);
                fields.append(COMMA);
            }
            fields.removeLine(line);
        }
    }

    private static void line(FieldSection fields, byte[] start, byte[] value, int from, int to) {
        fields.append(start);
        fields.append(value, from, to - from);
        fields.append(END_OF_LINE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
