package io.waybill.route;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request must look like to take a route. Immutable.
 *
 * @param host a name or address without port; {@code *.example.com} for every name below; null for any host
 * @param kind how {@code path} is compared
 * @param path begins with a slash (if it is no regular expression); a prefix ends in one too
 * @param methods one of these; empty for any. GET does not stand for HEAD
 * @param headers values that a field of that name must have exactly, or {@code *} if any value will do
 * @param route where it leads
 */
public record RouteRule(
        @Nullable String host,
        PathKind kind,
        String path,
        Set<String> methods,
        Map<String, String> headers,
        Route route) {

    static final String WILDCARD = "*.";

    public RouteRule {
        if (kind != PathKind.REGEX && !path.startsWith("/")) {
            throw new IllegalArgumentException("path: found " + path + ", expected / first");
        }
        if (kind == PathKind.PREFIX && !path.endsWith("/")) {
            throw new IllegalArgumentException("path: found the prefix " + path + ", expected / at its end");
        }
        host = host == null ? null : plain(host);
        methods = Set.copyOf(methods);
        headers = Map.copyOf(headers);
    }

    private static String plain(String host) {
        String lowerCase = host.toLowerCase(Locale.ROOT);
        String plain = lowerCase.endsWith(".") ? lowerCase.substring(0, lowerCase.length() - 1) : lowerCase;
        if (plain.isEmpty() || plain.equals("*")) {
            throw new IllegalArgumentException("host: found \"" + host + "\", expected a name, or null for any");
        }
        return plain;
    }

    /** A rule with no more than a path prefix. */
    public static RouteRule prefix(@Nullable String host, String path, Route route) {
        return new RouteRule(host, PathKind.PREFIX, path, Set.of(), Map.of(), route);
    }
}
