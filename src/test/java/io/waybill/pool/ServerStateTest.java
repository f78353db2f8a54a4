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
        "READY, DRAINED,  1,   NOLB,     false",
        "READY, UNSEEN,   1,   DOWN 1/2, false",
        "READY, NO_CHECK, 0,   DRAIN,    false",
        "READY, UP,       0,   DRAIN,    false",
        "READY, DOWN,     0,   DOWN,     false",
        "DRAIN, NO_CHECK, 1,   DRAIN,    false",
        "DRAIN, UP,       1,   DRAIN,    false",
        "DRAIN, DRAINED,  1,   NOLB,     false",
        "DRAIN, DOWN,     1,   DOWN,     false",
        "MAINT, NO_CHECK, 1,   MAINT,    false",
        "MAINT, UP,       0,   MAINT,    false",
        "MAINT, DOWN,     1,   MAINT,    false",
    })
    void stateIsUsableAndSpelledAsOperatorsKnowIt(
            AdminState admin, Health.Condition condition, int weight, String status, boolean usable) {
        ServerState state = new ServerState(admin, health(condition), weight);
        assertEquals(status, state.status());
        assertEquals(usable, state.isUsable());
    }

    private static Health health(Health.Condition condition) {
        return switch (condition) {
            case NO_CHECK -> Health.NO_CHECK;
            case UNSEEN -> Health.unseen(2, 3);
            case UP -> Health.trusted(2, 3).after(true);
            case DRAINED -> Health.unseen(2, 3).afterDrainAnswer();
            case DOWN -> Health.trusted(2, 3).after(false);
        };
    }

    @Test
    void weightsBeyondTheLimitsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ServerState.initial(-1));
        assertThrows(IllegalArgumentException.class, () -> ServerState.initial(257));
    }
}
