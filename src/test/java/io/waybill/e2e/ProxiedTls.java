package io.waybill.e2e;

import io.waybill.testkit.HttpText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TLS connection that begins with a PROXY header in plain text. Confined to one thread. */
final class ProxiedTls implements AutoCloseable {

    private final SSLSocket socket;

    private ProxiedTls(SSLSocket socket) {
        this.socket = socket;
    }

    static ProxiedTls connect(int port, String header, SSLContext tls, String host) {
        try {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write(HttpText.bytes(header));
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            socket.startHandshake();
            return new ProxiedTls(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes back at once. */
    String ask(String request) {
        try {
            socket.getOutputStream().write(HttpText.bytes(request));
            byte[] some = new byte[4096];
            int length = socket.getInputStream().read(some);
            return new String(some, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
