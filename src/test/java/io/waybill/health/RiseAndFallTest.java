package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.CheckTiming;
import io.waybill.config.InitialState;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Verdicts over the wire: what the server answers, one after the other, and what follows. Rise is 2, fall is 3. */
class RiseAndFallTest {

    @Test
    void aServerGoesDownAndComesBack() {
        List<String> told = told(6, 200, 500, 500, 500, 500, 200, 200);
        assertEquals(
                List.of(
                        "a UP L7OK",
                        "a UP 2/3 L7STS",
                        "a UP 1/3 L7STS",
                        "a DOWN L7STS",
                        "a DOWN 1/2 L7OK",
                        "a UP L7OK"),
                told);
    }

    @Test
    void aServerThatFailsItsFirstCheckIsDownAtOnce() {
        assertEquals(List.of("a DOWN L7STS", "a DOWN 1/2 L7OK", "a DOWN L7STS"), told(3, 500, 200, 500));
    }

    @Test
    void oneThatStumblesStaysUp() {
        assertEquals(
                List.of("a UP L7OK", "a UP 2/3 L7STS", "a UP 1/3 L7STS", "a UP L7OK"), told(4, 200, 500, 500, 200));
    }

    @Test
    void anAnswerMayAskForNoNewRequestsAndTakeThatBack() {
        assertEquals(
                List.of(
                        "a UP L7OK",
                        "a NOLB L7OKC",
                        "a UP L7OK",
                        "a NOLB L7OKC",
                        "a NOLB 2/3 L7STS",
                        "a NOLB 1/3 L7STS",
                        "a DOWN L7STS",
                        "a DOWN 1/2 L7OK",
                        "a DOWN L7STS",
                        "a DOWN 1/2 L7OK",
                        "a UP L7OK"),
                // The 404 to a server that is down is one more failure.
                told(11, 200, 404, 200, 404, 500, 500, 500, 404, 200, 404, 200, 200));
    }

    @Test
    void aTrustedServerFallsAtItsFirstFailure() {
        assertEquals(List.of("a DOWN L7STS"), told(InitialState.UP, 1, 500));
        assertEquals(List.of("a UP L7OK"), told(InitialState.UP, 1, 200));
    }

    @Test
    void aDistrustedServerRisesAtItsFirstPass() {
        assertEquals(List.of("a UP L7OK"), told(InitialState.DOWN, 1, 200));
    }

    private static List<String> told(int count, Integer... statuses) {
        return told(InitialState.CHECK, count, statuses);
    }

    private static List<String> told(InitialState initial, int count, Integer... statuses) {
        try (ScriptedServer server = answering(statuses);
                Checking checking = Checking.start()) {
            checking.start(checking.server(server.port()), Checks.beginning(initial, Checks.OFTEN));
            return checking.told(count).subList(0, count);
        }
    }

    /** Answers with one status after the other, and then with the last one. */
    private static ScriptedServer answering(Integer... statuses) {
        ScriptedServer server = ScriptedServer.start();
        List<Integer> left = new ArrayList<>(List.of(statuses));
        server.always(request -> HttpText.response(left.size() > 1 ? left.remove(0) : left.get(0), "ok"));
        return server;
    }

    @Test
    void checksComeFastWhileAServerIsChangingAndSlowlyWhileItIsDown() {
        CheckTiming timing = Checks.timing(900, 50, 450, 800);
        List<Long> times = new CopyOnWriteArrayList<>();
        List<Integer> left = new ArrayList<>(List.of(200, 200, 500, 500, 500, 500, 200, 200));
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> {
                times.add(System.nanoTime());
                return HttpText.response(left.size() > 1 ? left.remove(0) : left.get(0), "ok");
            });
            checking.start(checking.server(server.port()), Checks.http(timing));
            Waiting.until("nine checks came", () -> times.size() >= 9);
        }
        // After the first 200: up, and asked again after a part of the interval. After 200: up. After 500, 500: on the
        // way down. After 500, 500: down. After 200: on the way up. After 200: up.
        String gaps = "";
        for (int i = 0; i < 8; i++) {
            long millis = TimeUnit.NANOSECONDS.toMillis(times.get(i + 1) - times.get(i));
            gaps += millis >= 750 ? "i" : millis >= 350 ? "d" : "f";
        }
        assertTrue(gaps.matches("[di]iffddfi"), gaps);
    }

    @Test
    void intervalsVaryByATenth() {
        try (ScriptedServer server = answering(503);
                Checking checking = Checking.start()) {
            List<Long> times = new CopyOnWriteArrayList<>();
            server.always(request -> {
                times.add(System.nanoTime());
                return HttpText.response(503, "");
            });
            checking.start(checking.server(server.port()), Checks.http(Checks.timing(300, 100, 100, 250)));
            Waiting.until("21 checks came", () -> times.size() >= 21);
            long millis = TimeUnit.NANOSECONDS.toMillis(times.get(20) - times.get(0));
            assertTrue(millis > 1800 && millis < 2800, millis + " ms for 20 intervals of 100 ms");
        }
    }
}
