package io.waybill.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together one mapping: refuses keys that come twice and resolves merge keys. Used once. */
final class YamlMapping {

    private final Place place;
    private final String path;
    private final Problems problems;
    private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    private final List<YamlNode.Mapping> merged = new ArrayList<>();

    YamlMapping(Place place, String path, Problems problems) {
        this.place = place;
        this.path = path;
        this.problems = problems;
    }

    void put(Place keyPlace, String key, YamlNode value) {
        YamlNode.Entry before = entries.putIfAbsent(key, new YamlNode.Entry(keyPlace, key, value));
        if (before != null) {
            problems.add(new Problem(
                    keyPlace,
                    Value.join(path, key),
                    "the key a second time",
                    "each key once",
                    "remove this one or the one in line " + before.place().line()));
        }
    }

    void merge(Place keyPlace, YamlNode value) {
        List<YamlNode> sources = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        for (YamlNode source : sources) {
            if (source instanceof YamlNode.Mapping mapping) {
                merged.add(mapping);
            } else {
                problems.add(new Problem(
                        keyPlace,
                        Value.join(path, "<<"),
                        source.shown(),
                        "a mapping, or a list of mappings",
                        "write for example <<: *name, where &name stands before a mapping"));
            }
        }
    }

    /** What a key says itself goes before what is merged in, and of that the first goes before the rest. */
    YamlNode.Mapping finish() {
        for (YamlNode.Mapping mapping : merged) {
            mapping.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
        }
        return new YamlNode.Mapping(place, List.copyOf(entries.values()));
    }
}
