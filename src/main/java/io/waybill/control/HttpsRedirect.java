package io.waybill.control;

import io.waybill.config.ListenerConfig;
import io.waybill.config.RouteConfig;
import io.waybill.route.FieldEdits;
import io.waybill.route.FixedResponse;
import io.waybill.route.LocationTemplate;
import io.waybill.route.PathKind;
import io.waybill.route.RequestEdits;
import io.waybill.route.Route;
import io.waybill.route.RouteRule;
import java.util.List;

/**
 * What a listener with {@code redirectHttp} does: it takes the routes that name it, such as one for {@code
 * /.well-known/acme-challenge/}, and sends every other request on to the TLS port.
 */
final class HttpsRedirect {

    /** Permanent, and for every method: with 301 clients make a GET of a POST, and lose its body. */
    private static final int STATUS = 308;

    private static final int HTTPS = 443;

    private HttpsRedirect() {}

    /** Whether requests of that listener may take that route. */
    static boolean isOpenTo(ListenerConfig listener, RouteConfig route) {
        return route.listener() == null
                ? listener.redirectHttp() == 0
                : route.listener().equals(listener.name());
    }

    /** Adds the redirect, unless a rule of the listener takes every request already. */
    static void addTo(List<RouteRule> rules, ListenerConfig listener) {
        if (listener.redirectHttp() > 0 && rules.stream().noneMatch(HttpsRedirect::takesEverything)) {
            rules.add(RouteRule.prefix(null, "/", to(listener.redirectHttp())));
        }
    }

    private static boolean takesEverything(RouteRule rule) {
        return rule.host() == null
                && rule.kind() == PathKind.PREFIX
                && rule.path().equals("/")
                && rule.methods().isEmpty()
                && rule.headers().isEmpty();
    }

    private static Route to(int port) {
        String location = "https://{host}" + (port == HTTPS ? "" : ":" + port) + "{path}{query}";
        FixedResponse answer = new FixedResponse(STATUS, new byte[0], new byte[0], LocationTemplate.of(location));
        return new Route("redirectHttp", null, List.of(), answer, RequestEdits.NONE, FieldEdits.NONE, 0);
    }
}
