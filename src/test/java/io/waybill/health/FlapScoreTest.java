package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks stand in the tables as they came, the oldest first: + passed, - failed. */
class FlapScoreTest {

    @ParameterizedTest
    @CsvSource({
        "'',                       0",
        "+,                        0",
        "+++++++++++++++++++++,    0",
        "---------------------,    0",
        // a single change counts 4 % at the old end and 6 % at the new one
        "-++++++++++++++++++++,    4",
        "++++++++++-++++++++++,    10",
        "++++++++++-----------,    5",
        "++++++++++++++++++++-,    6",
        // nine and ten of twenty changes
        "++-+-+-+-+-+++++++++++,   45",
        "++++++++++++-+-+-+-+-,    50",
        "+++++++++++-+-+-+-+-+,    55",
        // fewer checks: the same as if the older ones had gone well
        "+-,                       6",
        "+-+-+-,                   29",
        "++++++++++++++++-+-+-,    29",
        // everything changes
        "+-+-+-+-+-+-+-+-+-+-+,    100",
        // only the last 21 count
        "-+-+-+-+-+++++++++++++++++++++, 0",
    })
    void scoreRisesWithTheChangesAndWithTheirNewness(String checks, int percent) {
        assertEquals(percent, FlapScore.percent(bits(checks), checks.length()));
    }

    @Test
    void flappingBeginsHighAndEndsLow() {
        int[] percents = {0, 49, 50, 49, 26, 25, 24, 25, 49, 50, 100};
        String[] expected = {"-", "-", "+", "+", "+", "+", "-", "-", "-", "+", "+"};
        boolean flapping = false;
        for (int i = 0; i < percents.length; i++) {
            flapping = FlapScore.isFlapping(flapping, percents[i]);
            assertEquals(expected[i], flapping ? "+" : "-", "at number " + i);
        }
    }

    private static int bits(String checks) {
        int bits = 0;
        for (int i = 0; i < checks.length(); i++) {
            char check = checks.charAt(i);
            bits = bits << 1 | (check == '+' ? 1 : 0);
        }
        return bits;
    }
}
