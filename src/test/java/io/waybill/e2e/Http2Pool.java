package io.waybill.e2e;

import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waybill on one event loop, whose only pool speaks HTTP/2 to its servers. */
final class Http2Pool {

    private Http2Pool() {}

    /**
     * @param poolKeys further keys of the pool, in one line, each after a comma
     * @param more further keys of the configuration, whole lines
     */
    static RunningWaybill of(String poolKeys, String more, ScriptedHttp2Server... servers) {
        String addresses = Stream.of(servers)
                .map(server -> "\"127.0.0.1:" + server.port() + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return RunningWaybill.withConfig(
                "threads: 1\npools: {web: {http: h2, servers: " + addresses + poolKeys + "}}\n" + more + "\n");
    }
}
