package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Programs;
import io.waybill.testkit.WaybillProcess;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand requests under way at any time, for half a minute. */
@Tag("soak")
class H2loadSoakTest {

    private static final Pattern DONE = Pattern.compile("(\\d+) succeeded, 0 failed, 0 errored, 0 timeout");
    private static final String MEMORY = "-Xmx512m";

    /** Quick, so that ten thousand connections to it are no trouble. */
    private static final String SERVER = "listeners: {edge: {address: \"127.0.0.1:0\"}}\n"
            + "routes: [{respond: {status: 200, body: hello}}]\nadmin: {address: \"off\"}\n";

    /** All of them begin at once, and the machine is busy with TLS: no failure, only slow. */
    private static final String CONFIG = "timeouts: {connect: 20s}\n";

    @Test
    void noRequestFailsOverTls() {
        Programs.need("h2load");
        try (WaybillProcess server = WaybillProcess.serving(Map.of("JAVA_TOOL_OPTIONS", MEMORY), SERVER);
                TlsProcess proxy = TlsProcess.inFrontOf(server.port("edge"), MEMORY, CONFIG)) {
            String url = "https://127.0.0.1:" + proxy.waybill().port("edge") + "/";
            String report = Programs.run(120, "", "h2load", "-D", "30", "-c", "100", "-m", "100", "-t", "1", url)
                    .good();
            Matcher done = DONE.matcher(report);
            assertTrue(done.find(), () -> report + proxy.waybill().output());
            assertTrue(Long.parseLong(done.group(1)) > 10_000, report);
            assertTrue(report.contains("0 3xx, 0 4xx, 0 5xx"), report);
            proxy.assertNoBug();
        }
    }
}
