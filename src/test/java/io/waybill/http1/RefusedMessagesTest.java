package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.http.Method;
import io.waybill.testkit.BadResponses;
import io.waybill.testkit.MalformedRequests;
import io.waybill.testkit.WireCase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedMessagesTest {

    /** Longer messages are not cut at every byte but in some places. */
    private static final int MOST_CUTS = 400;

    static List<WireCase> requests() {
        return MalformedRequests.all();
    }

    static List<WireCase> responses() {
        return BadResponses.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void malformedRequestIsRefusedWithItsReason(WireCase message) {
        assertRefused(message, Wire.request(message.bytes(), Wire.whole()));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void badResponseIsRefusedWithItsReason(WireCase message) {
        assertRefused(message, Wire.response(message.bytes(), Wire.whole(), Method.GET));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void malformedRequestIsRefusedTheSameHoweverItIsCut(WireCase message) {
        String whole = Wire.request(message.bytes(), Wire.whole());
        assertEquals(whole, Wire.request(message.bytes(), Wire.every(1)));
        for (int cut = 1; cut < Math.min(message.bytes().length, MOST_CUTS); cut++) {
            assertEquals(whole, Wire.request(message.bytes(), Wire.at(cut)), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("responses")
    void badResponseIsRefusedTheSameHoweverItIsCut(WireCase message) {
        String whole = Wire.response(message.bytes(), Wire.whole(), Method.GET);
        assertEquals(whole, Wire.response(message.bytes(), Wire.every(1), Method.GET));
        for (int cut = 1; cut < Math.min(message.bytes().length, MOST_CUTS); cut++) {
            assertEquals(whole, Wire.response(message.bytes(), Wire.at(cut), Method.GET), "cut at " + cut);
        }
    }

    @Test
    void thereAreEnoughOfThemAndEachHasItsName() {
        assertTrue(requests().size() >= 150, "requests: " + requests().size());
        assertTrue(responses().size() >= 40, "responses: " + responses().size());
        Set<String> names = new HashSet<>();
        for (WireCase message : requests()) {
            assertTrue(names.add(message.name()), message.name());
        }
        for (WireCase message : responses()) {
            assertTrue(names.add(message.name()), message.name());
        }
    }

    private static void assertRefused(WireCase message, String result) {
        String expected = "REFUSED " + message.refusal();
        if (!message.inBody()) {
            assertEquals(expected, result);
            return;
        }
        int body = result.lastIndexOf('\n');
        assertEquals(expected, result.substring(body + 1), result);
    }
}
