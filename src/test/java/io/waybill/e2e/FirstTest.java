package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

class FirstTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";

    @Test
    void getIsSentAgainWhenAReusedConnectionDiesBeforeTheResponse() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            server.onNextConnection("read request", "write 200 keep-alive");

            client.send("GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
            client.readResponse();
            client.send("GET /second HTTP/1.1\r\nHost: x\r\n\r\n");

            assertTrue(client.readResponse().startsWith("HTTP/1.1 200"));
            assertEquals(2, server.connections());
        }
    }
}
