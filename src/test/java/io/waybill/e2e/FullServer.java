package io.waybill.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of 127.0.0.1 whose queue of connections to accept is full: connecting to it takes for ever. */
public final class FullServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 100;
    private static final int MOST_CONNECTIONS = 20;

    private final ServerSocket listening;
    private final List<Socket> waiting = new ArrayList<>();

    private FullServer() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    public static FullServer start() {
        try {
            FullServer server = new FullServer();
            server.fill();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() throws IOException {
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), TIMEOUT_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IOException("the queue takes more than it should");
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() {
        try {
            for (Socket socket : waiting) {
                socket.close();
            }
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
