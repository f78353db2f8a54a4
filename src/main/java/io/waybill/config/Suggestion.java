package io.waybill.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Suggestion {

    private static final int LONGEST_NAME = 64;
    private static final int MOST_CANDIDATES = 1000;

    private Suggestion() {}

    /** The candidate that differs least, or null if none is near; among equals the first. */
    static @Nullable String nearest(String written, Collection<String> candidates) {
        int best = written.length() < 4 ? 2 : Math.max(2, written.length() / 3) + 1;
        String nearest = null;
        int looked = 0;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - written.length()) >= best || candidate.length() > LONGEST_NAME) {
                continue;
            }
            if (++looked > MOST_CANDIDATES) {
                break;
            }
            int distance = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Letters to insert, remove, replace, or swap with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
