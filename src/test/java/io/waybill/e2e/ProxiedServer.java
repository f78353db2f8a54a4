package io.waybill.e2e;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.List;

/** One scripted server with a Waybill in front of it, whose node is called {@code edge1}. Confined to one thread. */
final class ProxiedServer implements AutoCloseable {

    private final ScriptedServer server;
    private final RunningWaybill waybill;

    private ProxiedServer(ScriptedServer server, RunningWaybill waybill) {
        this.server = server;
        this.waybill = waybill;
    }

    /** With nothing configured but the pool. */
    static ProxiedServer start() {
        return start("");
    }

    /** @param more further keys of the configuration, whole lines */
    static ProxiedServer start(String more) {
        return startWithPool("servers: [\"127.0.0.1:%d\"]", more);
    }

    /**
     * @param pool what stands in the braces of pool {@code web}, with {@code %d} for the server's port
     * @param more further keys of the configuration, whole lines
     */
    static ProxiedServer startWithPool(String pool, String more) {
        ScriptedServer server = ScriptedServer.start();
        String text = "node: edge1\npools: {web: {" + String.format(pool, server.port()) + "}}\n" + more;
        return new ProxiedServer(server, RunningWaybill.withConfig(text));
    }

    ScriptedServer server() {
        return server;
    }

    /** The server answers every request with exactly these bytes. */
    ProxiedServer answering(String response) {
        server.always(request -> response);
        return this;
    }

    /** The server answers every request with a plain 200. */
    ProxiedServer answering200() {
        return answering(HttpText.response(200, "ok"));
    }

    RawClient connect() {
        return RawClient.connect(waybill.port("edge"));
    }

    /** What a client of its own gets for these bytes. */
    String ask(String request) {
        try (RawClient client = connect()) {
            return client.send(request).readResponse();
        }
    }

    /** What the server sees when a client of its own sends these bytes and was answered. */
    String forwarded(String request) {
        ask(request);
        return lastRequest();
    }

    /** What the server read last. */
    String lastRequest() {
        List<String> requests = server.requests();
        return requests.isEmpty() ? "" : requests.get(requests.size() - 1);
    }

    @Override
    public void close() {
        waybill.close();
        server.close();
    }
}
