package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Programs;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand requests under way at any time, for half a minute. */
@Tag("soak")
class H2loadSoakTest {

    private static final Pattern DONE = Pattern.compile("(\\d+) succeeded, 0 failed, 0 errored, 0 timeout");

    @Test
    void noRequestFailsOverTls() {
        Programs.need("h2load");
        try (TlsProcess proxy = TlsProcess.start("-Xmx512m", "")) {
            String url = "https://127.0.0.1:" + proxy.waybill().port("edge") + "/bytes/100";
            String report = Programs.run(120, "", "h2load", "-D", "30", "-c", "100", "-m", "100", "-t", "1", url)
                    .good();
            Matcher done = DONE.matcher(report);
            assertTrue(done.find(), report);
            assertTrue(Long.parseLong(done.group(1)) > 10_000, report);
            assertTrue(report.contains("0 3xx, 0 4xx, 0 5xx"), report);
            proxy.assertNoBug();
        }
    }
}
