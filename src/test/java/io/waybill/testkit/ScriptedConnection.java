package io.waybill.testkit;

import java.io.IOException;
import java.net.Socket;

/**
 * One connection that a {@link ScriptedServer} accepted. The methods that a script calls return whether the connection
 * goes on. Confined to its own thread, except for {@link #abort}.
 */
final class ScriptedConnection {

    private final Socket socket;
    private final ScriptedServer server;
    private final MessageReader reader;
    private String lastRequest = "";

    ScriptedConnection(Socket socket, ScriptedServer server) throws IOException {
        this.socket = socket;
        this.server = server;
        this.reader = new MessageReader(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    /** The bytes of the request that was read last, as ISO-8859-1. */
    String lastRequest() {
        return lastRequest;
    }

    boolean readRequest() throws IOException {
        return received(reader.readRequest());
    }

    boolean readHead() throws IOException {
        return received(reader.readHead());
    }

    boolean readBytes(long count) throws IOException {
        return received(reader.readExactly(count));
    }

    /** Waits for the peer's half close; we can still write. */
    boolean readToEnd() throws IOException {
        readUntilClosed();
        return true;
    }

    /** Keeps what still comes, until the peer closes. */
    void readUntilClosed() throws IOException {
        for (byte[] some = reader.readSome(65_536); some.length > 0; some = reader.readSome(65_536)) {
            server.received(MessageReader.text(some));
        }
    }

    boolean write(String latin1) throws IOException {
        socket.getOutputStream().write(HttpText.bytes(latin1));
        return true;
    }

    boolean awaitLatch(String name) throws InterruptedException {
        server.awaitLatch(name);
        return true;
    }

    boolean release(String name) {
        server.release(name);
        return true;
    }

    boolean halfClose() throws IOException {
        socket.shutdownOutput();
        return true;
    }

    boolean close() throws IOException {
        socket.close();
        return false;
    }

    boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    /** Resets the connection, from whatever thread. */
    void abort() {
        try {
            reset();
        } catch (IOException e) {
            server.problem(e);
        }
    }

    private boolean received(byte[] bytes) {
        if (bytes.length == 0) {
            return false;
        }
        lastRequest = MessageReader.text(bytes);
        server.received(lastRequest);
        return true;
    }
}
