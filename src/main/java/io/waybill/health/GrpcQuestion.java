package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A call of {@code grpc.health.v1.Health/Check}, gRPC's health protocol. Its message is one field, so that it is written
 * here by hand: five bytes before every message say that it is not compressed and how long it is. Immutable.
 */
final class GrpcQuestion implements Question {

    private static final byte[] METHOD = bytes("POST");
    private static final byte[] PATH = bytes("/grpc.health.v1.Health/Check");
    private static final byte[] ID_PREFIX = bytes("HC-");
    private static final byte[] LINE_END = bytes("\r\n");
    private static final int MOST_TIMEOUT_MILLIS = 99_999_999;

    /** Field 1, which is bytes of a length that follows. */
    private static final int SERVICE = 1 << 3 | 2;

    private final byte[] message;
    private final byte[] lines;

    /**
     * @param service asked about; "" for the server as a whole
     * @param timeout after which nobody waits for the answer
     * @param hostField names the server itself: {@code Host: address CRLF}
     * @param idHeader name of the field that carries the ID
     */
    GrpcQuestion(String service, Duration timeout, byte[] hostField, String idHeader) {
        this.message = message(service.getBytes(StandardCharsets.UTF_8));
        this.lines = bytes(new String(hostField, StandardCharsets.ISO_8859_1)
                + "Content-Type: application/grpc\r\nTE: trailers\r\nUser-Agent: waybill-check\r\ngrpc-timeout: "
                + Math.min(timeout.toMillis(), MOST_TIMEOUT_MILLIS) + "m\r\n" + idHeader + ": ");
    }

    private static byte[] message(byte[] service) {
        if (service.length == 0) {
            return new byte[GrpcAnswer.PREFIX_BYTES];
        }
        int lengthBytes = service.length < 0x80 ? 1 : 2;
        int bytes = 1 + lengthBytes + service.length;
        byte[] message = new byte[GrpcAnswer.PREFIX_BYTES + bytes];
        message[3] = (byte) (bytes >>> 8);
        message[4] = (byte) bytes;
        int at = GrpcAnswer.PREFIX_BYTES;
        message[at++] = SERVICE;
        if (lengthBytes == 2) {
            message[at++] = (byte) ((service.length & 0x7f) | 0x80);
            message[at++] = (byte) (service.length >>> 7);
        } else {
            message[at++] = (byte) service.length;
        }
        System.arraycopy(service, 0, message, at, service.length);
        return message;
    }

    @Override
    public void writeTo(RequestHead head, byte[] id) {
        FieldSection fields = head.fields();
        byte[] room = fields.room(METHOD.length + PATH.length);
        System.arraycopy(METHOD, 0, room, 0, METHOD.length);
        System.arraycopy(PATH, 0, room, METHOD.length, PATH.length);
        fields.filled(METHOD.length + PATH.length);
        head.method(0, METHOD.length);
        head.target(METHOD.length, fields.filled(), fields.filled());
        head.keepsAlive(true);
        head.acceptsTrailers(true);
        head.bodyLength(message.length);
        fields.append(lines);
        fields.append(ID_PREFIX);
        fields.append(id);
        fields.append(LINE_END);
    }

    @Override
    public void writeBody(UpstreamStream stream, ByteBufAllocator allocator) {
        ByteBuf body = allocator.buffer(message.length);
        stream.writeData(body.writeBytes(message));
    }

    @Override
    public Answer answer(boolean down) {
        return new GrpcAnswer();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
