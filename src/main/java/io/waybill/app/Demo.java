package io.waybill.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code waybill demo} needs besides a proxy: three sample servers, a configuration that leads to them, and words on
 * what to try. {@link #start} first, then the proxy with {@link #configFile}, then {@link #introduction}; closing it ends
 * the servers and deletes the file. Not safe for several threads.
 */
final class Demo implements AutoCloseable {

    static final String LISTENER = "edge";

    private static final List<String> NAMES = List.of("amber", "birch", "cedar");
    private static final int FIRST_PROXY_PORT = 8080;
    private static final int FIRST_ADMIN_PORT = 9119;
    private static final int PORTS_TRIED = 100;

    private final List<SampleServer> servers = new ArrayList<>();
    private final Path directory;

    private Demo(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts the sample servers and writes the configuration.
     *
     * @param port of the proxy; 0 for the first one from 8080 on that is free
     */
    static Demo start(int port) throws IOException {
        Demo demo = new Demo(Files.createTempDirectory("waybill-demo"));
        try {
            for (String name : NAMES) {
                demo.servers.add(SampleServer.start(name));
            }
            int proxyPort = port == 0 ? firstFree(FIRST_PROXY_PORT) : port;
            Files.writeString(demo.configFile(), demo.configuration(proxyPort, firstFree(FIRST_ADMIN_PORT)));
            return demo;
        } catch (IOException failed) {
            demo.close();
            throw failed;
        }
    }

    /** A real file, as an operator would write it. */
    Path configFile() {
        return directory.resolve("waybill.yaml");
    }

    List<SampleServer> servers() {
        return List.copyOf(servers);
    }

    /**
     * Says where the proxy is and what to try; for standard output, before the first line of the access log.
     *
     * @param command how Waybill is called here
     */
    String introduction(int proxyPort, int adminPort, String command) {
        String proxy = "http://127.0.0.1:" + proxyPort;
        String listed = servers.stream()
                .map(server -> server.name() + " (port " + server.port() + ")")
                .collect(Collectors.joining(", "));
        SampleServer birch = servers.get(1);
        String admin = adminPort == FIRST_ADMIN_PORT ? "" : " --admin http://127.0.0.1:" + adminPort;
        return """
                Waybill listens on %s
                Its servers are %s.
                Its configuration is %s

                Try, in another terminal:

                  curl %s/hello                     # a few times: the servers take turns
                  curl -i %s/hello                  # the response carries the ID that Waybill made
                  curl -i -H 'X-Unique-Request-Id: order-4711' %s/hello    # and keeps the one you bring
                  curl 'http://127.0.0.1:%d/stats?format=text'           # what Waybill saw of all this
                  curl -X POST 'http://127.0.0.1:%d/down?for=10s'        # %s is down for ten seconds: ask on

                """.formatted(proxy, listed, configFile(), proxy, proxy, proxy, adminPort, birch.port(), birch.name())
                + """
                  %1$s drain sample/amber --reason 'a new release' --wait 10s%2$s
                  %1$s servers%2$s    # which are well, and who took amber out
                  %1$s ready sample/amber%2$s

                Edit the configuration: it holds as soon as it is saved, and no request is lost.
                One line per request follows. Ctrl-C ends the demo.

                """.formatted(command, admin);
    }

    @Override
    public void close() {
        servers.forEach(SampleServer::close);
        try {
            Files.deleteIfExists(configFile());
            // Written as soon as somebody takes a server out.
            Files.deleteIfExists(directory.resolve("waybill.state"));
            Files.deleteIfExists(directory);
        } catch (IOException leftBehind) {
            // A file in the temporary directory, which the system cleans up.
            directory.toFile().deleteOnExit();
        }
    }

    private String configuration(int proxyPort, int adminPort) {
        String listed = servers.stream()
                .map(server -> "      - {name: %s, address: \"127.0.0.1:%d\"}".formatted(server.name(), server.port()))
                .collect(Collectors.joining("\n"));
        return """
                # What `waybill demo` runs with: one listener, one pool, three servers that take turns.
                node: demo
                listeners:
                  %s: {address: "127.0.0.1:%d"}
                admin: {address: "127.0.0.1:%d"}
                accessLog: {file: "-"}
                pools:
                  sample:
                    balance: round-robin
                    check: {http: /healthz, interval: 1s, timeout: 500ms}
                    servers:
                %s
                """.formatted(LISTENER, proxyPort, adminPort, listed);
    }

    /** The port may be taken again before the proxy binds it; then binding fails with a clear message. */
    private static int firstFree(int first) throws IOException {
        for (int port = first; port < first + PORTS_TRIED; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // Another program listens there: try the next one.
            }
        }
        throw new IOException("no free port from " + first + " to " + (first + PORTS_TRIED - 1));
    }
}
