package io.waybill.route;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules whose routes do nothing but carry a name. */
final class Routes {

    private static final FixedResponse NO_CONTENT = new FixedResponse(204, new byte[0], new byte[0], null);

    private Routes() {}

    static Route named(String name) {
        return new Route(name, null, List.of(), NO_CONTENT, RequestEdits.NONE, FieldEdits.NONE, 0);
    }

    /**
     * A rule from the way the configuration writes it.
     *
     * @param host empty for any
     * @param path {@code /prefix/}, {@code = /exact} or {@code ~ regex}
     */
    static RouteRule rule(String name, String host, String path) {
        return rule(name, host, path, Set.of(), Map.of());
    }

    static RouteRule rule(String name, String host, String path, Set<String> methods, Map<String, String> headers) {
        PathKind kind =
                path.startsWith("= ") ? PathKind.EXACT : path.startsWith("~ ") ? PathKind.REGEX : PathKind.PREFIX;
        String text = kind == PathKind.PREFIX ? path : path.substring(2);
        return new RouteRule(host.isEmpty() ? null : host, kind, text, methods, headers, named(name));
    }
}
