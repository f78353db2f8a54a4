package io.waybill.route;

/** How the path of a route is compared with that of a request; the query never takes part. */
public enum PathKind {
    /** The request's path begins with it. It ends in a slash, so {@code /v1/} matches {@code /v1/x}, and not {@code /v1}. */
    PREFIX,
    /** The request's path is the same, byte for byte. */
    EXACT,
    /** A regular expression (java.util.regex) matches the whole of the request's path. */
    REGEX
}
