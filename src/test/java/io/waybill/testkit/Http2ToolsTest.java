package io.waybill.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tools for HTTP/2 and TLS, against each other and against bytes written by hand. */
@Timeout(30)
class Http2ToolsTest {

    @Test
    void blocksOfBothKindsAreReadBackAsTheyWere() throws Exception {
        Http2Blocks blocks = new Http2Blocks();
        String[] lines = {":method: GET", "x-long: " + "v".repeat(300), "Upper: \0", "x: "};
        assertEquals(List.of(lines), blocks.decode(Http2Blocks.literal(lines)));
        assertEquals(List.of(lines), blocks.decode(blocks.encode(lines)));
        assertEquals(List.of(lines), blocks.decode(blocks.encode(lines)));
    }

    @Test
    void aClientSendsWhatItIsToldAndShowsWhatComes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawHttp2Client client = RawHttp2Client.connect(server.getLocalPort());
                Socket accepted = server.accept()) {
            byte[] preface = accepted.getInputStream().readNBytes(RawHttp2Client.PREFACE.length() + 9);
            assertTrue(MessageReader.text(preface).startsWith(RawHttp2Client.PREFACE));
            client.reset(7, 8);
            assertEquals(
                    List.of(0, 0, 4, 3, 0, 0, 0, 0, 7, 0, 0, 0, 8),
                    numbers(accepted.getInputStream().readNBytes(13)));

            accepted.getOutputStream().write(Http2Frame.bytes(4, 0, 0, new byte[] {0, 3, 0, 0, 1, 0}));
            accepted.getOutputStream().write(Http2Frame.bytes(1, 4, 1, Http2Blocks.literal(":status: 200", "a: b")));
            accepted.getOutputStream().write(Http2Frame.bytes(0, 0, 3, (byte) 'n'));
            accepted.getOutputStream().write(Http2Frame.bytes(0, 1, 1, (byte) 'y'));
            Http2Response response = client.awaitResponse(1);
            assertEquals(200, response.status());
            assertEquals("b", response.field("a"));
            assertEquals("y", response.text());
            assertTrue(response.isComplete());
            accepted.close();
            assertNull(client.next());
        }
    }

    private static List<Integer> numbers(byte[] bytes) {
        List<Integer> numbers = new ArrayList<>();
        for (byte one : bytes) {
            numbers.add((int) one);
        }
        return numbers;
    }
}
