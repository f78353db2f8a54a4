package io.waybill.testkit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 client that sends exactly the frames it is told to, good or bad, and shows exactly those that come back. A
 * thread of its own reads all the time, so a flood never waits for itself. Nothing is answered by itself, except in
 * {@link #awaitResponse}. Whatever waits gives up with an exception after 10 seconds. Confined to one thread.
 */
public final class RawHttp2Client implements AutoCloseable {

    /** What a client says first (RFC 9113 section 3.4). */
    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int STILL_OPEN_MILLIS = 150;
    private static final Http2Frame CLOSED = Http2Frame.of(-1, 0, 0);

    private final Socket socket;
    private final OutputStream out;
    private final Http2Blocks blocks = new Http2Blocks();
    private final BlockingQueue<Http2Frame> arrived = new LinkedBlockingQueue<>();
    private final Map<Integer, Http2Response> responses = new HashMap<>();
    private boolean closed;

    private RawHttp2Client(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
        Thread reader = new Thread(this::readAll, "http2-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Connects to this port of 127.0.0.1 and sends the preface with an empty SETTINGS frame. */
    public static RawHttp2Client connect(int port) {
        return silent(port).send(PREFACE).settings();
    }

    /** The same over TLS: names this host (SNI) and offers {@code h2} alone. */
    public static RawHttp2Client connect(int port, SSLContext tls, String host) {
        try {
            Socket plain = connected(port);
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setApplicationProtocols(new String[] {"h2"});
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(TIMEOUT_MILLIS);
            secure.startHandshake();
            if (!secure.getApplicationProtocol().equals("h2")) {
                throw new AssertionError("the server chose: " + secure.getApplicationProtocol());
            }
            secure.setSoTimeout(0);
            return new RawHttp2Client(secure).send(PREFACE).settings();
        } catch (IOException e) {
            throw new UncheckedIOException("no TLS with port " + port, e);
        }
    }

    /** Connects, and says nothing yet. */
    public static RawHttp2Client silent(int port) {
        try {
            return new RawHttp2Client(connected(port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to port " + port, e);
        }
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        return socket;
    }

    public RawHttp2Client send(String latin1) {
        return send(HttpText.bytes(latin1));
    }

    /** Hands all bytes to the kernel; blocks while the peer does not read. */
    public RawHttp2Client send(byte[] bytes) {
        return queue(bytes).flush();
    }

    /** Keeps bytes until the next {@link #flush}, or until there are 64 KiB of them: for floods. */
    public RawHttp2Client queue(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the connection is gone", e);
        }
    }

    public RawHttp2Client flush() {
        try {
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the connection is gone", e);
        }
    }

    /** Any frame at all. */
    public RawHttp2Client frame(int type, int flags, int stream, byte... payload) {
        return send(Http2Frame.bytes(type, flags, stream, payload));
    }

    /** @param parametersAndValues in turn, such as 4 (the initial window) and its bytes */
    public RawHttp2Client settings(int... parametersAndValues) {
        ByteBuffer payload = ByteBuffer.allocate(parametersAndValues.length / 2 * 6);
        for (int i = 0; i < parametersAndValues.length; i += 2) {
            payload.putShort((short) parametersAndValues[i]).putInt(parametersAndValues[i + 1]);
        }
        return frame(Http2Frame.SETTINGS, 0, 0, payload.array());
    }

    /** A GET of this path from host {@code x}, whole. */
    public RawHttp2Client get(int stream, String path) {
        return headers(stream, true, ":method: GET", ":scheme: http", ":authority: x", ":path: " + path);
    }

    /** A head in one frame, encoded by Netty. Lines are {@code name: value}. */
    public RawHttp2Client headers(int stream, boolean endStream, String... lines) {
        return block(stream, endStream, blocks.encode(lines));
    }

    /** A head in one frame, as these bytes of HPACK; see {@link Http2Blocks#literal}. */
    public RawHttp2Client block(int stream, boolean endStream, byte[] block) {
        int flags = Http2Frame.END_HEADERS | (endStream ? Http2Frame.END_STREAM : 0);
        return frame(Http2Frame.HEADERS, flags, stream, block);
    }

    public RawHttp2Client data(int stream, boolean endStream, String latin1) {
        return frame(Http2Frame.DATA, endStream ? Http2Frame.END_STREAM : 0, stream, HttpText.bytes(latin1));
    }

    public RawHttp2Client reset(int stream, int errorCode) {
        return frame(Http2Frame.RST_STREAM, 0, stream, int32(errorCode));
    }

    /** @param stream 0 for the connection's window */
    public RawHttp2Client windowUpdate(int stream, int bytes) {
        return frame(Http2Frame.WINDOW_UPDATE, 0, stream, int32(bytes));
    }

    public RawHttp2Client ping(long payload) {
        return frame(
                Http2Frame.PING,
                0,
                0,
                ByteBuffer.allocate(Long.BYTES).putLong(payload).array());
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** The next frame, whatever it is; null when the peer has closed or reset the connection. */
    public @Nullable Http2Frame next() {
        return closed ? null : next(TIMEOUT_MILLIS);
    }

    private @Nullable Http2Frame next(int millis) {
        try {
            Http2Frame frame = arrived.poll(millis, TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError("no frame within " + millis + " ms");
            }
            closed = frame.type() == CLOSED.type();
            return closed ? null : frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads on until this kind of frame comes and gives it; null when the connection ends before. */
    public @Nullable Http2Frame await(int type) {
        return await(frame -> frame.type() == type && !(type == Http2Frame.SETTINGS && frame.has(Http2Frame.ACK)));
    }

    /** Reads on until this kind of frame comes and gives it; fails when the connection ends before. */
    public Http2Frame expect(int type) {
        Http2Frame frame = await(type);
        if (frame == null) {
            throw new AssertionError("the connection has ended before a frame of type " + type);
        }
        return frame;
    }

    /** Reads on until such a frame comes and gives it; null when the connection ends before. */
    public @Nullable Http2Frame await(Predicate<Http2Frame> wanted) {
        Http2Frame frame = next();
        while (frame != null && !wanted.test(frame)) {
            frame = next();
        }
        return frame;
    }

    /**
     * Reads on until this stream has ended, by END_STREAM, RST_STREAM or the end of the connection. What comes for other
     * streams is kept for their own calls. On the way SETTINGS and PING are acknowledged and windows given back.
     */
    public Http2Response awaitResponse(int stream) {
        Http2Response response = response(stream);
        while (!response.isComplete() && response.resetCode() < 0) {
            Http2Frame frame = next();
            if (frame == null) {
                break;
            }
            answer(frame);
            response(frame.stream()).take(frame);
        }
        responses.remove(stream);
        return response;
    }

    private Http2Response response(int stream) {
        return responses.computeIfAbsent(stream, id -> new Http2Response());
    }

    private void answer(Http2Frame frame) {
        boolean asks = frame.type() == Http2Frame.SETTINGS || frame.type() == Http2Frame.PING;
        if (asks && !frame.has(Http2Frame.ACK)) {
            byte[] payload = frame.type() == Http2Frame.PING ? frame.payload() : new byte[0];
            frame(frame.type(), Http2Frame.ACK, 0, payload);
        } else if (frame.type() == Http2Frame.DATA && frame.payload().length > 0) {
            windowUpdate(0, frame.payload().length);
            if (!frame.endsStream()) {
                windowUpdate(frame.stream(), frame.payload().length);
            }
        }
    }

    /** Reads on until the peer closes or resets the connection; fails if it does not. */
    public void awaitClose() {
        await(frame -> false);
    }

    /** The next frame, if one comes within a short while; else null. */
    public @Nullable Http2Frame poll() {
        try {
            Http2Frame frame = closed ? CLOSED : arrived.poll(STILL_OPEN_MILLIS, TimeUnit.MILLISECONDS);
            closed = frame != null && frame.type() == CLOSED.type();
            return closed ? null : frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the peer leaves the connection open, and says nothing more, for a short while. */
    public boolean isLeftOpen() {
        try {
            Http2Frame frame = closed ? CLOSED : arrived.poll(STILL_OPEN_MILLIS, TimeUnit.MILLISECONDS);
            return frame == null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readAll() {
        try (Http2FrameSource frames = new Http2FrameSource(socket.getInputStream(), blocks)) {
            while (true) {
                arrived.add(frames.next());
            }
        } catch (IOException | RuntimeException end) {
            arrived.add(CLOSED);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
