package io.waybill.control;

import java.util.List;

/**
 * What differs between two configurations, for people and scripts. Immutable.
 *
 * @param added such as {@code server app/a4}, {@code pool app}, {@code listener edge}, {@code route api.example.com/v1/}
 * @param changed such as {@code server app/a3: weight 1 -> 4}
 * @param removed as {@code added}
 * @param closing which connections would have to close; normally none
 */
public record ConfigDiff(List<String> added, List<String> changed, List<String> removed, List<String> closing) {

    public ConfigDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        closing = List.copyOf(closing);
    }
}
