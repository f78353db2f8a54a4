package io.waybill.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file, the keys that lead to it, and where to say what is wrong with it. The methods that read it return
 * the argument {@code otherwise} when they have reported a problem. Confined to the reading thread.
 */
record Value(YamlNode node, String path, Problems problems) {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    /** The keys that lead to a key of a mapping. */
    static String join(String path, String key) {
        return path.isEmpty() ? Shown.text(key) : path + "." + Shown.text(key);
    }

    Place place() {
        return node.place();
    }

    /** Reports that this value is wrong. */
    void wrong(String expected, String remedy) {
        wrong(node.shown(), expected, remedy);
    }

    void wrong(String found, String expected, String remedy) {
        if (!(node instanceof YamlNode.Unknown)) {
            problems.add(new Problem(place(), path.isEmpty() ? YamlFault.PATH : path, found, expected, remedy));
        }
    }

    void note(String text) {
        problems.note(new Notice(place(), path, text));
    }

    boolean isMapping() {
        return node instanceof YamlNode.Mapping;
    }

    boolean isList() {
        return node instanceof YamlNode.Sequence;
    }

    /** The text, or null if this is a list, a mapping or nothing; says nothing then. */
    @Nullable
    String textOrNull() {
        return node instanceof YamlNode.Scalar scalar && !scalar.nothing() ? scalar.text() : null;
    }

    /**
     * The text; null after a problem was reported.
     *
     * @param expected what it means, for the message
     * @param example for the message
     */
    @Nullable
    String text(String expected, String example) {
        String text = textOrNull();
        if (text == null || text.isEmpty()) {
            wrong(expected, "write for example " + example);
            return null;
        }
        return text;
    }

    int whole(int otherwise, int least, int most, String remedy) {
        String text = textOrNull();
        boolean number = text != null
                && node instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && WHOLE.matcher(text).matches();
        if (number && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        boolean quoted = text != null && !number && WHOLE.matcher(text).matches();
        wrong("a whole number from " + least + " to " + most, quoted ? "leave the quotes out" : remedy);
        return otherwise;
    }

    Duration time(Duration otherwise, Duration least, Duration most) {
        String text = textOrNull();
        long millis = text == null ? Units.UNREADABLE : Units.millis(text);
        if (text == null || millis < 0) {
            wrong(
                    "a number and a unit: ms, s, m, h or d",
                    "write for example "
                            + (text != null && Units.isBare(text) ? text + "ms" : example(otherwise, least)));
            return otherwise;
        }
        if (millis < least.toMillis() || millis > most.toMillis()) {
            wrong(
                    (least.isZero() ? "0 to " : Units.shown(least) + " to ") + Units.shown(most),
                    "write for example " + example(otherwise, least));
            return otherwise;
        }
        return Duration.ofMillis(millis);
    }

    private static String example(Duration otherwise, Duration least) {
        return otherwise.isZero() && least.isZero() ? "0 for none, or 30s" : Units.shown(otherwise);
    }

    long bytes(long otherwise, long least, long most) {
        String text = textOrNull();
        long bytes = text == null ? Units.UNREADABLE : Units.bytes(text);
        String example = otherwise == 0 ? "0 for no limit, or 10MiB" : Units.shown(otherwise);
        if (text == null || bytes < 0) {
            wrong(
                    "a number and a unit: B, KiB, MiB or GiB",
                    "write for example " + (text != null && Units.isBare(text) ? text + "B" : example));
            return otherwise;
        }
        if (bytes < least || bytes > most) {
            wrong(Units.shown(least) + " to " + Units.shown(most), "write for example " + example);
            return otherwise;
        }
        return bytes;
    }

    boolean flag(boolean otherwise) {
        boolean plain = node instanceof YamlNode.Scalar scalar && scalar.plain();
        if (plain && "true".equals(textOrNull())) {
            return true;
        }
        if (plain && "false".equals(textOrNull())) {
            return false;
        }
        wrong("true or false", "write it without quotes, for example " + otherwise);
        return otherwise;
    }

    <E extends Enum<E> & Choice> E choice(E otherwise) {
        E[] constants = otherwise.getDeclaringClass().getEnumConstants();
        String text = textOrNull();
        for (E constant : constants) {
            if (constant.word().equals(text)) {
                return constant;
            }
        }
        List<String> words = Arrays.stream(constants).map(Choice::word).toList();
        wrong("one of " + Shown.names(words), meant(words, "write for example " + otherwise.word()));
        return otherwise;
    }

    /** The items of a list; empty, after a problem was reported, if this is none or an empty one. */
    List<Value> items(String expected, String remedy) {
        if (node instanceof YamlNode.Sequence list && !list.items().isEmpty()) {
            return items(list);
        }
        wrong(expected, remedy);
        return List.of();
    }

    /** The items of a list, or this value alone. */
    List<Value> oneOrMore() {
        return node instanceof YamlNode.Sequence list ? items(list) : List.of(this);
    }

    private List<Value> items(YamlNode.Sequence list) {
        List<Value> items = new ArrayList<>(list.items().size());
        for (int i = 0; i < list.items().size(); i++) {
            items.add(new Value(list.items().get(i), path + "[" + i + "]", problems));
        }
        return items;
    }

    /** The entries of a mapping; empty, after a problem was reported, if this is none or an empty one. */
    List<Named> entries(String expected, String remedy) {
        if (node instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
            List<Named> entries = new ArrayList<>(mapping.entries().size());
            for (YamlNode.Entry entry : mapping.entries()) {
                Value value = new Value(entry.value(), join(path, entry.key()), problems);
                entries.add(new Named(entry.key(), entry.place(), value));
            }
            return entries;
        }
        wrong(expected, remedy);
        return List.of();
    }

    /** "did you mean …?", or the argument when nothing is near. */
    String meant(Collection<String> names, String otherwise) {
        String text = textOrNull();
        String nearest = text == null || problems.areMany() ? null : Suggestion.nearest(text, names);
        return nearest == null ? otherwise : "did you mean " + Shown.text(nearest) + "?";
    }

    /**
     * A value under a name that the operator chose.
     *
     * @param place of the name
     */
    record Named(String name, Place place, Value value) {

        /** Reports that the name is wrong. */
        void wrongName(String expected, String remedy) {
            value.problems().add(new Problem(place, value.path(), Shown.text(name), expected, remedy));
        }
    }
}
