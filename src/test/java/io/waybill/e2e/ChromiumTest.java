package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser without a window: its fetch and its WebSocket, over TLS and HTTP/2. */
class ChromiumTest {

    private static final int SECONDS = 40;

    /** Sends what it has found out to {@code /result}. */
    private static final String PAGE = """
            <!DOCTYPE html><title>test</title><script>
            const told = [];
            async function loaded() {
              const response = await fetch('/bytes/100000');
              const body = await response.arrayBuffer();
              const upload = await fetch('/digest', {method: 'POST', body: new Uint8Array(body)});
              const timing = performance.getEntriesByName(location.origin + '/bytes/100000')[0];
              told.push('fetch ' + response.status + ' ' + body.byteLength + ' ' + timing.nextHopProtocol);
              told.push('upload ' + await upload.text());
            }
            function talked() {
              return new Promise(done => {
                const socket = new WebSocket('wss://' + location.host + '/ws');
                socket.binaryType = 'arraybuffer';
                socket.onopen = () => socket.send('hello');
                socket.onerror = () => { told.push('socket error'); };
                socket.onmessage = event => {
                  if (typeof event.data === 'string') {
                    told.push('text ' + event.data);
                    socket.send(new Uint8Array(70000));
                  } else {
                    told.push('binary ' + event.data.byteLength);
                    socket.close(4001, 'bye');
                  }
                };
                socket.onclose = event => {
                  told.push('close ' + event.code + ' ' + event.reason + ' ' + event.wasClean);
                  done();
                };
              });
            }
            loaded().then(talked).catch(e => told.push('failed: ' + e))
                .then(() => fetch('/result', {method: 'POST', body: told.join('\\n')}));
            </script>
            """;

    @BeforeEach
    void need() {
        Programs.need("chromium");
    }

    @Test
    void aPageFetchesAndTalksOverOneHttp2Connection() throws IOException {
        Path profile = Files.createTempDirectory("waybill-chromium");
        try (TlsOrigin proxy = TlsOrigin.start(AccessLines.CONFIG)) {
            proxy.origin().page(PAGE);
            Process chromium = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--ignore-certificate-errors",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "https://127.0.0.1:" + proxy.tlsPort() + "/page")
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("output").toFile())
                    .start();
            try {
                assertEquals(
                        List.of(
                                "fetch 200 100000 h2",
                                "upload " + Origin.digest(100_000),
                                "text hello",
                                "binary 70000",
                                "close 4001 bye true"),
                        proxy.origin().awaitResult(SECONDS).lines().toList());
                List<String> lines = AccessLines.of(proxy.waybill()).await(5);
                assertTrue(
                        lines.stream().anyMatch(line -> line.contains("/ws HTTP/2")),
                        () -> "the WebSocket had a connection of its own:\n" + String.join("\n", lines));
            } finally {
                end(chromium);
            }
        } finally {
            delete(profile);
        }
    }

    private static void end(Process chromium) {
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly();
        try {
            chromium.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As far as it goes: what the browser's processes write while they end may stay. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                file.toFile().delete();
            }
        }
    }
}
