package io.waybill.config;

import java.util.List;

/** One value of a YAML document, which knows where it stands. Immutable; aliases share their anchor's value. */
sealed interface YamlNode {

    /** Where the value begins; for what an alias stands for, the place of its anchor. */
    Place place();

    /** What a message calls it. */
    String shown();

    /**
     * A value that is not made of others.
     *
     * @param text without quotes, environment variables filled in
     * @param plain whether it may be a number or a boolean: written without quotes, or made from the environment
     * @param nothing whether nothing stands there, or YAML's {@code null}
     */
    record Scalar(Place place, String text, boolean plain, boolean nothing) implements YamlNode {

        @Override
        public String shown() {
            if (nothing) {
                return "nothing";
            }
            boolean looksPlain = text.equals("true") || text.equals("false") || Units.isBare(text);
            return plain || !looksPlain ? Shown.text(text) : "\"" + text + "\"";
        }
    }

    /** A value that has a problem of its own already; nothing more is said about it. */
    record Unknown(Place place) implements YamlNode {

        @Override
        public String shown() {
            return "a value that could not be read";
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {

        @Override
        public String shown() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys and values; no key twice, merge keys resolved, in the order of the file. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {

        @Override
        public String shown() {
            return entries.isEmpty() ? "an empty mapping" : "a mapping";
        }
    }

    /**
     * One key of a mapping.
     *
     * @param place of the key
     */
    record Entry(Place place, String key, YamlNode value) {}
}
