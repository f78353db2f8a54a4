package io.waybill.exchange;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Waybill has to know of gRPC (the protocol over HTTP/2, and its kin with the same content type): which requests are
 * calls, how long a call may take, and how a failure is told to a client that reads no HTTP status.
 */
final class Grpc {

    private static final String CONTENT_TYPE = "application/grpc";
    private static final FieldName TIMEOUT = FieldName.of("grpc-timeout");
    private static final int MOST_TIMEOUT_DIGITS = 8;
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final int FIRST_BYTES = 256;

    private static final int CANCELLED = 1;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;

    private Grpc() {}

    /** Whether the request is a call, by its content type: {@code application/grpc}, alone or with a suffix. */
    static boolean isCall(@Nullable RequestHead request) {
        FieldSection fields = request == null ? null : request.fields();
        int line = fields == null ? -1 : fields.first(FieldName.CONTENT_TYPE);
        if (fields == null || line < 0) {
            return false;
        }
        int start = fields.valueStart(line);
        int end = start + CONTENT_TYPE.length();
        return end <= fields.valueEnd(line) && Tokens.equalsIgnoreCase(fields.bytes(), start, end, CONTENT_TYPE);
    }

    /**
     * How long an exchange may take: what its pool allows, or what the call allows if that is less. What is no timeout by
     * gRPC's rules is ignored.
     *
     * @param poolNanos 0 for no limit
     * @return 0 for no limit
     */
    static long totalNanos(RequestHead request, long poolNanos) {
        if (!isCall(request)) {
            return poolNanos;
        }
        FieldSection fields = request.fields();
        int line = fields.first(TIMEOUT);
        long callNanos = line < 0 ? 0 : timeout(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
        return callNanos > 0 && (poolNanos == 0 || callNanos < poolNanos) ? callNanos : poolNanos;
    }

    /** At least 1; 0 if it is none, or as good as none. */
    private static long timeout(byte[] bytes, int start, int end) {
        int digits = end - start - 1;
        TimeUnit unit = digits < 1 || digits > MOST_TIMEOUT_DIGITS ? null : unit(bytes[end - 1]);
        if (unit == null) {
            return 0;
        }
        long number = 0;
        for (int i = start; i < end - 1; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        // Beyond a year it is no limit, and would be no number of nanoseconds soon.
        return unit.toDays(number) > 365 ? 0 : Math.max(1, unit.toNanos(number));
    }

    private static @Nullable TimeUnit unit(byte letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }

    /** The fields that tell a client of a failure: the status, and a sentence with the request ID. Whole lines. */
    static byte[] statusLines(Failure failure, String sentence, byte[] id) {
        return (line(STATUS, String.valueOf(status(failure))) + line(MESSAGE, message(sentence, id)))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The same as trailers. */
    static FieldSection trailers(Failure failure, byte[] id) {
        FieldSection trailers = new FieldSection(FIRST_BYTES);
        add(trailers, STATUS, String.valueOf(status(failure)));
        add(trailers, MESSAGE, message(failure.sentence(), id));
        return trailers;
    }

    private static void add(FieldSection fields, String name, String value) {
        byte[] line = line(name, value).getBytes(StandardCharsets.US_ASCII);
        int start = fields.end();
        System.arraycopy(line, 0, fields.room(line.length), start, line.length);
        int end = start + line.length;
        fields.filled(end);
        fields.addLine(start, name.length(), start + name.length() + 2, end - 2, end);
    }

    private static String line(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    private static String message(String sentence, byte[] id) {
        return encoded(sentence + " (request ID " + new String(id, StandardCharsets.US_ASCII) + ")");
    }

    /** Percent-encodes what gRPC does not allow in a message. */
    private static String encoded(String message) {
        StringBuilder out = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                out.append((char) b);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return out.toString();
    }

    /** The table in docs/operations.md. */
    static int status(Failure failure) {
        return switch (failure) {
            case CLIENT_GONE -> CANCELLED;
            case HEAD_TIMEOUT, CLIENT_IDLE, FIRST_BYTE_TIMEOUT, SERVER_IDLE, TUNNEL_IDLE, TOTAL_TIMEOUT ->
                DEADLINE_EXCEEDED;
            case BODY_TOO_LARGE -> RESOURCE_EXHAUSTED;
            case NO_ROUTE -> UNIMPLEMENTED;
            case BAD_REQUEST, PLAIN_ON_TLS, PROXY_HEADER, BAD_RESPONSE, INTERNAL -> INTERNAL;
            case LISTENER_FULL,
                    NO_SERVER,
                    CONNECT_REFUSED,
                    CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    NO_SOCKET,
                    TLS_FAILED,
                    STREAM_REFUSED,
                    SERVER_CLOSED,
                    RESPONSE_CUT,
                    SHUTDOWN -> UNAVAILABLE;
        };
    }
}
