package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer in gRPC's health protocol: a message with the state of the service, then a {@code grpc-status}, which stands in
 * the head if there is no message. Only {@code grpc-status: 0} with the state SERVING passes. Confined to one event loop.
 */
final class GrpcAnswer implements Answer {

    /** Before each message: whether it is compressed, and its length in four bytes. */
    static final int PREFIX_BYTES = 5;

    /** A message of this protocol has two bytes; fields that a later version adds are passed over. */
    private static final int MOST_MESSAGE_BYTES = 1024;

    private static final int MOST_TEXT = 120;
    private static final FieldName STATUS = FieldName.of("grpc-status");
    private static final FieldName MESSAGE = FieldName.of("grpc-message");
    private static final String OK = "0";

    /** Field 1, which is a number. */
    private static final int STATE = 1 << 3;

    private static final int SERVING = 1;
    private static final List<String> STATES = List.of("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN");

    /** By number; what they mean stands in gRPC's own documentation. */
    private static final List<String> STATUSES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private byte[] body = new byte[PREFIX_BYTES + 2];
    private int length;
    private int status;
    private String contentType = "";
    private @Nullable String grpcStatus;
    private @Nullable String grpcMessage;

    @Override
    public boolean head(ResponseHead head) {
        status = head.status();
        String type = head.fields().text(FieldName.CONTENT_TYPE);
        contentType = type == null ? "" : type;
        take(head.fields());
        return !isGrpc();
    }

    private boolean isGrpc() {
        return status == 200 && contentType.toLowerCase(Locale.ROOT).startsWith("application/grpc");
    }

    private void take(FieldSection fields) {
        String said = fields.text(STATUS);
        if (said != null) {
            grpcStatus = said;
            grpcMessage = fields.text(MESSAGE);
        }
    }

    @Override
    public boolean data(ByteBuf data) {
        int more = Math.min(data.readableBytes(), MOST_MESSAGE_BYTES - length);
        if (length + more > body.length) {
            body = Arrays.copyOf(body, length + more);
        }
        data.getBytes(data.readerIndex(), body, length, more);
        length += more;
        return length == MOST_MESSAGE_BYTES;
    }

    @Override
    public Verdict verdict(@Nullable FieldSection trailers) {
        if (status != 200) {
            return new Verdict(CheckCode.L7STS, status, "status " + status + ", expected 200");
        }
        if (!isGrpc()) {
            String shown = contentType.isEmpty() ? "no Content-Type" : shown(contentType);
            return new Verdict(CheckCode.L7RSP, status, "not gRPC: found " + shown + ", expected application/grpc");
        }
        if (trailers != null) {
            take(trailers);
        }
        String said = grpcStatus;
        if (said == null) {
            return new Verdict(CheckCode.L7RSP, status, "answer without grpc-status");
        }
        return said.equals(OK) ? ofState() : new Verdict(CheckCode.L7STS, status, failed(said));
    }

    private Verdict ofState() {
        int state = state();
        if (state < 0) {
            return new Verdict(CheckCode.L7RSP, status, "answer without a message of the health protocol");
        }
        if (state == SERVING) {
            return new Verdict(CheckCode.L7OK, status, "");
        }
        String word = state < STATES.size() ? STATES.get(state) : Integer.toString(state);
        return new Verdict(CheckCode.L7STS, status, "service is " + word + ", expected SERVING");
    }

    /** What the message says of the service; -1 if it is no such message. */
    private int state() {
        if (length < PREFIX_BYTES || body[0] != 0) {
            return -1;
        }
        long announced = (body[1] & 0xffL) << 24 | (body[2] & 0xff) << 16 | (body[3] & 0xff) << 8 | (body[4] & 0xff);
        int end = PREFIX_BYTES + (int) Math.min(announced, MOST_MESSAGE_BYTES);
        if (announced > MOST_MESSAGE_BYTES || end > length) {
            return -1;
        }
        // Left out, a field has its value 0.
        return end == PREFIX_BYTES
                ? 0
                : body[PREFIX_BYTES] == STATE && end > PREFIX_BYTES + 1 ? body[PREFIX_BYTES + 1] : -1;
    }

    private String failed(String said) {
        String text = "grpc-status " + shown(said) + name(said);
        String message = grpcMessage;
        return message == null || message.isEmpty() ? text : text + ": " + shown(message);
    }

    private static String name(String said) {
        for (int i = 0; i < STATUSES.size(); i++) {
            if (said.equals(Integer.toString(i))) {
                return " " + STATUSES.get(i);
            }
        }
        return "";
    }

    /** Short, and of characters that a terminal shows. */
    private static String shown(String text) {
        String cut = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        return cut.replaceAll("[^ -~]", "?");
    }

    @Override
    public int status() {
        return status;
    }
}
