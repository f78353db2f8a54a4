package io.waybill.exchange;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HopByHop;
import io.waybill.http.ResponseHead;
import io.waybill.route.Route;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head as the client gets it: hop-by-hop fields off, the route's edits, Via and the request ID on. Confined to one
 * event loop.
 */
final class ResponseRewriter {

    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** By which a site asks to be visited over TLS only (RFC 6797). */
    static final FieldName HSTS = FieldName.of("Strict-Transport-Security");

    private final FieldName idField;
    private final byte[] idStart;
    private final Via via;
    private final HttpDate date;
    private final byte[] hsts;

    ResponseRewriter(ListenerInfo listener, ExchangeSettings settings, HttpDate date) {
        this.hsts = listener.hsts();
        this.idField = settings.idField();
        this.idStart = (settings.idField().text() + ": ").getBytes(StandardCharsets.US_ASCII);
        this.via = new Via(settings.node());
        this.date = date;
    }

    /** Leaves out of the trailers what a head could not have brought either. */
    void rewriteTrailers(@Nullable FieldSection trailers, @Nullable Route route) {
        if (trailers == null) {
            return;
        }
        trailers.removeAllSpellings(idField);
        trailers.removeAllSpellings(HSTS);
        if (route != null) {
            route.responseEdits().removeFrom(trailers);
        }
    }

    /** Records every edit in a head that came from a server. */
    void rewrite(ResponseHead head, byte[] id, @Nullable Route route) {
        FieldSection fields = head.fields();
        HopByHop.strip(fields, idField, head.status() == 101);
        if (route != null) {
            route.responseEdits().applyTo(fields);
        }
        // One value only: a server that echoes the ID, or sends another one, does not make two of it.
        fields.remove(idField);
        fields.append(idStart);
        fields.append(id);
        fields.append(END_OF_LINE);
        fields.append(via.of(head.version()));
        if (hsts.length > 0 && !head.isInformational()) {
            secure(fields, route);
        }
        boolean dated = fields.has(FieldName.DATE)
                || (route != null && route.responseEdits().concern(FieldName.DATE));
        if (!head.isInformational() && !dated) {
            fields.append(date.line());
        }
    }

    /** What the server, or the route, says about it holds. */
    private void secure(FieldSection fields, @Nullable Route route) {
        if (!fields.has(HSTS) && (route == null || !route.responseEdits().concern(HSTS))) {
            fields.append(hsts);
        }
    }
}
