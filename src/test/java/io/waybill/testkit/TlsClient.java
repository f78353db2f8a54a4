package io.waybill.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client of the JDK's TLS that sends exactly the text it is given. Connections of one {@link SSLContext} to one port
 * resume each other's sessions. Whatever waits gives up with an exception after 10 seconds. Confined to one thread.
 */
public final class TlsClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket raw;
    private final SSLSocket socket;
    private final MessageReader reader;

    private TlsClient(Socket raw, SSLSocket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.reader = new MessageReader(socket.getInputStream());
    }

    /** Connects to this port of 127.0.0.1 and shakes hands, asking for this host; verifies nothing but the authority. */
    public static TlsClient connect(int port, SSLContext context, @Nullable String host) {
        return connect(port, context, host, List.of(), List.of());
    }

    /**
     * Connects and shakes hands.
     *
     * @param host null to ask for none
     * @param versions of TLS; none for what the JDK offers
     * @param applications for ALPN; none for no ALPN
     */
    public static TlsClient connect(
            int port, SSLContext context, @Nullable String host, List<String> versions, List<String> applications) {
        Socket raw = new Socket();
        try {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(TIMEOUT_MILLIS);
            raw.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(raw, host == null ? "127.0.0.1" : host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            if (host != null) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            if (!versions.isEmpty()) {
                parameters.setProtocols(versions.toArray(new String[0]));
            }
            parameters.setApplicationProtocols(applications.toArray(new String[0]));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new TlsClient(raw, socket);
        } catch (IOException e) {
            try {
                raw.close();
            } catch (IOException ignored) {
                // it is the handshake that the test asks about
            }
            throw new UncheckedIOException(e);
        }
    }

    public TlsClient send(String latin1) {
        return send(HttpText.bytes(latin1));
    }

    public TlsClient send(byte[] bytes) {
        return ran(() -> {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        });
    }

    /** Sends a GET and reads the response. */
    public String get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").readResponse();
    }

    /** Reads the next response with its whole body; empty when the peer closed instead. */
    public String readResponse() {
        try {
            return MessageReader.text(reader.readResponse());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a head and no body. */
    public String readHead() {
        try {
            return MessageReader.text(reader.readHead());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what is there, at least one byte; empty when the peer has ended the connection in the orderly way of TLS. */
    public byte[] readSome(int atMost) {
        try {
            return reader.readSome(atMost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads until the peer ends the connection.
     *
     * @throws UncheckedIOException if it does not say so by TLS, as whoever cuts a connection cannot
     */
    public String readUntilClose() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] some = readSome(65_536); some.length > 0; some = readSome(65_536)) {
            all.writeBytes(some);
        }
        return MessageReader.text(all.toByteArray());
    }

    /** Reads until the connection has ended, in whatever way. */
    public void readAnythingUntilGone() {
        try {
            readUntilClose();
        } catch (UncheckedIOException cut) {
            if (cut.getCause() instanceof SocketTimeoutException) {
                throw cut;
            }
        }
    }

    /** The first certificate that the peer has shown. */
    public X509Certificate certificate() {
        try {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SSLSession session() {
        return socket.getSession();
    }

    /** What ALPN chose; empty for nothing. */
    public String application() {
        return socket.getApplicationProtocol();
    }

    /** The socket below TLS, for what TLS does not allow. */
    public Socket raw() {
        return raw;
    }

    /** The socket that does TLS. */
    public SSLSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        ran(socket::close);
    }

    private TlsClient ran(Action action) {
        try {
            action.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Action {
        void run() throws IOException;
    }
}
