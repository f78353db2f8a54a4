package io.waybill.route;

import io.waybill.http.RequestHead;
import io.waybill.http.Tokens;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one listener. The most specific one that matches is taken, whatever their order was:
 *
 * <ol>
 *   <li>the host itself, before {@code *.suffix} (the longest first), before any host;
 *   <li>of one host, an exact path before a regular expression (the longest first), before a prefix (the longest first);
 *   <li>of one path, the route with the most header conditions, then one with a method before one without.
 * </ol>
 *
 * <p>A request that no route of its host matches falls through to the next less specific host. Hosts are compared in any
 * case, without their port and without a dot at their end; paths byte by byte, without their query.
 *
 * <p>What a look-up costs depends on the length of host and path and not on the number of routes: hosts and paths are
 * keys of hash tables. Only expressions of one host, and routes of one path that differ in their conditions, are tried
 * one after the other. Allocates nothing, unless the host has regular expressions. Immutable.
 */
public final class RouteTable {

    private final ByteTable<HostRoutes> hosts;
    private final ByteTable<HostRoutes> suffixes;
    private final @Nullable HostRoutes anyHost;
    private final int longestPath;
    private final LongAdder overruns = new LongAdder();

    private RouteTable(List<RouteRule> rules) {
        Map<String, HostRoutes> exact = new HashMap<>();
        Map<String, HostRoutes> wildcard = new HashMap<>();
        HostRoutes any = null;
        int longest = 0;
        for (Map.Entry<HostKey, List<RouteRule>> entry : byHost(rules).entrySet()) {
            HostRoutes routes = new HostRoutes(entry.getValue(), overruns);
            longest = Math.max(longest, routes.longestPath());
            String host = entry.getKey().host();
            if (host == null) {
                any = routes;
            } else if (host.startsWith(RouteRule.WILDCARD)) {
                wildcard.put(host.substring(RouteRule.WILDCARD.length()), routes);
            } else {
                exact.put(host, routes);
            }
        }
        this.hosts = ByteTable.ofHosts(exact);
        this.suffixes = ByteTable.ofHosts(wildcard);
        this.anyHost = any;
        this.longestPath = longest;
    }

    /**
     * Builds the table.
     *
     * @throws IllegalArgumentException if a rule cannot be compiled; the configuration has refused such a one before
     */
    public static RouteTable of(List<RouteRule> rules) {
        return new RouteTable(rules);
    }

    private static Map<HostKey, List<RouteRule>> byHost(List<RouteRule> rules) {
        return rules.stream()
                .collect(Collectors.groupingBy(
                        rule -> new HostKey(rule.host()), LinkedHashMap::new, Collectors.toList()));
    }

    /** The route that the request takes, or null if none matches. */
    public @Nullable Route find(RequestHead head) {
        int start = head.targetStart();
        int hashed = Math.min(head.pathEnd() - start, longestPath);
        int hash = RollingHash.ofPath(head.bytes(), start, start + hashed);
        Route route = hosts.isEmpty() && suffixes.isEmpty() ? null : hostRoute(head, hashed, hash);
        return route == null && anyHost != null ? anyHost.find(head, hashed, hash) : route;
    }

    private @Nullable Route hostRoute(RequestHead head, int hashed, int hash) {
        byte[] bytes = head.bytes();
        int start = head.authorityStart();
        int end = HostName.end(bytes, start, head.authorityEnd());
        int hashOfHost = RollingHash.ofHost(bytes, start, end);
        HostRoutes routes = hosts.host(bytes, start, end, hashOfHost);
        Route route = routes == null ? null : routes.find(head, hashed, hash);
        if (route != null || suffixes.isEmpty()) {
            return route;
        }
        for (int at = start; at < end; at++) {
            hashOfHost = RollingHash.takeBack(hashOfHost, Tokens.lowerCase(bytes[at]));
            if (bytes[at] == '.' && at > start && end - at - 1 <= suffixes.longestKey()) {
                routes = suffixes.host(bytes, at + 1, end, hashOfHost);
                route = routes == null ? null : routes.find(head, hashed, hash);
                if (route != null) {
                    return route;
                }
            }
        }
        return null;
    }

    /** How many look-ups found an expression that went back and forth too long, and was taken not to match. */
    public long expressionOverruns() {
        return overruns.sum();
    }

    /** A host as a key: null, for any host, is one too. */
    private record HostKey(@Nullable String host) {}
}
