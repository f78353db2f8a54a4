package io.waybill.config;

/**
 * What the path of a request must look like: the key {@code path} of a route. Immutable.
 *
 * @param kind how {@code text} is compared
 * @param text without the {@code = } or <code>~ </code> that told the kind; a prefix ends in {@code /}, so that
 *     {@code /v1/} matches neither {@code /v1} nor {@code /v10}
 */
public record PathMatch(Kind kind, String text) {

    /** What a route without {@code path} asks for: any path. */
    public static final PathMatch ANY = new PathMatch(Kind.PREFIX, "/");

    /** How a path is compared. */
    public enum Kind {
        /** The path begins with the text, which ends in {@code /}. */
        PREFIX,
        /** The path is the text. */
        EXACT,
        /** The text is a regular expression ({@link java.util.regex.Pattern}) that matches the whole path. */
        REGEX
    }

    public PathMatch {
        if (kind == Kind.PREFIX && !text.endsWith("/")) {
            throw new IllegalArgumentException("path: found " + text + ", expected a prefix that ends in /");
        }
    }

    /** As it is written in the file. */
    @Override
    public String toString() {
        return switch (kind) {
            case PREFIX -> text;
            case EXACT -> "= " + text;
            case REGEX -> "~ " + text;
        };
    }
}
