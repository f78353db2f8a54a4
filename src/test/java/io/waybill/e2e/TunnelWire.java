package io.waybill.e2e;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.ScriptedHttp2Connection;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One end of a tunnel, whatever the HTTP version that it was opened by. Confined to one thread. */
interface TunnelWire extends AutoCloseable {

    /** From {@link #read}: the other side has ended its direction in good order. */
    int END = -1;

    /** From {@link #read}: the other side, or the connection, broke. */
    int BROKEN = -2;

    void write(byte[] bytes) throws IOException;

    /** The next byte, {@link #END} or {@link #BROKEN}. */
    int read();

    /** Ends this direction in good order. */
    void end() throws IOException;

    /** Breaks the tunnel. */
    void reset() throws IOException;

    @Override
    void close() throws IOException;

    /** A socket, on either side. */
    record OfSocket(Socket socket) implements TunnelWire {

        @Override
        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public int read() {
            try {
                return socket.getInputStream().read();
            } catch (IOException broken) {
                return BROKEN;
            }
        }

        @Override
        public void end() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Frames of HTTP/2 as one sequence of bytes. Confined to one thread. */
    abstract class OfStream implements TunnelWire {

        static final int CANCEL = 8;

        private byte[] data = new byte[0];
        private int at;
        private boolean ended;

        @Override
        public int read() {
            while (at == data.length) {
                Http2Frame frame = ended ? null : next();
                if (ended) {
                    return END;
                }
                if (frame == null || frame.type() == Http2Frame.RST_STREAM) {
                    return BROKEN;
                }
                data = frame.type() == Http2Frame.DATA ? frame.payload() : new byte[0];
                at = 0;
                ended = frame.endsStream();
            }
            return data[at++] & 0xff;
        }

        /** Null when the connection is gone. */
        abstract @Nullable Http2Frame next();
    }

    /** A client's end of stream 1. */
    final class OfClient extends OfStream {

        private final RawHttp2Client client;

        OfClient(RawHttp2Client client) {
            this.client = client;
        }

        @Override
        @Nullable
        Http2Frame next() {
            return client.await(frame -> frame.stream() == 1);
        }

        @Override
        public void write(byte[] bytes) {
            client.frame(Http2Frame.DATA, 0, 1, bytes);
        }

        @Override
        public void end() {
            client.frame(Http2Frame.DATA, Http2Frame.END_STREAM, 1);
        }

        @Override
        public void reset() {
            client.reset(1, CANCEL);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** A server's end of a stream. */
    final class OfServer extends OfStream {

        private final ScriptedHttp2Connection connection;
        private final int stream;

        OfServer(ScriptedHttp2Connection connection, int stream) {
            this.connection = connection;
            this.stream = stream;
        }

        @Override
        @Nullable
        Http2Frame next() {
            try {
                Http2Frame frame = connection.next();
                while (frame.stream() != stream) {
                    frame = connection.next();
                }
                return frame;
            } catch (IOException gone) {
                return null;
            }
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            connection.frame(Http2Frame.DATA, 0, stream, bytes);
        }

        @Override
        public void end() throws IOException {
            connection.frame(Http2Frame.DATA, Http2Frame.END_STREAM, stream);
        }

        @Override
        public void reset() throws IOException {
            connection.reset(stream, CANCEL);
        }

        @Override
        public void close() throws IOException {
            connection.socket().close();
        }
    }
}
