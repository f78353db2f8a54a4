package io.waybill.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of an operator, taken apart. Immutable.
 *
 * @param path its segments, decoded: {@code /pools/a%2Fb} is {@code [pools, a/b]}
 * @param parameters of the query, decoded
 * @param address the admin listener is bound to, as {@code host:port}
 */
record AdminRequest(List<String> path, Map<String, List<String>> parameters, String address) {

    /**
     * Takes a request target in origin form apart.
     *
     * @throws IllegalArgumentException if it is not one, or has a broken escape
     */
    static AdminRequest of(String target, String address) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("the request target does not start with /");
        }
        QueryStringDecoder decoder = new QueryStringDecoder(target);
        List<String> path = new ArrayList<>();
        for (String segment : decoder.rawPath().split("/", -1)) {
            if (!segment.isEmpty()) {
                // In a path a plus sign is a plus sign; only in a query does it mean a space.
                path.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
            }
        }
        return new AdminRequest(List.copyOf(path), decoder.parameters(), address);
    }

    /** The first value of a parameter of the query, or null. */
    @Nullable
    String parameter(String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
