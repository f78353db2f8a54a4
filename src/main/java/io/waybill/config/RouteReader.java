package io.waybill.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code routes}. */
final class RouteReader {

    private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE");

    private final Set<String> listeners;
    private final ActionReader actions;
    private final HeaderReader headers;
    private final long maxBodyBytes;

    /**
     * @param listeners the names of all listeners, also of those with problems
     * @param maxBodyBytes the limit of a route that does not have its own
     */
    RouteReader(Set<String> listeners, ActionReader actions, HeaderReader headers, long maxBodyBytes) {
        this.listeners = listeners;
        this.actions = actions;
        this.headers = headers;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Every route without a problem. */
    List<RouteConfig> routes(Value value) {
        List<RouteConfig> routes = new ArrayList<>();
        RouteTies ties = new RouteTies();
        for (Value item :
                value.items("a list of at least one route", "write for example routes: [{path: /, pool: web}]")) {
            RouteConfig route = route(item);
            if (route == null) {
                continue;
            }
            routes.add(route);
            RouteConfig equal = ties.add(route);
            if (equal != null) {
                item.wrong(
                        "a route that matches the same requests as the one in line "
                                + equal.place().line(),
                        "routes of which one is more specific",
                        "remove one, or give one another host, path, method or header");
            }
        }
        return routes;
    }

    private @Nullable RouteConfig route(Value value) {
        Section section = Section.of(value, Keys.ROUTE);
        String listener = listener(section.get("listener"));
        String host = host(section.get("host"));
        Value writtenPath = section.get("path");
        PathMatch path = writtenPath == null ? PathMatch.ANY : PathReader.match(writtenPath);
        Set<String> methods = methods(section.get("method"));
        RouteAction action = actions.read(section);
        String stripPrefix = prefix(section.get("stripPrefix"), action);
        String addPrefix = prefix(section.get("addPrefix"), action);
        checkStripped(section.get("stripPrefix"), stripPrefix, path);
        Section set = edits(section.get("setHeaders"), Keys.SET_HEADERS);
        Section remove = edits(section.get("removeHeaders"), Keys.REMOVE_HEADERS);
        RouteConfig route = new RouteConfig(
                value.place(),
                listener,
                host,
                path,
                methods,
                headers.conditions(section.get("header")),
                // no route with a problem is ever used; the name only keeps the record whole
                action == null ? new RouteAction.ToPool("") : action,
                stripPrefix,
                addPrefix,
                headers.edits(set, remove, "request"),
                headers.edits(set, remove, "response"),
                section.bytes("maxBody", maxBodyBytes, 0, LimitsConfig.MAX_BODY_BYTES));
        return action == null ? null : route;
    }

    private @Nullable String listener(@Nullable Value value) {
        String name = value == null ? null : value.text("the name of a listener", "edge");
        if (value != null && name != null && !listeners.contains(name)) {
            value.wrong(
                    "a listener: one of " + Shown.names(listeners),
                    value.meant(listeners, "write one of these names, or add the listener"));
        }
        return name;
    }

    private static @Nullable String host(@Nullable Value value) {
        String text = value == null ? null : value.text("a host name", "api.example.com");
        if (value == null || text == null) {
            return null;
        }
        String host = text.toLowerCase(Locale.ROOT);
        String expected = "a host name, or *. and a domain";
        boolean ipv6 = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        if (ipv6 && IpLiteral.parse(host.substring(1, host.length() - 1)) != null) {
            return host;
        }
        String name = host.startsWith("*.") ? host.substring(2) : host;
        if (AddressReader.isHostName(name)) {
            return host;
        }
        if (host.equals("*")) {
            value.wrong(expected, "remove the key for any host");
        } else if (host.indexOf(':') >= 0) {
            value.wrong(expected, "write the host alone, without http:// and without a port");
        } else if (host.endsWith(".")) {
            value.wrong(expected, "leave the dot at the end out: it is ignored in requests");
        } else {
            value.wrong(expected, "write for example api.example.com or *.example.com");
        }
        return null;
    }

    private static Set<String> methods(@Nullable Value value) {
        Set<String> methods = new LinkedHashSet<>();
        if (value == null) {
            return methods;
        }
        List<Value> written = value.isList()
                ? value.items("a method or a list of them", "write for example [GET, HEAD]")
                : value.oneOrMore();
        for (Value item : written) {
            String method = item.text("a method", "GET");
            if (method == null) {
                continue;
            }
            if (!HeaderRules.isToken(method)) {
                item.wrong("a method", "write for example GET or [GET, HEAD]");
            } else if (!method.equals(method.toUpperCase(Locale.ROOT))) {
                item.wrong("a method in upper case", "write " + method.toUpperCase(Locale.ROOT));
            } else if (REFUSED_METHODS.contains(method)) {
                item.wrong("a method that reaches a route", "remove it: Waybill refuses CONNECT and TRACE");
            } else if (!methods.add(method)) {
                item.wrong(method + " a second time", "each method once", "remove one of them");
            }
        }
        return methods;
    }

    private static @Nullable String prefix(@Nullable Value value, @Nullable RouteAction action) {
        if (value == null) {
            return null;
        }
        if (action != null && !(action instanceof RouteAction.ToPool)) {
            value.wrong("a route with a pool", "remove it: this route sends nothing to a server");
            return null;
        }
        return PathReader.prefix(value);
    }

    private static void checkStripped(@Nullable Value value, @Nullable String prefix, PathMatch path) {
        if (value == null || prefix == null || path.kind() == PathMatch.Kind.REGEX) {
            return;
        }
        if (!path.text().equals(prefix) && !path.text().startsWith(prefix + "/")) {
            value.wrong(
                    "a beginning of the route's path " + path.text(),
                    path.text().length() < 2
                            ? "write a path that begins with " + prefix + "/, or remove the key"
                            : "write for example " + path.text().replaceFirst("/$", ""));
        }
    }

    private static @Nullable Section edits(@Nullable Value value, Keys keys) {
        return value == null ? null : Section.of(value, keys);
    }
}
