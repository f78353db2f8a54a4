package io.waybill.balance;

import java.util.random.RandomGenerator;

/**
 * Draws an index with a probability in proportion to its weight, in the same time for any number of weights (Walker's
 * alias method, after Vose). One column for each weight above 0; every column holds the sum of all weights, its own part
 * first and above it a part of one other. Immutable.
 */
final class WeightedDraw {

    private final int[] positions;
    private final long[] ownPart;
    private final int[] other;
    private final long columnHeight;

    WeightedDraw(int[] weights) {
        positions = Weights.positions(weights);
        int columns = positions.length;
        ownPart = new long[columns];
        other = new int[columns];
        long sum = 0;
        for (int column = 0; column < columns; column++) {
            sum += weights[positions[column]];
            ownPart[column] = (long) weights[positions[column]] * columns;
            other[column] = column;
        }
        columnHeight = sum;
        fillColumns();
    }

    /** Fills each column that its own weight leaves short from one that its own weight would overflow. */
    private void fillColumns() {
        int columns = positions.length;
        int[] shortOnes = new int[columns];
        int[] tallOnes = new int[columns];
        int shortCount = 0;
        int tallCount = 0;
        for (int column = 0; column < columns; column++) {
            if (ownPart[column] < columnHeight) {
                shortOnes[shortCount++] = column;
            } else {
                tallOnes[tallCount++] = column;
            }
        }
        while (shortCount > 0) {
            // The parts are whole numbers that add up to columns * columnHeight: while one is short, one is tall.
            int low = shortOnes[--shortCount];
            int high = tallOnes[tallCount - 1];
            other[low] = high;
            ownPart[high] -= columnHeight - ownPart[low];
            if (ownPart[high] < columnHeight) {
                tallCount--;
                shortOnes[shortCount++] = high;
            }
        }
    }

    /** How many weights are above 0. */
    int size() {
        return positions.length;
    }

    /** The n-th index whose weight is above 0. */
    int position(int n) {
        return positions[n];
    }

    /** An index whose weight is above 0; {@link #size} must not be 0. */
    int next(RandomGenerator random) {
        return positions[nextColumn(random)];
    }

    /** As {@link #next}, but its rank among the indices whose weight is above 0. */
    int nextColumn(RandomGenerator random) {
        long bits = random.nextLong();
        // Upper and lower half of the bits, each multiplied down to a range: no division.
        int column = (int) (((bits >>> 32) * positions.length) >>> 32);
        long height = ((bits & 0xffff_ffffL) * columnHeight) >>> 32;
        return height < ownPart[column] ? column : other[column];
    }
}
