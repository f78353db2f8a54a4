package io.waybill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server that does what its script says, down to the byte, on plain sockets and threads of its own. Give each expected
 * connection a script with {@link #onNextConnection}, or all of them an answer with {@link #always}; a connection without
 * either waits until it gets one. Safe from any thread.
 */
public final class ScriptedServer implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 10;

    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    private final Set<ScriptedConnection> open = ConcurrentHashMap.newKeySet();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> latches = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile ServerSocket listening;
    private volatile @Nullable Script always;
    private volatile @Nullable Thread acceptor;

    private ScriptedServer() {
        this.listening = bound(0);
    }

    /** Starts a server on a free port of 127.0.0.1. */
    public static ScriptedServer start() {
        ScriptedServer server = new ScriptedServer();
        server.acceptInBackground();
        return server;
    }

    /** Starts a server that answers every request with 200 and this body. */
    public static ScriptedServer answering(String body) {
        ScriptedServer server = start();
        server.always(request -> HttpText.response(200, body));
        return server;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /**
     * Says what to do with the next connection that has no script yet. The steps:
     *
     * <ul>
     *   <li>{@code read request}: a whole request, with its body; {@code read head}: up to the empty line; {@code read 10
     *       bytes}; {@code read to end}: until the peer stops sending
     *   <li>{@code write 200 keep-alive}, {@code write 200 close}, {@code write 200 chunked}: a response with the body
     *       {@code ok} and whatever status; {@code close} also closes
     *   <li>{@code HTTP/1.1 200 OK\r\n...}: sent as it is; {@code raw ...}: what follows the space is sent as it is
     *   <li>{@code wait NAME}: until the test calls {@link #release}; {@code tell NAME}: lets {@link #await} go on
     *   <li>{@code close}, {@code half close}, {@code reset}
     * </ul>
     *
     * After its last step the connection stays open and takes what comes until the peer closes. When the peer closes
     * earlier, the rest of the script is left out.
     */
    public void onNextConnection(String... steps) {
        scripts.add(Script.of(steps));
    }

    /**
     * Answers every request of every connection that has no script.
     *
     * @param handler gets a request with its body and gives a whole response, see {@link HttpText#response}; called on the
     *     connection's own thread, so it may block; an empty response closes, and so does {@code Connection: close}
     */
    public void always(Function<String, String> handler) {
        always = Script.answering(handler, () -> false);
    }

    /**
     * Answers as {@link #always} does, and closes a connection right behind some responses without having said so.
     *
     * @param closes asked after each response; called on the connection's own thread
     */
    public void closing(Function<String, String> handler, BooleanSupplier closes) {
        always = Script.answering(handler, closes);
    }

    /** Lets every connection go on that waits, or will wait, for this name. */
    public void release(String name) {
        latch(name).countDown();
    }

    /** Waits until a script has come to {@code tell NAME}; fails after 10 seconds. */
    public void await(String name) {
        try {
            awaitLatch(name);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Accepted connections that neither side has closed. */
    public int openConnections() {
        return open.size();
    }

    /** What scripts have read, in order of arrival, each exactly as it came, as ISO-8859-1. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What went wrong in scripts, such as a peer that closed within a request. */
    public List<Throwable> problems() {
        return List.copyOf(problems);
    }

    /** Dies as a killed process does: the port refuses and every connection is reset. */
    public void kill() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Until its thread has left it, a socket that is closed goes on accepting.
        Waiting.until("the port refuses", () -> acceptor == null || !acceptor.isAlive());
        open.forEach(ScriptedConnection::abort);
    }

    /** Comes back on the same port after {@link #kill}. */
    public void restart() {
        listening = bound(port());
        acceptInBackground();
    }

    @Override
    public void close() {
        kill();
    }

    void received(String bytes) {
        requests.add(bytes);
    }

    void problem(Throwable problem) {
        problems.add(problem);
    }

    void awaitLatch(String name) throws InterruptedException {
        if (!latch(name).await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("waited in vain for " + name + "; problems: " + problems);
        }
    }

    private CountDownLatch latch(String name) {
        return latches.computeIfAbsent(name, unused -> new CountDownLatch(1));
    }

    private static ServerSocket bound(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private void acceptInBackground() {
        ServerSocket accepting = listening;
        acceptor = inBackground("accept", () -> {
            while (!accepting.isClosed()) {
                accepted(accepting.accept(), accepting);
            }
        });
    }

    private void accepted(Socket socket, ServerSocket by) throws IOException {
        ScriptedConnection connection = new ScriptedConnection(socket, this);
        open.add(connection);
        connections.incrementAndGet();
        if (by.isClosed()) {
            connection.abort();
        }
        // taken here and not on the connection's thread, so that scripts go to connections in the order they came
        Script script = scripts.poll();
        inBackground("connection", () -> serve(socket, connection, script));
    }

    private void serve(Socket socket, ScriptedConnection connection, @Nullable Script given) throws Exception {
        try (socket) {
            (given == null ? awaitScript() : given).run(connection);
        } finally {
            open.remove(connection);
        }
    }

    private Script awaitScript() {
        AtomicReference<@Nullable Script> found = new AtomicReference<>(always);
        Waiting.until("a connection gets a script", () -> {
            if (found.get() == null) {
                Script queued = scripts.poll();
                found.set(queued == null ? always : queued);
            }
            return found.get() != null;
        });
        return Objects.requireNonNull(found.get());
    }

    private Thread inBackground(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (SocketException closed) {
                        // the usual end of a connection that either side resets
                    } catch (Exception | AssertionError e) {
                        problems.add(e);
                    }
                },
                "scripted-" + what + "-" + port());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private interface Work {
        void run() throws Exception;
    }
}
