package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.e2e.FullServer;
import io.waybill.pool.Server;
import io.waybill.testkit.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a check ends, for everything that a server can do to it. */
class CheckCodeTest {

    private static final CheckTiming IMPATIENT = Checks.timing(60_000, 60_000, 60_000, 150);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write 200 keep-alive | L7OK | 200 | ''
            write 200 chunked    | L7OK | 200 | ''
            write 200 close      | L7OK | 200 | ''
            write 204            | L7OK | 204 | ''
            write 302            | L7OK | 302 | ''
            write 404            | L7OKC | 404 | status 404
            write 401            | L7STS | 401 | status 401, expected 200-399
            write 503 close      | L7STS | 503 | status 503, expected 200-399
            close                | L7RSP | 0 | server-closed
            reset                | L7RSP | 0 | server-closed
            raw SSH-2.0-x\\r\\n\\r\\n | L7RSP | 0 | bad-response
            raw HTTP/1.1 20\\r\\n\\r\\n | L7RSP | 0 | bad-response
            raw HTTP/1.1 200 OK\\r\\nContent-Length: 5, 6\\r\\n\\r\\nhello | L7RSP | 0 | bad-response
            raw HTTP/1.1 101 Switching\\r\\nUpgrade: x\\r\\n\\r\\n | L7RSP | 0 | bad-response
            raw HTTP/1.0 200 OK\\r\\n\\r\\nuntil the close | L7OK | 200 | ''
            raw HTTP/1.1 103 Early\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n | L7OK | 200 | ''
            raw HTTP/1.1 200 OK\\r\\nContent-Length: 50\\r\\n\\r\\ncut | L7RSP | 200 | response-cut
            raw HTTP/1.1 200 | L7RSP | 0 | response-cut
            """)
    void everyAnswerHasItsCode(String step, CheckCode code, int status, String text) {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", step.replace("\\r", "\r").replace("\\n", "\n"), "close");
            Probe probe = checking.firstProbe(checking.server(server.port()), Checks.http(Checks.RARE));
            assertEquals(code, probe.code(), probe.text());
            assertEquals(status, probe.status());
            assertTrue(
                    probe.text().startsWith(text)
                            && text.isEmpty() == probe.text().isEmpty(),
                    probe.text());
            assertTrue(probe.durationNanos() > 0);
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aServerThatTakesConnectionsPassesACheckThatAsksForNoMore() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read to end", "tell closed");
            assertEquals(CheckCode.L4OK, code(checking, server.port(), Checks.tcp(Checks.RARE)));
            server.await("closed");
        }
    }

    @Test
    void nobodyListens() {
        int port;
        try (ScriptedServer gone = ScriptedServer.start()) {
            port = gone.port();
        }
        for (CheckConfig how : List.of(Checks.tcp(Checks.RARE), Checks.http(Checks.RARE))) {
            try (Checking checking = Checking.start()) {
                Probe probe = checking.firstProbe(checking.server(port), how);
                assertEquals(CheckCode.L4CON, probe.code());
                assertEquals("connect-refused", probe.text());
            }
        }
    }

    @Test
    void nobodyAcceptsInTime() {
        try (FullServer full = FullServer.start()) {
            for (CheckConfig how : List.of(Checks.tcp(IMPATIENT), Checks.http(IMPATIENT))) {
                try (Checking checking = Checking.start()) {
                    Probe probe = checking.firstProbe(checking.server(full.port()), how);
                    assertEquals(CheckCode.L4TOUT, probe.code());
                    assertEquals("connect-timeout", probe.text());
                    assertTrue(probe.durationNanos() >= 140_000_000, "" + probe.durationNanos());
                }
            }
        }
    }

    @Test
    void nobodyAnswersInTime() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "read to end", "tell closed");
            Probe probe = checking.firstProbe(checking.server(server.port()), Checks.http(IMPATIENT));
            assertEquals(CheckCode.L7TOUT, probe.code());
            assertEquals("no answer in time", probe.text());
            server.await("closed");
        }
    }

    @Test
    void anAnswerThatDoesNotEndInTimeIsNone() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nwait", "read to end");
            Probe probe = checking.firstProbe(checking.server(server.port()), Checks.http(IMPATIENT));
            assertEquals(CheckCode.L7TOUT, probe.code());
            assertEquals(200, probe.status());
            assertEquals("answer not complete in time", probe.text());
        }
    }

    @Test
    void waybillsOwnWantOfSocketsSaysNothingOfTheServer() {
        try (Checking checking = Checking.with(NoSocket.class)) {
            Server server = checking.server(1);
            Probe probe = checking.firstProbe(server, Checks.http(Checks.OFTEN));
            assertEquals(CheckCode.SOCKERR, probe.code());
            assertEquals("no-socket", probe.text());
            checking.probes(server, 5);
            assertEquals(List.of(), checking.told());
            assertEquals(0, checking.view(server).failed());
            assertEquals(0, checking.view(server).flapPercent());
        }
    }

    @Test
    void itSaysNothingOfAServerOfHttp2EitherAndEveryCheckIsTold() {
        LinkConfig link = new LinkConfig(ServerHttp.H2, PoolTlsConfig.STANDARD, SendProxy.OFF);
        try (Checking checking = Checking.with(NoSocket.class)) {
            Server server = checking.server(1);
            Probe probe = checking.firstProbe(server, Checks.http(Checks.OFTEN), link);
            assertEquals(CheckCode.SOCKERR, probe.code());
            assertEquals(CheckCode.SOCKERR, checking.probes(server, 5).get(4).code());
            assertEquals(List.of(), checking.told());
        }
    }

    /** As if the process had no file descriptor left. */
    public static final class NoSocket extends NioSocketChannel {

        public NoSocket() {
            throw new ChannelException("Too many open files");
        }
    }

    private static CheckCode code(Checking checking, int port, CheckConfig how) {
        return checking.firstProbe(checking.server(port), how).code();
    }
}
