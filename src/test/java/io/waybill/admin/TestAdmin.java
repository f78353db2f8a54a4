package io.waybill.admin;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.waybill.config.AdminToken;
import io.waybill.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** An admin listener on a free port of 127.0.0.1, with two pools, whose operations a test sees and sets. */
final class TestAdmin implements AutoCloseable {

    final TestSource source = new TestSource().pool("api", "one", "two").pool("web", "10.0.0.1:8080");
    final TestOperations operations = new TestOperations();
    final AdminServer server;
    volatile List<AdminToken> tokens;

    private TestAdmin(AdminLimits limits, List<AdminToken> tokens) {
        this.tokens = tokens;
        try {
            server = AdminServer.start(
                    NioIoHandler.newFactory(),
                    NioServerSocketChannel.class,
                    new AdminSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, () -> this.tokens),
                    source,
                    operations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestAdmin start(AdminToken... tokens) {
        return start(AdminLimits.STANDARD, tokens);
    }

    static TestAdmin start(AdminLimits limits, AdminToken... tokens) {
        return new TestAdmin(limits, List.of(tokens));
    }

    String get(String target, String... fields) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines(fields) + "\r\n");
    }

    /** Sends a change with the fields that it needs, and these. */
    String send(String method, String target, String body, String... fields) {
        return ask(request(method, target, body, fields));
    }

    static String request(String method, String target, String body, String... fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n" + lines(fields) + "\r\n" + body;
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    }

    String ask(String request) {
        try (RawClient client = RawClient.connect(server.port())) {
            return client.send(request).readResponse();
        }
    }

    /** Status of a response, which must be one. */
    static int status(String response) {
        return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    @Override
    public void close() {
        server.close();
    }
}
