package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerStateTest {

    @ParameterizedTest
    @CsvSource({
        "READY, NO_CHECK, 1,   no check, true",
        "READY, UP,       256, UP,       true",
        "READY, DOWN,     1,   DOWN,     false",
        "READY, NO_CHECK, 0,   DRAIN,    false",
        "READY, UP,       0,   DRAIN,    false",
        "READY, DOWN,     0,   DOWN,     false",
        "DRAIN, NO_CHECK, 1,   DRAIN,    false",
        "DRAIN, UP,       1,   DRAIN,    false",
        "DRAIN, DOWN,     1,   DOWN,     false",
        "MAINT, NO_CHECK, 1,   MAINT,    false",
        "MAINT, UP,       0,   MAINT,    false",
        "MAINT, DOWN,     1,   MAINT,    false",
    })
    void stateIsUsableAndSpelledAsOperatorsKnowIt(
            AdminState admin, Health health, int weight, String status, boolean usable) {
        ServerState state = new ServerState(admin, health, weight);
        assertEquals(status, state.status());
        assertEquals(usable, state.isUsable());
    }

    @Test
    void weightsBeyondTheLimitsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ServerState.initial(-1));
        assertThrows(IllegalArgumentException.class, () -> ServerState.initial(257));
    }
}
