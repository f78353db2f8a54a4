package io.waybill.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A client that sends exactly the bytes it is given and shows exactly what comes back. Text is ISO-8859-1. Whatever reads
 * gives up with an exception after 10 seconds without a byte. Confined to one thread.
 */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int STILL_OPEN_MILLIS = 150;
    private static final int CLOSED = -1;
    private static final int NOTHING = -2;

    private final Socket socket;
    private final MessageReader reader;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new MessageReader(socket.getInputStream());
    }

    /** Connects to this port of 127.0.0.1. */
    public static RawClient connect(int port) {
        return connect(port, 0);
    }

    /**
     * Connects with a receive buffer of this size, so that a peer that sends fast soon finds it full.
     *
     * @param receiveBufferBytes 0 for what the system gives
     */
    public static RawClient connect(int port, int receiveBufferBytes) {
        Socket socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to port " + port, e);
        }
    }

    public RawClient send(String latin1) {
        return send(HttpText.bytes(latin1));
    }

    /** Hands all bytes to the kernel; blocks while the peer does not read. */
    public RawClient send(byte[] bytes) {
        return ran(() -> socket.getOutputStream().write(bytes));
    }

    /** Sends each byte in a packet of its own. */
    public RawClient sendByteByByte(String latin1) {
        for (byte one : HttpText.bytes(latin1)) {
            send(new byte[] {one});
        }
        return this;
    }

    /**
     * Reads the next response with its whole body, chunk lines included. A 1xx response is returned as one of its own. The
     * text is empty when the peer closed instead.
     */
    public String readResponse() {
        return MessageReader.text(got(reader::readResponse));
    }

    /** Reads a head and no body, as for a HEAD request; what follows stays to be read. */
    public String readHead() {
        return MessageReader.text(got(reader::readHead));
    }

    /** Reads this many bytes; an end before that is an error. */
    public byte[] readBytes(long count) {
        return got(() -> reader.readExactly(count));
    }

    /** Reads what is there, at least one byte and at most this many; empty when the peer has closed. */
    public byte[] readSome(int atMost) {
        return got(() -> reader.readSome(atMost));
    }

    /** Reads until the peer closes or resets and returns what came until then. */
    public String readUntilClose() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (byte[] some = reader.readSome(65_536); some.length > 0; some = reader.readSome(65_536)) {
                all.writeBytes(some);
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("still open after: " + MessageReader.text(all.toByteArray()), e);
        } catch (IOException reset) {
            return MessageReader.text(all.toByteArray());
        }
        return MessageReader.text(all.toByteArray());
    }

    /** Waits until the peer closes or resets. False when a byte comes first, or nothing at all within 10 seconds. */
    public boolean isClosedByPeer() {
        return nextByte(TIMEOUT_MILLIS) == CLOSED;
    }

    /** Reads what still comes, and whether it ends in a reset and not in an orderly close. */
    public boolean isResetByPeer() {
        try {
            while (reader.readByte() >= 0) {
                // what comes before it does not matter here
            }
            return false;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Whether the peer leaves the connection open, and says nothing, for a short while. A byte that comes is lost. */
    public boolean isLeftOpen() {
        return nextByte(STILL_OPEN_MILLIS) == NOTHING;
    }

    private int nextByte(int millis) {
        try {
            socket.setSoTimeout(millis);
            return reader.readByte();
        } catch (SocketTimeoutException e) {
            return NOTHING;
        } catch (IOException e) {
            return CLOSED;
        } finally {
            ran(() -> socket.setSoTimeout(TIMEOUT_MILLIS));
        }
    }

    /** Says that nothing more will be sent; responses can still be read. */
    public RawClient halfClose() {
        return ran(socket::shutdownOutput);
    }

    /** Leaves without a good-bye: the peer sees a reset. */
    public void reset() {
        ran(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    /** The port the peer sees this client come from. */
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        ran(socket::close);
    }

    private RawClient ran(Action action) {
        try {
            action.run();
            return this;
        } catch (SocketException e) {
            throw new UncheckedIOException("the connection is gone", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] got(Source source) {
        try {
            return source.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private interface Source {
        byte[] get() throws IOException;
    }
}
