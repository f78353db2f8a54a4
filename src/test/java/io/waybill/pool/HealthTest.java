package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables a check passes (+), fails (-) or is answered that no new requests are wanted (o). */
class HealthTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unseen  | 2 | 3 | +   | DOWN 1/2 > UP
            unseen  | 2 | 3 | -   | DOWN 1/2 > DOWN
            unseen  | 2 | 3 | o   | DOWN 1/2 > NOLB
            unseen  | 2 | 3 | -++ | DOWN 1/2 > DOWN > DOWN 1/2 > UP
            unseen  | 1 | 1 | +-+ | DOWN > UP > DOWN > UP
            unseen  | 3 | 1 | +   | DOWN 2/3 > UP
            trusted | 2 | 3 | +   | UP 1/3 > UP
            trusted | 2 | 3 | -   | UP 1/3 > DOWN
            trusted | 2 | 3 | o   | UP 1/3 > NOLB
            up      | 2 | 3 | --- | UP > UP 2/3 > UP 1/3 > DOWN
            up      | 2 | 3 | --+ | UP > UP 2/3 > UP 1/3 > UP
            up      | 2 | 3 | -+-+-- | UP > UP 2/3 > UP > UP 2/3 > UP > UP 2/3 > UP 1/3
            up      | 2 | 1 | -   | UP > DOWN
            up      | 1 | 2 | --  | UP > UP 1/2 > DOWN
            up      | 5 | 2 | --+ | UP > UP 1/2 > DOWN > DOWN 1/5
            down    | 2 | 3 | ++  | DOWN > DOWN 1/2 > UP
            down    | 2 | 3 | +-++ | DOWN > DOWN 1/2 > DOWN > DOWN 1/2 > UP
            down    | 1 | 3 | +   | DOWN > UP
            down    | 4 | 3 | +++-+ | DOWN > DOWN 1/4 > DOWN 2/4 > DOWN 3/4 > DOWN > DOWN 1/4
            down    | 3 | 3 | +++ | DOWN > DOWN 1/3 > DOWN 2/3 > UP
            down    | 2 | 3 | --- | DOWN > DOWN > DOWN > DOWN
            """)
    void pointsAreWonAndLost(String begin, int rise, int fall, String checks, String states) {
        assertEquals(states, states(start(begin, rise, fall), checks, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up   | 2 | 3 | o    | UP > NOLB
            up   | 2 | 3 | o+   | UP > NOLB > UP
            up   | 2 | 3 | oo   | UP > NOLB > NOLB
            up   | 2 | 3 | --o  | UP > UP 2/3 > UP 1/3 > NOLB
            up   | 2 | 3 | o--- | UP > NOLB > NOLB 2/3 > NOLB 1/3 > DOWN
            up   | 2 | 3 | o--+ | UP > NOLB > NOLB 2/3 > NOLB 1/3 > UP
            up   | 2 | 3 | o--o | UP > NOLB > NOLB 2/3 > NOLB 1/3 > NOLB
            up   | 2 | 1 | o-   | UP > NOLB > DOWN
            down | 2 | 3 | o    | DOWN > DOWN
            down | 2 | 3 | oo++ | DOWN > DOWN > DOWN > DOWN 1/2 > UP
            down | 2 | 3 | +o+  | DOWN > DOWN 1/2 > DOWN > DOWN 1/2
            """)
    void oneThatAsksForNoNewRequestsGetsNoneUntilItPassesAgain(
            String begin, int rise, int fall, String checks, String states) {
        assertEquals(states, states(start(begin, rise, fall), checks, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up   | --- | DRAIN > DRAIN 2/3 > DRAIN 1/3 > DOWN
            up   | o-+ | DRAIN > NOLB > NOLB 2/3 > DRAIN
            down | ++  | DOWN > DOWN 1/2 > DRAIN
            """)
    void theOperatorsDrainStandsInPlaceOfUp(String begin, String checks, String states) {
        assertEquals(states, states(start(begin, 2, 3), checks, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unseen  |      | true
            trusted |      | true
            up      |      | false
            up      | -    | true
            up      | --   | true
            up      | ---  | false
            up      | o    | false
            up      | o-   | true
            down    |      | false
            down    | +    | true
            down    | +-   | false
            down    | ++   | false
            """)
    void itIsChangingBetweenTwoVerdicts(String begin, String checks, boolean changing) {
        Health health = start(begin, 2, 3);
        for (char check : (checks == null ? "" : checks).toCharArray()) {
            health = after(health, check);
        }
        assertEquals(changing, health.isChanging());
    }

    @ParameterizedTest
    @CsvSource({"unseen, DOWN 3/4", "up, UP", "down, DOWN", "drained, NOLB"})
    void otherThresholdsKeepTheVerdict(String begin, String state) {
        Health before = start(begin, 2, 3);
        Health after = before.with(4, 5);
        assertEquals(state, after.word(false));
        assertEquals(before.condition(), after.condition());
        assertEquals(before.isWell(), after.isWell());
    }

    @Test
    void theSameThresholdsKeepThePointsToo() {
        Health falling = start("up", 2, 3).after(false);
        assertSame(falling, falling.with(2, 3));
        assertEquals("UP", falling.with(2, 4).word(false));
        assertSame(Health.NO_CHECK, Health.NO_CHECK.with(4, 5));
    }

    @Test
    void onlyOneThatIsUpOrNotCheckedIsWell() {
        assertEquals(true, Health.NO_CHECK.isWell());
        assertEquals(true, start("trusted", 2, 3).isWell());
        assertEquals(true, start("up", 2, 3).after(false).isWell());
        assertFalse(start("unseen", 2, 3).isWell());
        assertFalse(start("drained", 2, 3).isWell());
        assertFalse(start("down", 2, 3).after(true).isWell());
        assertFalse(Health.NO_CHECK.isChanging());
    }

    private static String states(Health begin, String checks, boolean draining) {
        List<String> states = new ArrayList<>(List.of(begin.word(draining)));
        Health health = begin;
        for (int i = 0; i < checks.length(); i++) {
            char check = checks.charAt(i);
            health = after(health, check);
            states.add(health.word(draining));
        }
        return String.join(" > ", states);
    }

    private static Health after(Health health, char check) {
        return check == 'o' ? health.afterDrainAnswer() : health.after(check == '+');
    }

    private static Health start(String begin, int rise, int fall) {
        Health unseen = Health.unseen(rise, fall);
        return switch (begin) {
            case "unseen" -> unseen;
            case "trusted" -> Health.trusted(rise, fall);
            case "up" -> unseen.after(true);
            case "down" -> unseen.after(false);
            case "drained" -> unseen.afterDrainAnswer();
            default -> throw new IllegalArgumentException(begin);
        };
    }
}
