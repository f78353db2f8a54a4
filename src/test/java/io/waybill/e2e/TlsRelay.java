package io.waybill.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes bytes on between clients and a port, those of clients in pieces of one size. Safe from any thread. */
final class TlsRelay implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final int piece;
    private final List<Socket> sockets = new ArrayList<>();

    private TlsRelay(ServerSocket listening, int target, int piece) {
        this.listening = listening;
        this.target = target;
        this.piece = piece;
    }

    /** @param piece bytes of clients that go on at once */
    static TlsRelay to(int port, int piece) {
        try {
            ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            TlsRelay relay = new TlsRelay(listening, port, piece);
            daemon(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                server.setTcpNoDelay(true);
                synchronized (sockets) {
                    sockets.add(client);
                    sockets.add(server);
                }
                daemon(() -> pass(client, server, piece));
                daemon(() -> pass(server, client, 65_536));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void pass(Socket from, Socket to, int piece) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[piece];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                out.write(bytes, 0, length);
            }
        } catch (IOException gone) {
            // one side has left, and the other is told by the close
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
