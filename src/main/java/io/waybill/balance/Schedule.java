package io.waybill.balance;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The order of a weighted round robin: a list of indices in which each index occurs as often as its weight says, spread
 * evenly. Equal weights give 0, 1, 2 and so on; weights 5, 1, 1 give 0, 1, 0, 0, 0, 2, 0.
 *
 * <p>All indices of one weight form a group. The turns of a group are laid at even distances over the schedule, and its
 * members take them in rotation. Laying each index by itself would put all light ones in one place: between a weight of
 * 100 and a hundred weights of 1 it would not alternate. Takes time and space in proportion to the sum of the weights.
 */
final class Schedule {

    /** Turns in the longest schedule, 8 MiB of them; weights are rounded where their sum would need more. */
    private static final int MOST_TURNS = 1 << 21;

    private static final int[] EMPTY = {};

    private Schedule() {}

    static int[] of(int[] weights) {
        int[] reduced = reduce(weights);
        List<Group> groups = groups(reduced);
        if (groups.isEmpty()) {
            return EMPTY;
        }
        int turns = IntStream.of(reduced).sum();
        int[] starts = starts(groups, turns);
        int[] schedule = new int[turns];
        for (Group group : groups) {
            for (int turn = 0; turn < group.turns(); turn++) {
                schedule[starts[group.place(turn, turns)]++] = group.memberAt(turn);
            }
        }
        return schedule;
    }

    /** The weights divided by what divides all of them, and scaled down if the schedule would become too long. */
    private static int[] reduce(int[] weights) {
        int divisor = IntStream.of(weights).reduce(0, Schedule::greatestCommonDivisor);
        if (divisor == 0) {
            return EMPTY;
        }
        long sum = IntStream.of(weights).asLongStream().sum() / divisor;
        double scale = sum <= MOST_TURNS ? 1 : (double) MOST_TURNS / sum;
        return IntStream.of(weights)
                .map(weight -> scaled(weight / divisor, scale))
                .toArray();
    }

    private static int scaled(int weight, double scale) {
        return weight == 0 ? 0 : Math.max(1, (int) (weight * scale));
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Heaviest weight first, so that it comes first where two groups want the same place. */
    private static List<Group> groups(int[] weights) {
        TreeMap<Integer, IntStream.Builder> byWeight = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                byWeight.computeIfAbsent(weights[i], weight -> IntStream.builder())
                        .add(i);
            }
        }
        return byWeight.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue().build().toArray()))
                .toList();
    }

    /** Counting sort, first half: where the turns of each place begin. */
    private static int[] starts(List<Group> groups, int turns) {
        int[] starts = new int[turns + 1];
        for (Group group : groups) {
            for (int turn = 0; turn < group.turns(); turn++) {
                starts[group.place(turn, turns) + 1]++;
            }
        }
        for (int place = 0; place < turns; place++) {
            starts[place + 1] += starts[place];
        }
        return starts;
    }

    /** Indices of the same weight, and how often they occur together. */
    private record Group(int weight, int[] members) {

        int turns() {
            return weight * members.length;
        }

        /** Where turn number {@code turn} of this group belongs: the middle of its even share of all turns. */
        int place(int turn, int turnsOfAll) {
            return (int) ((2L * turn + 1) * turnsOfAll / (2L * turns()));
        }

        int memberAt(int turn) {
            return members[turn % members.length];
        }
    }
}
