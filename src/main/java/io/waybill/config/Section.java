package io.waybill.config;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with keys that the reader knows; reports those it does not know when it is made. A key that is absent yields
 * the argument {@code otherwise}, and so does a wrong value, after it was reported. Confined to the reading thread.
 */
final class Section {

    private static final Duration ONE_MILLISECOND = Duration.ofMillis(1);

    private final Value value;
    private final Keys keys;
    private final Map<String, Value> values = new HashMap<>();

    private Section(Value value, Keys keys) {
        this.value = value;
        this.keys = keys;
    }

    /** The mapping, empty after a problem was reported if the value is none. */
    static Section of(Value value, Keys keys) {
        Section section = new Section(value, keys);
        if (value.node() instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(section::take);
        } else {
            value.wrong(
                    "a mapping with keys of " + Shown.names(keys.names()), "write for example " + section.example());
        }
        return section;
    }

    /** A mapping without keys, for a word that stands in its place. */
    static Section empty(Value value, Keys keys) {
        return new Section(value, keys);
    }

    /** This mapping, where what it does not say itself is taken from another one with the same keys. */
    Section before(Section other) {
        Section merged = without(List.of());
        other.values.forEach(merged.values::putIfAbsent);
        return merged;
    }

    /** This mapping, as if these keys were absent. */
    Section without(Collection<String> absent) {
        Section rest = new Section(value, keys);
        rest.values.putAll(values);
        rest.values.keySet().removeAll(absent);
        return rest;
    }

    private String example() {
        return "{" + keys.names().get(0) + ": ...}";
    }

    private void take(YamlNode.Entry entry) {
        Value taken = new Value(entry.value(), Value.join(value.path(), entry.key()), value.problems());
        if (keys.names().contains(entry.key())) {
            values.put(entry.key(), taken);
            return;
        }
        String nearest = value.problems().areMany() ? null : Suggestion.nearest(entry.key(), keys.names());
        value.problems()
                .add(new Problem(
                        entry.place(),
                        taken.path(),
                        "an unknown key",
                        "one of " + Shown.names(keys.names()),
                        nearest == null ? "remove it" : "did you mean " + nearest + "?"));
    }

    Value value() {
        return value;
    }

    boolean has(String key) {
        return get(key) != null;
    }

    /** Null if the key is absent. */
    @Nullable
    Value get(String key) {
        if (!keys.names().contains(key)) {
            throw new IllegalArgumentException(keys + " does not list the key " + key);
        }
        return values.get(key);
    }

    /** The value of a key that must be there; null after a problem was reported. */
    @Nullable
    Value need(String key, String expected, String remedy) {
        Value needed = get(key);
        if (needed == null && value.isMapping()) {
            value.problems()
                    .add(new Problem(value.place(), Value.join(value.path(), key), "nothing", expected, remedy));
        }
        return needed;
    }

    int whole(String key, int otherwise, int least, int most) {
        return whole(key, otherwise, least, most, "write for example " + otherwise);
    }

    /** @param remedy for the message when the value is wrong */
    int whole(String key, int otherwise, int least, int most, String remedy) {
        Value found = get(key);
        return found == null ? otherwise : found.whole(otherwise, least, most, remedy);
    }

    /** A time of one millisecond or more. */
    Duration time(String key, Duration otherwise, Duration most) {
        Value found = get(key);
        return found == null ? otherwise : found.time(otherwise, ONE_MILLISECOND, most);
    }

    /** A time, or 0 for none. */
    Duration timeOrZero(String key, Duration otherwise, Duration most) {
        Value found = get(key);
        return found == null ? otherwise : found.time(otherwise, Duration.ZERO, most);
    }

    long bytes(String key, long otherwise, long least, long most) {
        Value found = get(key);
        return found == null ? otherwise : found.bytes(otherwise, least, most);
    }

    boolean flag(String key, boolean otherwise) {
        Value found = get(key);
        return found == null ? otherwise : found.flag(otherwise);
    }

    /** One of these words. */
    String word(String key, List<String> words, String otherwise) {
        Value found = get(key);
        String text = found == null ? otherwise : found.textOrNull();
        if (found != null && (text == null || !words.contains(text))) {
            found.wrong("one of " + Shown.names(words), found.meant(words, "write for example " + otherwise));
        }
        return text == null || !words.contains(text) ? otherwise : text;
    }

    <E extends Enum<E> & Choice> E choice(String key, E otherwise) {
        Value found = get(key);
        return found == null ? otherwise : found.choice(otherwise);
    }
}
