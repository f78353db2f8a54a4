package io.waybill.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with, and worth knowing about, a configuration while it is read. Confined to the reading thread. */
final class Problems {

    /** From here on no spelling is suggested: comparing names is the only costly thing about a problem. */
    private static final int SUGGESTED_FOR = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<String> files = new ArrayList<>();

    void add(Problem problem) {
        problems.add(problem);
    }

    void note(Notice notice) {
        notices.add(notice);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    int count() {
        return problems.size();
    }

    /** Tells that a file is read from here on: what is said of it comes after what is said of those before. */
    void begin(String file) {
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    boolean areMany() {
        return problems.size() >= SUGGESTED_FOR;
    }

    /** In the order of the files; each once, also when a value counts in many places. */
    List<Problem> problems() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::place, order()))
                .toList();
    }

    /** In the order of the files. */
    List<Notice> notices() {
        return notices.stream()
                .distinct()
                .sorted(Comparator.comparing(Notice::place, order()))
                .toList();
    }

    private Comparator<Place> order() {
        return Comparator.<Place>comparingInt(place -> files.indexOf(place.file()))
                .thenComparingInt(Place::line)
                .thenComparingInt(Place::column);
    }
}
