package io.waybill.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The domains in which the system looks for short names: {@code search} and {@code options ndots} of resolv.conf(5).
 * Immutable.
 *
 * @param domains tried one after the other
 * @param dots a name with fewer of them is looked for in the domains first
 */
record SearchList(List<String> domains, int dots) {

    static final SearchList NONE = new SearchList(List.of(), 1);

    private static final String NDOTS = "ndots:";

    SearchList {
        domains = List.copyOf(domains);
    }

    /** That of this machine; none if its file cannot be read. */
    static SearchList ofSystem() {
        try {
            return of(Files.readAllLines(Path.of("/etc/resolv.conf")));
        } catch (IOException unreadable) {
            return NONE;
        }
    }

    static SearchList of(List<String> lines) {
        List<String> domains = List.of();
        int dots = 1;
        for (String line : lines) {
            List<String> words = Arrays.asList(line.trim().split("\\s+"));
            String key = words.get(0);
            if (key.equals("search") || key.equals("domain")) {
                domains = words.subList(1, words.size());
            } else if (key.equals("options")) {
                for (String option : words) {
                    dots = option.startsWith(NDOTS) ? number(option.substring(NDOTS.length()), dots) : dots;
                }
            }
        }
        return new SearchList(domains, dots);
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            return otherwise;
        }
    }

    /** The full names that a name may mean, each with its final dot, the likeliest first. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        List<String> candidates = new ArrayList<>();
        for (String domain : domains) {
            candidates.add(name + "." + domain + (domain.endsWith(".") ? "" : "."));
        }
        boolean nameFirst = name.chars().filter(c -> c == '.').count() >= dots;
        candidates.add(nameFirst ? 0 : candidates.size(), name + ".");
        return candidates;
    }
}
