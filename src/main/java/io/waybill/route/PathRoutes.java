package io.waybill.route;

import io.waybill.http.RequestHead;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host and one path: the first whose conditions hold is taken. Most header conditions first, then
 * those with a method before those without. Mostly there is one, without conditions. Immutable.
 */
final class PathRoutes {

    private static final Comparator<RouteRule> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (RouteRule rule) -> rule.headers().size())
            .reversed()
            .thenComparing(rule -> rule.methods().isEmpty());

    private final Conditions[] conditions;
    private final Route[] routes;

    PathRoutes(List<RouteRule> rules) {
        List<RouteRule> ordered = rules.stream().sorted(MOST_SPECIFIC_FIRST).toList();
        this.conditions = ordered.stream()
                .map(rule -> new Conditions(rule.methods(), rule.headers()))
                .toArray(Conditions[]::new);
        this.routes = ordered.stream().map(RouteRule::route).toArray(Route[]::new);
    }

    @Nullable
    Route find(RequestHead head) {
        for (int i = 0; i < conditions.length; i++) {
            if (conditions[i].hold(head)) {
                return routes[i];
            }
        }
        return null;
    }
}
