package io.waybill.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields that a route sets and removes in one direction. Immutable.
 *
 * @param set values by name, in the order of the file; each replaces every field of that name
 * @param remove names of fields to take out; none of them is in {@code set}, whatever the case of its letters
 */
public record HeaderEdits(Map<String, String> set, List<String> remove) {

    /** Leaves every field as it is. */
    public static final HeaderEdits NONE = new HeaderEdits(Map.of(), List.of());

    public HeaderEdits {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        remove = List.copyOf(remove);
    }
}
