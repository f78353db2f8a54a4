package io.waybill.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes of which neither is more specific than the other although a request can match both. Its cost grows with
 * the number of routes, not with its square. Confined to the reading thread.
 *
 * <p>Routes of the same rank (listener, host, path, with or without methods, number of header conditions) are told apart
 * by exact values alone: two of them are never both matched if they want different values in a field that both name. So
 * routes of a rank are grouped by the names of their fields, and for each pair of groups one look-up by the values of
 * the fields that both name finds those that do not differ.
 */
final class RouteTies {

    private final Map<Rank, Map<Shape, Group>> ranks = new HashMap<>();

    /** Takes one more route; tells one before it that ties with it, or null. */
    @Nullable
    RouteConfig add(RouteConfig route) {
        Rank rank = Rank.of(route);
        Map<Shape, Group> groups = ranks.computeIfAbsent(rank, any -> new LinkedHashMap<>());
        Map<String, String> headers = new TreeMap<>();
        route.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Shape shape = Shape.of(headers);
        RouteConfig tied = null;
        for (Map.Entry<Shape, Group> group : groups.entrySet()) {
            Set<String> shared = new TreeSet<>(group.getKey().exact());
            shared.retainAll(shape.exact());
            tied = group.getValue().tied(route, headers, shared);
            if (tied != null) {
                break;
            }
        }
        groups.computeIfAbsent(shape, any -> new Group()).add(route, headers);
        return tied;
    }

    /** What decides between two routes before their values do. A regular expression ranks by its length. */
    private record Rank(
            @Nullable String listener,
            @Nullable String host,
            PathMatch.Kind kind,
            String path,
            boolean anyMethod,
            int headers) {

        static Rank of(RouteConfig route) {
            PathMatch path = route.path();
            String text = path.kind() == PathMatch.Kind.REGEX
                    ? String.valueOf(path.text().length())
                    : path.text();
            return new Rank(
                    route.listener(),
                    route.host(),
                    path.kind(),
                    text,
                    route.methods().isEmpty(),
                    route.headers().size());
        }
    }

    /** The names of the fields in a route's conditions: those that want a value, and those that want presence. */
    private record Shape(Set<String> exact, Set<String> present) {

        static Shape of(Map<String, String> headers) {
            Set<String> exact = new TreeSet<>();
            Set<String> present = new TreeSet<>();
            headers.forEach((name, value) -> (value.equals(RouteConfig.PRESENT) ? present : exact).add(name));
            return new Shape(exact, present);
        }
    }

    private record Member(RouteConfig route, Map<String, String> headers) {}

    /** Routes of one rank and one shape, with an index for every set of names that was asked for. */
    private static final class Group {

        private final List<Member> members = new ArrayList<>();
        private final Map<Set<String>, Map<List<String>, List<RouteConfig>>> indexes = new HashMap<>();

        void add(RouteConfig route, Map<String, String> headers) {
            members.add(new Member(route, headers));
            indexes.forEach((names, index) -> put(index, names, route, headers));
        }

        @Nullable
        RouteConfig tied(RouteConfig route, Map<String, String> headers, Set<String> names) {
            Map<List<String>, List<RouteConfig>> index = indexes.computeIfAbsent(names, this::indexed);
            for (RouteConfig candidate : index.getOrDefault(values(names, headers), List.of())) {
                if (candidate.methods().isEmpty() || !Collections.disjoint(candidate.methods(), route.methods())) {
                    return candidate;
                }
            }
            return null;
        }

        private Map<List<String>, List<RouteConfig>> indexed(Set<String> names) {
            Map<List<String>, List<RouteConfig>> index = new HashMap<>();
            members.forEach(member -> put(index, names, member.route(), member.headers()));
            return index;
        }

        private static void put(
                Map<List<String>, List<RouteConfig>> index,
                Set<String> names,
                RouteConfig route,
                Map<String, String> headers) {
            index.computeIfAbsent(values(names, headers), any -> new ArrayList<>())
                    .add(route);
        }

        private static List<String> values(Set<String> names, Map<String, String> headers) {
            List<String> values = new ArrayList<>(names.size());
            for (String name : names) {
                values.add(headers.getOrDefault(name, ""));
            }
            return values;
        }
    }
}
