package io.waybill.config;

import java.util.Set;

/** What a route does with a request: exactly one of the keys {@code pool}, {@code redirect}, {@code respond}. Immutable. */
public sealed interface RouteAction {

    /**
     * The request goes to a server of a pool.
     *
     * @param pool the name of a pool of the same configuration
     */
    record ToPool(String pool) implements RouteAction {}

    /**
     * The client is told to go elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location the value of the field Location; {@code {host}} stands for the host of the request without
     *     its port, {@code {path}} for its path, {@code {query}} for {@code ?} and its query, or nothing if it has none
     */
    record Redirect(int status, String location) implements RouteAction {

        static final int STATUS = 308;
        static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
        static final Set<String> PLACEHOLDERS = Set.of("host", "path", "query");

        public Redirect {
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException("status: found " + status + ", expected a redirection");
            }
        }
    }

    /**
     * Waybill answers by itself.
     *
     * @param status 200 to 599
     * @param body sent as UTF-8; empty with 204, 205 and 304
     * @param contentType the value of the field Content-Type
     */
    record Respond(int status, String body, String contentType) implements RouteAction {

        static final int STATUS = 200;
        static final int MIN_STATUS = 200;
        static final int MAX_STATUS = 599;
        static final int MAX_BODY_BYTES = 65_536;
        static final String CONTENT_TYPE = "text/plain; charset=utf-8";

        public Respond {
            if (status < MIN_STATUS || status > MAX_STATUS) {
                throw new IllegalArgumentException(
                        "status: found " + status + ", expected " + MIN_STATUS + " to " + MAX_STATUS);
            }
        }
    }
}
