package io.waybill.route;

import io.waybill.http.RequestHead;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Routes whose path is one regular expression. Immutable. */
record RegexRoutes(Pattern pattern, PathRoutes routes) {

    static RegexRoutes of(String pattern, List<RouteRule> rules) {
        return new RegexRoutes(Pattern.compile(pattern), new PathRoutes(rules));
    }

    /** @throws BoundedPath.StepsExceeded if the path has no steps left */
    @Nullable
    Route find(RequestHead head, BoundedPath path) {
        return pattern.matcher(path).matches() ? routes.find(head) : null;
    }
}
