package io.waybill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 server that does what its script says, frame by frame, on plain sockets and threads of its own. Give each
 * expected connection a script with {@link #onNextConnection}, or all others one with {@link #always}. Safe from any
 * thread.
 */
public final class ScriptedHttp2Server implements AutoCloseable {

    /** What happens on one connection; what it throws ends the connection and is a {@link #problems problem}. */
    public interface Script {
        void run(ScriptedHttp2Connection connection) throws Exception;
    }

    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final boolean asks;
    private final String[] protocols;
    private volatile @Nullable Script always;

    private ScriptedHttp2Server(@Nullable SSLContext tls, boolean asks, String... protocols) {
        this.tls = tls;
        this.asks = asks;
        this.protocols = protocols;
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground("accept", this::accept);
    }

    /** Starts a server on a free port of 127.0.0.1 that takes HTTP/2 with prior knowledge. */
    public static ScriptedHttp2Server start() {
        return new ScriptedHttp2Server(null, false);
    }

    /**
     * Starts a server behind TLS.
     *
     * @param protocols what it chooses from by ALPN
     */
    public static ScriptedHttp2Server start(SSLContext tls, String... protocols) {
        return new ScriptedHttp2Server(tls, false, protocols);
    }

    /** The same, for clients only that show a certificate. */
    public static ScriptedHttp2Server asking(SSLContext tls, String... protocols) {
        return new ScriptedHttp2Server(tls, true, protocols);
    }

    /** Starts a server that answers every request with 200 and this body. */
    public static ScriptedHttp2Server answering(String body) {
        ScriptedHttp2Server server = start();
        server.always(connection -> connection.settings().answerAll(body));
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Says what to do with the next connection that has no script yet. */
    public void onNextConnection(Script script) {
        scripts.add(script);
    }

    /** Says what to do with every connection that has no script. */
    public void always(Script script) {
        always = script;
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Accepted connections that are still open. */
    public int openConnections() {
        return open.size();
    }

    /** The heads that came, as lines {@code name: value}, in order of arrival. */
    public List<List<String>> requests() {
        return List.copyOf(requests);
    }

    /** What went wrong in scripts. */
    public List<Throwable> problems() {
        return List.copyOf(problems);
    }

    void received(List<String> head) {
        requests.add(head);
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket socket = listening.accept();
            connections.incrementAndGet();
            open.add(socket);
            inBackground("connection", () -> run(socket));
        }
    }

    private void run(Socket accepted) throws Exception {
        try (Socket socket = tls == null ? accepted : secured(accepted, tls)) {
            socket.setTcpNoDelay(true);
            Waiting.until("there is a script", () -> !scripts.isEmpty() || always != null);
            Script next = scripts.poll();
            Script script = next == null ? always : next;
            if (script != null) {
                script.run(new ScriptedHttp2Connection(this, socket, accepted));
            }
        } finally {
            open.remove(accepted);
            accepted.close();
        }
    }

    private Socket secured(Socket plain, SSLContext context) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secure.setUseClientMode(false);
        secure.setNeedClientAuth(asks);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void inBackground(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException peerWentAway) {
                        // The script ends where its connection does.
                    } catch (Exception | AssertionError e) {
                        problems.add(e);
                    }
                },
                "http2-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
