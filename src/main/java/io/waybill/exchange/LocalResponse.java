package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.route.FieldEdits;
import io.waybill.route.FixedResponse;
import io.waybill.route.LocationTemplate;
import io.waybill.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The responses that Waybill makes itself, with the request ID in them: for failures, a sentence for people or an object
 * for programs; for routes that answer, what the route says. Not on the path of a plain request. Confined to one event
 * loop.
 */
final class LocalResponse {

    private static final String ALLOWED = "Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH\r\n";

    private final ListenerInfo listener;
    private final LoopServices services;
    private final ExchangeSettings settings;

    LocalResponse(ListenerInfo listener, LoopServices services, ExchangeSettings settings) {
        this.listener = listener;
        this.services = services;
        this.settings = settings;
    }

    /**
     * Tells a client what went wrong.
     *
     * @param refusal what is wrong with the message, or null; its status is used if the client is to blame
     * @param request null if it could not be read
     */
    LocalAnswer failure(Failure failure, @Nullable Refusal refusal, byte[] id, @Nullable RequestHead request) {
        int status = refusal != null && failure.blame() == Blame.CLIENT ? refusal.status() : failure.status();
        String reason = refusal == null ? failure.sentence() : failure.sentence() + ": " + refusal.sentence();
        if (Grpc.isCall(request) && request != null) {
            return call(failure, reason, id, request);
        }
        String idText = new String(id, StandardCharsets.US_ASCII);
        boolean json = acceptsJson(request);
        // Neither a sentence nor an ID has a character that JSON would need escaped.
        String body = json
                ? String.format(
                        Locale.ROOT,
                        "{\"status\":%d,\"error\":\"%s\",\"reason\":\"%s\",\"request_id\":\"%s\"}\n",
                        status,
                        failure.word(),
                        reason,
                        idText)
                : status + " " + reasonPhrase(status) + ": " + reason + "\nRequest ID: " + idText + "\n";
        ResponseHead head = start(status, id);
        append(head, json ? "Content-Type: application/json\r\n" : "Content-Type: text/plain; charset=utf-8\r\n");
        append(head, "Cache-Control: no-store\r\n");
        if (status == 405) {
            append(head, ALLOWED);
        }
        return finish(head, body.getBytes(StandardCharsets.UTF_8), request);
    }

    /** A response that consists of its head: what would be trailers stands in it. */
    private LocalAnswer call(Failure failure, String reason, byte[] id, RequestHead request) {
        ResponseHead head = start(200, id);
        FieldSection asked = request.fields();
        int type = asked.first(FieldName.CONTENT_TYPE);
        append(head, "Content-Type: ");
        head.fields().append(asked.bytes(), asked.valueStart(type), asked.valueEnd(type) - asked.valueStart(type));
        append(head, "\r\n");
        head.fields().append(Grpc.statusLines(failure, reason, id));
        head.bodyLength(0);
        return new LocalAnswer(head, null);
    }

    /** Gives the answer of a route that needs no server. */
    LocalAnswer fixed(Route route, byte[] id, RequestHead request) {
        FixedResponse fixed = route.fixed();
        if (fixed == null) {
            throw new IllegalStateException("route " + route.name() + " has neither a pool nor an answer");
        }
        LocationTemplate location = fixed.location();
        if (location != null && !location.suits(request)) {
            return failure(Failure.BAD_REQUEST, Refusal.HOST_MISSING, id, request);
        }
        ResponseHead head = start(fixed.status(), id);
        FieldEdits edits = route.responseEdits();
        if (fixed.contentType().length > 0 && !edits.concern(FieldName.CONTENT_TYPE)) {
            append(head, "Content-Type: ");
            head.fields().append(fixed.contentType());
            append(head, "\r\n");
        }
        if (location != null && !edits.concern(FieldName.LOCATION)) {
            append(head, "Location: ");
            head.fields().append(location.expand(request));
            append(head, "\r\n");
        }
        head.fields().append(edits.appended());
        return finish(head, fixed.body(), request);
    }

    private ResponseHead start(int status, byte[] id) {
        ResponseHead head = services.heads().takeResponse();
        byte[] phrase = reasonPhrase(status).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(phrase, 0, head.fields().room(phrase.length), 0, phrase.length);
        head.fields().filled(phrase.length);
        head.status(status);
        head.reason(0, phrase.length);
        head.fields().append(services.date().line());
        head.fields().append(listener.hsts());
        append(head, settings.idField().text() + ": ");
        head.fields().append(id);
        append(head, "\r\n");
        return head;
    }

    private LocalAnswer finish(ResponseHead head, byte[] body, @Nullable RequestHead request) {
        boolean bodiless = head.status() == 204 || head.status() == 304;
        boolean headOnly = request != null && request.method() == Method.HEAD;
        if (bodiless || headOnly) {
            head.bodyLength(BodyLength.NONE);
            head.announcedLength(bodiless ? BodyLength.NONE : body.length);
            return new LocalAnswer(head, null);
        }
        head.bodyLength(body.length);
        ByteBuf data = services.loop().allocator().buffer(Math.max(body.length, 1));
        data.writeBytes(body);
        return new LocalAnswer(head, data);
    }

    private static String reasonPhrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static boolean acceptsJson(@Nullable RequestHead request) {
        String accept = request == null ? null : request.fields().text(FieldName.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("application/json");
    }

    private static void append(ResponseHead head, String line) {
        head.fields().append(line.getBytes(StandardCharsets.US_ASCII));
    }
}
