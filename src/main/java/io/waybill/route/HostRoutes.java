package io.waybill.route;

import io.waybill.http.RequestHead;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host: an exact path before a regular expression, and that before a prefix; of expressions the longest
 * first, of prefixes too. What a path leads to counts only if its conditions hold. Immutable.
 */
final class HostRoutes {

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed();

    private final ByteTable<PathRoutes> exactPaths;
    private final RegexRoutes[] expressions;
    private final ByteTable<PathRoutes> prefixes;

    /** What takes every path takes {@code OPTIONS *} too, which is none. */
    private final @Nullable PathRoutes anyPath;

    private final LongAdder overruns;

    /** @param overruns counts requests whose path an expression could not deal with */
    HostRoutes(List<RouteRule> rules, LongAdder overruns) {
        this.exactPaths = paths(rules, PathKind.EXACT);
        this.prefixes = paths(rules, PathKind.PREFIX);
        List<RouteRule> any = byPath(rules, PathKind.PREFIX).get("/");
        this.anyPath = any == null ? null : new PathRoutes(any);
        this.expressions = byPath(rules, PathKind.REGEX).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(LONGEST_FIRST))
                .map(entry -> RegexRoutes.of(entry.getKey(), entry.getValue()))
                .toArray(RegexRoutes[]::new);
        this.overruns = overruns;
    }

    private static ByteTable<PathRoutes> paths(List<RouteRule> rules, PathKind kind) {
        Map<String, PathRoutes> paths = new LinkedHashMap<>();
        byPath(rules, kind).forEach((path, ofPath) -> paths.put(path, new PathRoutes(ofPath)));
        return ByteTable.ofPaths(paths);
    }

    private static Map<String, List<RouteRule>> byPath(List<RouteRule> rules, PathKind kind) {
        return rules.stream()
                .filter(rule -> rule.kind() == kind)
                .collect(Collectors.groupingBy(RouteRule::path, LinkedHashMap::new, Collectors.toList()));
    }

    /** Bytes of the longest exact path or prefix. */
    int longestPath() {
        return Math.max(exactPaths.longestKey(), prefixes.longestKey());
    }

    /**
     * @param hashed how many bytes of the path {@code hash} covers: all of it, or at least {@link #longestPath}
     * @param hash of these, by {@link RollingHash#ofPath}
     */
    @Nullable
    Route find(RequestHead head, int hashed, int hash) {
        Route route = exactRoute(head, hashed, hash);
        if (route == null && expressions.length > 0) {
            route = expressionRoute(head);
        }
        return route != null ? route : prefixRoute(head, hashed, hash);
    }

    private @Nullable Route exactRoute(RequestHead head, int hashed, int hash) {
        int start = head.targetStart();
        int length = head.pathEnd() - start;
        if (length != hashed || length > exactPaths.longestKey()) {
            return null;
        }
        PathRoutes routes = exactPaths.path(head.bytes(), start, start + length, hash);
        return routes == null ? null : routes.find(head);
    }

    /** An expression that cannot deal with a path does not match it. */
    private @Nullable Route expressionRoute(RequestHead head) {
        BoundedPath path = new BoundedPath(head);
        try {
            for (RegexRoutes expression : expressions) {
                Route route = expression.find(head, path);
                if (route != null) {
                    return route;
                }
            }
        } catch (BoundedPath.StepsExceeded | StackOverflowError e) {
            // java.util.regex calls itself for each character that a repeated group takes: a long path fills the stack
            overruns.increment();
        }
        return null;
    }

    private @Nullable Route prefixRoute(RequestHead head, int hashed, int hash) {
        byte[] bytes = head.bytes();
        int start = head.targetStart();
        if (hashed > 0 && bytes[start] == '*') {
            return anyPath == null ? null : anyPath.find(head);
        }
        int hashOfPrefix = hash;
        for (int end = start + hashed; end > start; end--) {
            byte last = bytes[end - 1];
            if (last == '/' && end - start <= prefixes.longestKey()) {
                PathRoutes routes = prefixes.path(bytes, start, end, hashOfPrefix);
                Route route = routes == null ? null : routes.find(head);
                if (route != null) {
                    return route;
                }
            }
            hashOfPrefix = RollingHash.takeBack(hashOfPrefix, last);
        }
        return null;
    }
}
