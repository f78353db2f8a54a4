package io.waybill.admin;

import static io.waybill.admin.TestAdmin.status;
import static io.waybill.admin.TestTokens.ADMIN;
import static io.waybill.admin.TestTokens.OPERATOR;
import static io.waybill.admin.TestTokens.VIEWER;
import static io.waybill.admin.TestTokens.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ChangeResult;
import io.waybill.testkit.RawClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes that take their time: a result that comes late or never, a body in drips or in chunks. */
@Timeout(30)
class SlowChangesTest {

    private static final String ONE = "/pools/api/servers/one";
    private static final String WEIGHT = "{\"weight\": 1}";

    private final TestAdmin admin = TestAdmin.start(VIEWER, OPERATOR, ADMIN);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void aChangeThatTakesLongerThanAnExchangeMayIsAnsweredAllTheSame() {
        AdminLimits hasty = new AdminLimits(3, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(200));
        try (TestAdmin slow = TestAdmin.start(hasty);
                RawClient client = RawClient.connect(slow.server.port())) {
            CompletableFuture<ChangeResult> late = new CompletableFuture<>();
            slow.operations.change = late;
            client.send(TestAdmin.request("PATCH", ONE, WEIGHT));
            try (RawClient other = RawClient.connect(slow.server.port())) {
                assertTrue(other.isClosedByPeer());
            }
            late.complete(new ChangeResult.Refused("late"));
            assertEquals(422, status(client.readResponse()));
        }
    }

    @Test
    void aChangeThatNeverEndsAndAClientThatLeavesKeepNoConnection() {
        AdminLimits hasty = new AdminLimits(1, Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(200));
        try (TestAdmin slow = TestAdmin.start(hasty)) {
            CompletableFuture<ChangeResult> never = new CompletableFuture<>();
            slow.operations.change = never;
            try (RawClient client = RawClient.connect(slow.server.port())) {
                client.send(TestAdmin.request("PATCH", ONE, WEIGHT));
                assertTrue(client.isClosedByPeer());
            }
            assertEquals(200, status(slow.get("/health")));
            never.complete(new ChangeResult.Refused("too late for anybody"));
        }
    }

    @Test
    void aBodyThatComesInDripsIsCutOff() {
        AdminLimits hasty = new AdminLimits(3, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));
        try (TestAdmin slow = TestAdmin.start(hasty);
                RawClient client = RawClient.connect(slow.server.port())) {
            String request = TestAdmin.request("PATCH", ONE, WEIGHT);
            client.send(request.substring(0, request.length() - 1));
            assertTrue(client.isClosedByPeer());
            assertEquals(0, slow.operations.wanted.size());
        }
    }

    @Test
    void aBodyInChunksThatNeverEndsIsRefusedAtTheLimit() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            client.send("PATCH " + ONE + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send(("2000\r\n" + "x".repeat(8192) + "\r\n").repeat(9));
            String response = client.readResponse();
            assertEquals(413, status(response), response);
            client.send(("2000\r\n" + "x".repeat(8192) + "\r\n").repeat(9));
            assertTrue(client.halfClose().isClosedByPeer());
            assertEquals(0, admin.operations.wanted.size());
        }
    }

    @Test
    void aBodyThatIsAnnouncedWithExpectIsTaken() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            String request = TestAdmin.request("PATCH", ONE, WEIGHT, bearer(OPERATOR), "Expect: 100-continue");
            int body = request.length() - WEIGHT.length();
            client.send(request.substring(0, body));
            assertEquals(100, status(client.readResponse()));
            client.send(request.substring(body));
            assertEquals(200, status(client.readResponse()));
        }
    }
}
