package io.waybill.config;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what a route does: {@code pool}, {@code redirect} or {@code respond}. */
final class ActionReader {

    private static final String ONE_OF = "exactly one of [pool, redirect, respond]";
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private final Set<String> pools;

    /** @param pools the names of all pools of the file, also of those with problems */
    ActionReader(Set<String> pools) {
        this.pools = pools;
    }

    /** What the route does; null after a problem was reported. */
    @Nullable
    RouteAction read(Section route) {
        Value pool = route.get("pool");
        Value redirect = route.get("redirect");
        Value respond = route.get("respond");
        int written = (pool == null ? 0 : 1) + (redirect == null ? 0 : 1) + (respond == null ? 0 : 1);
        if (written != 1) {
            if (route.value().isMapping()) {
                route.value()
                        .wrong(
                                written == 0 ? "no action" : written + " actions",
                                ONE_OF,
                                written == 0 ? "add for example pool: web" : "remove all but one");
            }
            return null;
        }
        if (pool != null) {
            return toPool(pool);
        }
        return redirect != null
                ? redirect(Section.of(redirect, Keys.REDIRECT))
                : respond == null ? null : respond(Section.of(respond, Keys.RESPOND));
    }

    private @Nullable RouteAction toPool(Value value) {
        String name = value.text("the name of a pool", "web");
        if (name == null) {
            return null;
        }
        if (!pools.contains(name)) {
            value.wrong(
                    pools.isEmpty() ? "the name of a pool, and there is none" : "a pool: one of " + Shown.names(pools),
                    value.meant(pools, pools.isEmpty() ? "add the pool" : "write one of these names, or add the pool"));
            return null;
        }
        return new RouteAction.ToPool(name);
    }

    private static @Nullable RouteAction redirect(Section section) {
        int status = RouteAction.Redirect.STATUS;
        Value written = section.get("status");
        if (written != null) {
            int found = written.whole(status, 300, 399, "write for example " + status);
            if (RouteAction.Redirect.STATUSES.contains(found)) {
                status = found;
            } else {
                written.wrong("one of [301, 302, 303, 307, 308]", "write 308 to keep the method, 303 for GET");
            }
        }
        Value location = section.need(
                "location", "where to send the client", "add for example location: \"https://{host}{path}{query}\"");
        String text =
                location == null ? null : location.text("where to send the client", "https://{host}{path}{query}");
        if (location == null || text == null || !isLocation(location, text)) {
            return null;
        }
        return new RouteAction.Redirect(status, text);
    }

    private static boolean isLocation(Value value, String text) {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            int end = text.indexOf('}', at);
            String name = end < 0 ? "" : text.substring(at + 1, end);
            if (!RouteAction.Redirect.PLACEHOLDERS.contains(name)) {
                value.wrong(
                        "only the placeholders {host}, {path} and {query}",
                        end < 0 ? "close the { at character " + (at + 1) : "replace {" + Shown.text(name) + "}");
                return false;
            }
        }
        if (HeaderRules.faultOfValue(text) != null || text.indexOf(' ') >= 0) {
            value.wrong("visible ASCII characters", "write other characters percent-encoded");
            return false;
        }
        if (text.startsWith("//") || text.startsWith("/{path}") || text.startsWith("/{host}")) {
            // a browser takes what follows // for a host: with a path of the client's making, for any host
            value.wrong("a location whose host is not left to the path", "write {path} without the / before it");
            return false;
        }
        boolean absolute = text.startsWith("http://") || text.startsWith("https://");
        if (!absolute && !text.startsWith("/") && !text.startsWith("{path}")) {
            value.wrong("a URL, or a path that begins with /", "begin with https://, http://, / or {path}");
            return false;
        }
        return true;
    }

    private static @Nullable RouteAction respond(Section section) {
        int status = section.whole(
                "status", RouteAction.Respond.STATUS, RouteAction.Respond.MIN_STATUS, RouteAction.Respond.MAX_STATUS);
        Value type = section.get("contentType");
        String contentType = type == null ? null : type.text("a media type", RouteAction.Respond.CONTENT_TYPE);
        if (type != null
                && contentType != null
                && (HeaderRules.faultOfValue(contentType) != null || contentType.indexOf('/') < 1)) {
            type.wrong("a media type", "write for example \"application/json\"");
        }
        Value body = section.get("body");
        return new RouteAction.Respond(
                status,
                body == null ? "" : body(body, status),
                contentType == null ? RouteAction.Respond.CONTENT_TYPE : contentType);
    }

    private static String body(Value value, int status) {
        String text = value.textOrNull();
        if (text == null) {
            value.wrong("a text", "write for example \"gone for lunch\", or remove the key");
            return "";
        }
        if (!text.isEmpty() && WITHOUT_BODY.contains(status)) {
            value.wrong(
                    "no body with the statuses " + new TreeSet<>(WITHOUT_BODY),
                    "remove the body, or answer with another status than " + status);
        } else if (text.getBytes(StandardCharsets.UTF_8).length > RouteAction.Respond.MAX_BODY_BYTES) {
            value.wrong(
                    "at most " + Units.shown((long) RouteAction.Respond.MAX_BODY_BYTES),
                    "serve what is longer from a server");
        }
        return text;
    }
}
