package io.waybill.http2;

import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import io.waybill.http.BodyLength;
import io.waybill.http.ConnectionRules;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.TargetRules;
import io.waybill.http.Tokens;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the pseudo-fields of a request (RFC 9113, section 8.3.1; RFC 8441) what stands for them in a head: method,
 * target and a Host line. What can be told of a request that is refused is entered too, for the log. Used for one request
 * after another. Confined to one event loop.
 */
final class RequestStart {

    /** Spaces, version and line end of the request line that HTTP/1.1 would have. */
    private static final int LINE_OVERHEAD = 12;

    private static final AsciiString GET = AsciiString.cached("GET");
    private static final byte[] HOST = "host: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPGRADE = "upgrade: ".getBytes(StandardCharsets.US_ASCII);

    private final int mostBytes;
    private @Nullable Refusal refusal;
    private boolean extendedConnect;
    private boolean named;
    private @Nullable AsciiString protocol;

    /** @param mostBytes of the request line */
    RequestStart(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Why the request is refused for its pseudo-fields, or null. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean isExtendedConnect() {
        return extendedConnect;
    }

    /** Writes into a head that holds nothing. */
    void write(PseudoFields pseudo, RequestHead head) {
        AsciiString method = pseudo.get(PseudoHeaderName.METHOD);
        AsciiString path = pseudo.get(PseudoHeaderName.PATH);
        protocol = pseudo.get(PseudoHeaderName.PROTOCOL);
        extendedConnect = false;
        named = false;
        refusal = presence(pseudo, method, path);
        if (method != null) {
            first(method(head, method));
        }
        if (path != null && !path.isEmpty()) {
            first(target(head, path));
        }
        if (head.method() == Method.CONNECT || head.method() == Method.TRACE) {
            first(Refusal.METHOD_NOT_ALLOWED);
        }
        head.fields().begin(head.fields().filled());
        AsciiString authority = pseudo.get(PseudoHeaderName.AUTHORITY);
        if (authority != null) {
            first(line(head.fields(), HOST, authority) == null ? null : Refusal.HOST);
            named = true;
        }
    }

    private void first(@Nullable Refusal found) {
        refusal = refusal == null ? found : refusal;
    }

    private @Nullable Refusal presence(PseudoFields pseudo, @Nullable AsciiString method, @Nullable AsciiString path) {
        AsciiString scheme = pseudo.get(PseudoHeaderName.SCHEME);
        boolean hasAuthority = pseudo.get(PseudoHeaderName.AUTHORITY) != null;
        if (method == null || pseudo.get(PseudoHeaderName.STATUS) != null) {
            return Refusal.PSEUDO_FIELD;
        }
        boolean connect = method.contentEquals("CONNECT");
        extendedConnect = connect && protocol != null;
        if (connect && protocol == null) {
            return scheme == null && path == null && hasAuthority ? null : Refusal.PSEUDO_FIELD;
        }
        if (protocol != null && !(connect && hasAuthority)) {
            return Refusal.PSEUDO_FIELD;
        }
        boolean http =
                scheme != null && (scheme.contentEqualsIgnoreCase("http") || scheme.contentEqualsIgnoreCase("https"));
        return http && path != null && !path.isEmpty() ? null : Refusal.PSEUDO_FIELD;
    }

    private @Nullable Refusal method(RequestHead head, AsciiString method) {
        AsciiString told = extendedConnect ? GET : method;
        if (told.length() > mostBytes) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        if (!Tokens.isToken(told.array(), told.arrayOffset(), told.arrayOffset() + told.length())) {
            return Refusal.METHOD;
        }
        int end = FieldIntake.copy(told, head.fields().room(told.length()), 0);
        head.fields().filled(end);
        head.method(0, end);
        return null;
    }

    private @Nullable Refusal target(RequestHead head, AsciiString path) {
        FieldSection fields = head.fields();
        int start = fields.filled();
        if (start + path.length() + LINE_OVERHEAD > mostBytes) {
            return Refusal.REQUEST_LINE_TOO_LONG;
        }
        byte[] bytes = fields.room(path.length());
        int end = FieldIntake.copy(path, bytes, start);
        for (int i = start; i < end; i++) {
            if (!Tokens.isTargetByte(bytes[i])) {
                return Refusal.TARGET;
            }
        }
        if (bytes[start] != '/' && bytes[start] != '*') {
            return Refusal.TARGET;
        }
        fields.filled(end);
        return TargetRules.apply(head, start, end);
    }

    /**
     * A Host field must say what :authority says (RFC 9113, section 8.3.1), and is left out then.
     *
     * @return null, or why the request is refused
     */
    @Nullable
    Refusal compareHost(FieldSection fields) {
        int host = fields.first(FieldName.HOST);
        int second = host < 0 || !named ? -1 : fields.next(FieldName.HOST, host);
        if (second < 0) {
            return null;
        }
        if (fields.next(FieldName.HOST, second) >= 0) {
            return Refusal.HOST_REPEATED;
        }
        boolean same = Tokens.sameIgnoringCase(
                fields.bytes(),
                fields.valueStart(host),
                fields.valueEnd(host),
                fields.valueStart(second),
                fields.valueEnd(second));
        fields.removeLine(second);
        return same ? null : Refusal.AUTHORITY_AND_HOST;
    }

    /**
     * Enters into the head of an extended CONNECT what HTTP/1.1 would say with Upgrade.
     *
     * @return null, or why the request is refused
     */
    @Nullable
    Refusal upgrade(RequestHead head) {
        AsciiString wanted = protocol;
        if (wanted == null
                || !Tokens.isToken(wanted.array(), wanted.arrayOffset(), wanted.arrayOffset() + wanted.length())) {
            return Refusal.PSEUDO_FIELD;
        }
        head.bodyLength(BodyLength.NONE);
        Refusal malformed = line(head.fields(), UPGRADE, wanted);
        return malformed == null ? ConnectionRules.applyOnStream(head, true) : malformed;
    }

    private static @Nullable Refusal line(FieldSection fields, byte[] name, AsciiString value) {
        int start = fields.filled();
        byte[] bytes = fields.room(name.length + value.length() + 2);
        System.arraycopy(name, 0, bytes, start, name.length);
        int end = FieldIntake.copy(value, bytes, start + name.length);
        return FieldIntake.finishLine(fields, start, name.length - 2, end);
    }
}
