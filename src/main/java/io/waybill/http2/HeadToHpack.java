package io.waybill.http2;

import io.waybill.http.BodyLength;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.LineVisitor;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads and trailers as HPACK: pseudo-fields first, then the lines that are left and the appended ones, without
 * those that HTTP/2 does not allow, and Content-Length anew. Confined to one event loop.
 */
final class HeadToHpack implements LineVisitor {

    private static final int AUTHORITY = 1;
    private static final int METHOD_GET = 2;
    private static final int METHOD_POST = 3;
    private static final int PATH_ROOT = 4;
    private static final int SCHEME_HTTP = 6;
    private static final int SCHEME_HTTPS = 7;
    private static final int STATUS_200 = 8;

    /** Those that follow 200 in the static table, in its order. */
    private static final int[] KNOWN_STATUS = {200, 204, 206, 304, 400, 404, 500};

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] CONNECT = bytes("CONNECT");
    private static final byte[] PROTOCOL = bytes(":protocol");
    private static final byte[] TE = bytes("te");
    private static final byte[] TRAILERS = bytes("trailers");
    private static final byte[] SLASH = {'/'};

    private final HpackBytes out;
    private final LineVisitor host = this::host;
    private boolean tunnel;
    private boolean named;

    HeadToHpack(HpackBytes out) {
        this.out = out;
    }

    void request(RequestHead head, boolean secure) {
        FieldSection fields = head.fields();
        tunnel = head.upgrades();
        int upgrade = tunnel ? fields.first(FieldName.UPGRADE) : -1;
        if (upgrade >= 0) {
            out.name(METHOD_GET, false);
            out.string(CONNECT);
            out.name(PROTOCOL, 0, PROTOCOL.length);
            out.lowerCase(fields.bytes(), fields.valueStart(upgrade), fields.valueEnd(upgrade));
        } else {
            method(head);
        }
        out.indexed(secure ? SCHEME_HTTPS : SCHEME_HTTP);
        authority(fields);
        path(head);
        fields.visit(this);
        length(head.bodyLength());
        if (head.acceptsTrailers()) {
            out.name(TE, 0, TE.length);
            out.string(TRAILERS);
        }
    }

    private void method(RequestHead head) {
        if (head.method() == Method.GET) {
            out.indexed(METHOD_GET);
        } else if (head.method() == Method.POST) {
            out.indexed(METHOD_POST);
        } else {
            out.name(METHOD_GET, false);
            out.string(head.bytes(), head.methodStart(), head.methodEnd());
        }
    }

    private void authority(FieldSection fields) {
        int line = fields.first(FieldName.HOST);
        named = false;
        if (line < 0) {
            fields.visit(host);
        } else {
            out.name(AUTHORITY, false);
            out.string(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
        }
    }

    private void host(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd, int hash) {
        if (!named && StaticNames.of(bytes, nameStart, nameEnd, hash) == StaticNames.HOST) {
            named = true;
            out.name(AUTHORITY, false);
            out.string(bytes, valueStart, valueEnd);
        }
    }

    private void path(RequestHead head) {
        byte[] bytes = head.bytes();
        byte[] prefix = head.pathPrefix();
        int start = head.targetStart() + head.pathSkip();
        int end = head.targetEnd();
        if (prefix.length == 0 && head.pathSkip() > 0 && (start == head.pathEnd() || bytes[start] != '/')) {
            prefix = SLASH;
        }
        if (prefix.length == 0 && end - start == 1 && bytes[start] == '/') {
            out.indexed(PATH_ROOT);
            return;
        }
        out.name(PATH_ROOT, false);
        out.size(prefix.length + end - start);
        out.raw(prefix, 0, prefix.length);
        out.raw(bytes, start, end);
    }

    void response(ResponseHead head) {
        tunnel = head.status() == SWITCHING_PROTOCOLS;
        status(tunnel ? 200 : head.status());
        head.fields().visit(this);
        length(head.bodyLength() == BodyLength.NONE ? head.announcedLength() : head.bodyLength());
    }

    private void status(int status) {
        for (int i = 0; i < KNOWN_STATUS.length; i++) {
            if (KNOWN_STATUS[i] == status) {
                out.indexed(STATUS_200 + i);
                return;
            }
        }
        out.name(STATUS_200, false);
        out.number(status);
    }

    void trailers(FieldSection trailers) {
        tunnel = false;
        trailers.visit(this);
    }

    /** What Content-Length says; nothing if the length is not known, or there is no body. */
    private void length(long length) {
        if (length >= 0) {
            out.name(StaticNames.CONTENT_LENGTH.index(), false);
            out.number(length);
        }
    }

    @Override
    public void line(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd, int hash) {
        StaticNames known = StaticNames.of(bytes, nameStart, nameEnd, hash);
        if (isLeftOut(known)) {
            return;
        }
        if (known == null || known.index() == 0) {
            out.name(bytes, nameStart, nameEnd);
        } else {
            out.name(known.index(), known.use() == StaticNames.Use.SECRET);
        }
        out.string(bytes, valueStart, valueEnd);
    }

    private boolean isLeftOut(@Nullable StaticNames known) {
        if (known == null) {
            return false;
        }
        return switch (known.use()) {
            case WRITTEN, SECRET -> false;
            case LEFT_OUT -> true;
            case OF_HANDSHAKE -> tunnel;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
