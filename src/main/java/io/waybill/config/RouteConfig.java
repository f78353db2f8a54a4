package io.waybill.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request must look like and what becomes of it: one entry of {@code routes}. Immutable.
 *
 * @param place where the route stands in the file
 * @param listener the only listener whose requests it takes; null for all
 * @param host lower case, without port: exact, or {@code *.suffix} for every name below {@code suffix}; null for any
 * @param path what the path must look like
 * @param methods upper case; empty for any
 * @param headers values that fields must have, by name; {@link #PRESENT} asks only that the field is there
 * @param action what becomes of the request
 * @param stripPrefix taken off the beginning of the path before it is sent, if the path is this text or goes on with
 *     {@code /} behind it; begins with {@code /} and does not end in it; null for nothing
 * @param addPrefix put before the path, after {@code stripPrefix}; begins with {@code /} and does not end in it; null for
 *     nothing
 * @param request edits of the request on its way to the server
 * @param response edits of the response on its way to the client
 * @param maxBodyBytes longest request body; 0 for no limit
 */
public record RouteConfig(
        Place place,
        @Nullable String listener,
        @Nullable String host,
        PathMatch path,
        Set<String> methods,
        Map<String, String> headers,
        RouteAction action,
        @Nullable String stripPrefix,
        @Nullable String addPrefix,
        HeaderEdits request,
        HeaderEdits response,
        long maxBodyBytes) {

    /** The value in {@link #headers} that asks only for the field's presence. */
    public static final String PRESENT = "*";

    public RouteConfig {
        methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBody: found " + maxBodyBytes + ", expected 0 or more");
        }
    }

    /** Whether this asks the same of a request and does the same with it, wherever in a file the two stand. */
    public boolean isSameAs(RouteConfig other) {
        return equals(new RouteConfig(
                place,
                other.listener,
                other.host,
                other.path,
                other.methods,
                other.headers,
                other.action,
                other.stripPrefix,
                other.addPrefix,
                other.request,
                other.response,
                other.maxBodyBytes));
    }

    /** The route of a file that names none: everything goes to its only pool. */
    static RouteConfig everythingTo(PoolConfig pool, Place place, long maxBodyBytes) {
        return new RouteConfig(
                place,
                null,
                null,
                PathMatch.ANY,
                Set.of(),
                Map.of(),
                new RouteAction.ToPool(pool.name()),
                null,
                null,
                HeaderEdits.NONE,
                HeaderEdits.NONE,
                maxBodyBytes);
    }
}
