package io.waybill.e2e;

import io.waybill.testkit.ScriptedHttp2Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A WebSocket server for one connection, over HTTP/1.1 or HTTP/2: echoes texts; the texts {@code close}, {@code end} and
 * {@code reset} are orders. Answers a close frame with the same code. Safe from any thread.
 */
final class WebSocketServer implements AutoCloseable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AutoCloseable server;
    private final int port;

    private WebSocketServer(boolean http2) {
        try {
            if (http2) {
                ScriptedHttp2Server scripted = ScriptedHttp2Server.start();
                // SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441, section 3)
                scripted.onNextConnection(connection -> {
                    connection.settings(8, 1);
                    int stream = connection.request();
                    connection.head(stream, false, ":status: 200");
                    serve(new TunnelWire.OfServer(connection, stream));
                });
                server = scripted;
                port = scripted.port();
            } else {
                ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                server = listening;
                port = listening.getLocalPort();
                Thread thread = new Thread(() -> accept(listening), "websocket");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WebSocketServer start(boolean http2) {
        return new WebSocketServer(http2);
    }

    int port() {
        return port;
    }

    /** What came of clients: texts, {@code close CODE}, {@code end} or {@code broken}. */
    List<String> seen() {
        return seen;
    }

    private void accept(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Accept: " + accept(head.toString()) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            serve(new TunnelWire.OfSocket(socket));
        } catch (IOException closed) {
            seen.add("gone");
        }
    }

    private static String accept(String head) {
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .map(line -> line.substring(18).trim())
                .findFirst()
                .orElseThrow();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(TunnelWire wire) throws IOException {
        WebSocketPeer peer = new WebSocketPeer(wire, false);
        boolean closing = false;
        while (true) {
            WebSocketPeer.Frame frame = peer.read();
            switch (frame.opcode()) {
                case WebSocketPeer.TEXT -> {
                    seen.add(frame.text());
                    switch (frame.text()) {
                        case "close" -> {
                            closing = true;
                            peer.close(1012, "restart");
                        }
                        case "reset" -> {
                            wire.reset();
                            return;
                        }
                        default -> peer.text(frame.text());
                    }
                }
                case WebSocketPeer.CLOSE -> {
                    seen.add("close " + frame.code());
                    if (!closing) {
                        peer.close(frame.code(), "");
                    }
                    wire.end();
                }
                default -> {
                    seen.add(frame.opcode() == TunnelWire.END ? "end" : "broken");
                    if (frame.opcode() == TunnelWire.END) {
                        wire.end();
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
