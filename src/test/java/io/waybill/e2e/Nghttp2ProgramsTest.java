package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** nghttp and h2load as clients. */
class Nghttp2ProgramsTest {

    private final TlsOrigin proxy = TlsOrigin.start();

    @AfterEach
    void stop() {
        proxy.close();
    }

    private String url(boolean secure, String path) {
        return secure ? "https://127.0.0.1:" + proxy.tlsPort() + path : "http://127.0.0.1:" + proxy.plainPort() + path;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nghttpSeesAnOrderlyExchange(boolean secure) {
        Programs.need("nghttp");
        String shown =
                Programs.run("nghttp", "-nv", url(secure, "/bytes/100000")).good();
        assertTrue(shown.contains(":status: 200"), shown);
        assertTrue(shown.contains("content-length: 100000"), shown);
        assertTrue(shown.contains("END_STREAM"), shown);
        assertTrue(!shown.contains("recv RST_STREAM"), shown);
        assertTrue(!shown.contains("error_code=PROTOCOL_ERROR"), shown);
    }

    @Test
    void nghttpSendsTrailersAndAnUploadOfItsOwn() {
        Programs.need("nghttp");
        String sent = "0123456789".repeat(10_000);
        String shown = Programs.run(
                        20, sent, "nghttp", "-d", "/dev/stdin", "--trailer", "x-checksum: abc", url(true, "/digest"))
                .good();
        assertTrue(shown.contains("\n100000 "), shown);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noRequestOfH2loadFails(boolean secure) {
        Programs.need("h2load");
        String report = Programs.run("h2load", "-n", "4000", "-c", "8", "-m", "32", url(secure, "/bytes/2000"))
                .good();
        assertTrue(report.contains("4000 succeeded, 0 failed, 0 errored, 0 timeout"), report);
        assertTrue(report.contains("4000 2xx"), report);
    }

    @Test
    void h2loadUploads() {
        Programs.need("h2load");
        String report = Programs.run(
                        "h2load",
                        "-n",
                        "200",
                        "-c",
                        "4",
                        "-m",
                        "10",
                        "-d",
                        proxy.certificates().caFile().toString(),
                        url(true, "/digest"))
                .good();
        assertTrue(report.contains("200 succeeded, 0 failed"), report);
        assertEquals(0, report.lines().filter(line -> line.contains("200 3xx")).count());
    }
}
