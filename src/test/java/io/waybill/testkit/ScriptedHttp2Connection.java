package io.waybill.testkit;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The server's end of one HTTP/2 connection, for a script. Sends exactly the frames it is told to; SETTINGS and PING are
 * acknowledged as they are read, unless {@link #keepsQuiet} was called. Confined to the thread of its script.
 */
public final class ScriptedHttp2Connection {

    private final ScriptedHttp2Server server;
    private final Socket socket;
    private final Socket tcp;
    private final DataInputStream in;
    private final OutputStream out;
    private final Http2Blocks blocks = new Http2Blocks();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private boolean quiet;

    ScriptedHttp2Connection(ScriptedHttp2Server server, Socket socket, Socket tcp) throws IOException {
        this.server = server;
        this.socket = socket;
        this.tcp = tcp;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The bytes of the connection, for what is no HTTP/2. */
    public Socket socket() {
        return socket;
    }

    /** Closes the TCP connection, and says nothing of it in TLS. */
    public void cut() throws IOException {
        tcp.close();
    }

    /** Acknowledges nothing from now on. */
    public ScriptedHttp2Connection keepsQuiet() {
        quiet = true;
        return this;
    }

    // ---- reading

    /**
     * Reads the preface and sends SETTINGS.
     *
     * @param parametersAndValues in turn
     */
    public ScriptedHttp2Connection settings(int... parametersAndValues) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(parametersAndValues.length / 2 * 6);
        for (int i = 0; i < parametersAndValues.length; i += 2) {
            payload.putShort((short) parametersAndValues[i]).putInt(parametersAndValues[i + 1]);
        }
        frame(Http2Frame.SETTINGS, 0, 0, payload.array());
        String preface = new String(in.readNBytes(RawHttp2Client.PREFACE.length()), StandardCharsets.ISO_8859_1);
        if (preface.isEmpty()) {
            throw new EOFException();
        }
        if (!preface.equals(RawHttp2Client.PREFACE)) {
            throw new AssertionError("no preface: " + preface);
        }
        return this;
    }

    /** The next frame, whatever it is. */
    public Http2Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        boolean asks = type == Http2Frame.SETTINGS || type == Http2Frame.PING;
        if (asks && (flags & Http2Frame.ACK) == 0 && !quiet) {
            frame(type, Http2Frame.ACK, 0, type == Http2Frame.PING ? payload : new byte[0]);
        }
        List<String> fields = List.of();
        if (type == Http2Frame.HEADERS || type == Http2Frame.CONTINUATION) {
            block.writeBytes(payload);
            if ((flags & Http2Frame.END_HEADERS) != 0) {
                try {
                    fields = blocks.decode(block.toByteArray());
                } catch (Http2Exception e) {
                    throw new AssertionError(e);
                }
                block.reset();
                server.received(fields);
            }
        }
        return new Http2Frame(type, flags, stream, payload, fields);
    }

    /** Reads on until a frame of this type comes. */
    public Http2Frame await(int type) throws IOException {
        Http2Frame frame = next();
        while (frame.type() != type || (type == Http2Frame.SETTINGS && frame.has(Http2Frame.ACK))) {
            frame = next();
        }
        return frame;
    }

    /** Reads on until a head comes; gives the number of its stream. */
    public int request() throws IOException {
        return await(Http2Frame.HEADERS).stream();
    }

    /** Reads on until this stream has ended at the client's side and gives what came as DATA. */
    public byte[] body(int stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Http2Frame frame = next();
        while (frame.stream() != stream || !frame.endsStream()) {
            take(frame, stream, body);
            frame = next();
        }
        take(frame, stream, body);
        return body.toByteArray();
    }

    private void take(Http2Frame frame, int stream, ByteArrayOutputStream body) throws IOException {
        if (frame.type() == Http2Frame.DATA && frame.payload().length > 0) {
            windowUpdate(0, frame.payload().length);
            if (!frame.endsStream()) {
                windowUpdate(frame.stream(), frame.payload().length);
            }
            if (frame.stream() == stream) {
                body.writeBytes(frame.payload());
            }
        }
    }

    /** Answers every request that has come whole with 200 and this body, until the client leaves. */
    public void answerAll(String body) throws IOException {
        while (true) {
            Http2Frame frame = next();
            take(frame, -1, new ByteArrayOutputStream());
            if (frame.endsStream()) {
                answer(frame.stream(), body);
            }
        }
    }

    /** Reads until the client closes. */
    public void drain() throws IOException {
        while (true) {
            next();
        }
    }

    // ---- writing

    public ScriptedHttp2Connection frame(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(Http2Frame.bytes(type, flags, stream, payload));
        out.flush();
        return this;
    }

    /** A head in one frame. */
    public ScriptedHttp2Connection head(int stream, boolean endStream, String... lines) throws IOException {
        int flags = Http2Frame.END_HEADERS | (endStream ? Http2Frame.END_STREAM : 0);
        return frame(Http2Frame.HEADERS, flags, stream, blocks.encode(lines));
    }

    public ScriptedHttp2Connection data(int stream, boolean endStream, String latin1) throws IOException {
        return frame(Http2Frame.DATA, endStream ? Http2Frame.END_STREAM : 0, stream, HttpText.bytes(latin1));
    }

    /** 200 with this body. */
    public ScriptedHttp2Connection answer(int stream, String body) throws IOException {
        head(stream, false, ":status: 200", "content-length: " + body.length());
        return data(stream, true, body);
    }

    public ScriptedHttp2Connection reset(int stream, int errorCode) throws IOException {
        return frame(Http2Frame.RST_STREAM, 0, stream, int32(errorCode));
    }

    public ScriptedHttp2Connection goAway(int lastStream, int errorCode) throws IOException {
        return frame(
                Http2Frame.GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(errorCode).array());
    }

    /** @param stream 0 for the connection's window */
    public ScriptedHttp2Connection windowUpdate(int stream, int bytes) throws IOException {
        return frame(Http2Frame.WINDOW_UPDATE, 0, stream, int32(bytes));
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
