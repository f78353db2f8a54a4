package io.waybill.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with, and worth knowing about, one file while it is read. Confined to the reading thread. */
final class Problems {

    /** From here on no spelling is suggested: comparing names is the only costly thing about a problem. */
    private static final int SUGGESTED_FOR = 100;

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    void add(Problem problem) {
        problems.add(problem);
    }

    void note(Notice notice) {
        notices.add(notice);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    boolean areMany() {
        return problems.size() >= SUGGESTED_FOR;
    }

    /** In the order of the file. */
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::place, ORDER))
                .toList();
    }

    /** In the order of the file. */
    List<Notice> notices() {
        return notices.stream()
                .sorted(Comparator.comparing(Notice::place, ORDER))
                .toList();
    }
}
