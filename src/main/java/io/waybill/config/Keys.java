package io.waybill.config;

import java.util.List;

/** Every key that the reader knows, by the mapping in which it may stand. The schema and the reference list the same. */
enum Keys {
    ROOT(
            "",
            "node",
            "threads",
            "transport",
            "listeners",
            "admin",
            "requestId",
            "accessLog",
            "routes",
            "pools",
            "trustedProxies",
            "limits",
            "timeouts",
            "shutdownTimeout"),
    LISTENER("listeners.<name>", "address", "maxConnections", "tls"),
    TLS("listeners.<name>.tls", "certificates"),
    CERTIFICATE("listeners.<name>.tls.certificates[]", "certificate", "key"),
    ADMIN("admin", "address"),
    REQUEST_ID("requestId", "header", "trust"),
    ACCESS_LOG("accessLog", "file", "format"),
    LIMITS(
            "limits",
            "head",
            "fields",
            "requestLine",
            "trailers",
            "trailerFields",
            "informational",
            "chunkExtension",
            "body"),
    TIMEOUTS("timeouts", "requestHead", "keepAlive", "connect", "firstByte", "idle", "total"),
    ROUTE(
            "routes[]",
            "listener",
            "host",
            "path",
            "method",
            "header",
            "pool",
            "redirect",
            "respond",
            "stripPrefix",
            "addPrefix",
            "setHeaders",
            "removeHeaders",
            "maxBody"),
    REDIRECT("routes[].redirect", "status", "location"),
    RESPOND("routes[].respond", "status", "body", "contentType"),
    SET_HEADERS("routes[].setHeaders", "request", "response"),
    REMOVE_HEADERS("routes[].removeHeaders", "request", "response"),
    POOL("pools.<name>", "balance", "servers", "preserveHost", "timeouts", "idleConnections", "check"),
    SERVER("pools.<name>.servers[]", "name", "address", "weight"),
    POOL_TIMEOUTS("pools.<name>.timeouts", "connect", "firstByte", "idle", "total"),
    IDLE("pools.<name>.idleConnections", "perServer", "timeout", "maxAge"),
    CHECK("pools.<name>.check", "http", "interval", "timeout", "rise", "fall");

    private final String section;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> names;

    Keys(String section, String... names) {
        this.section = section;
        this.names = List.of(names);
    }

    /** The keys that lead to the mapping; {@code <name>} stands for a name the operator chooses, {@code []} for an item. */
    String section() {
        return section;
    }

    List<String> names() {
        return names;
    }
}
