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
            "http2",
            "timeouts",
            "shutdownTimeout",
            "state",
            "dns",
            "reload"),
    LISTENER("listeners.<name>", "address", "maxConnections", "http", "tls", "redirectHttp", "proxyProtocol"),
    PROXY_PROTOCOL("listeners.<name>.proxyProtocol", "trust"),
    TLS(
            "listeners.<name>.tls",
            "certificates",
            "minVersion",
            "ciphers",
            "curves",
            "tickets",
            "clientAuth",
            "clientCa",
            "hsts"),
    TICKETS("listeners.<name>.tls.tickets", "keys", "rotate"),
    HSTS("listeners.<name>.tls.hsts", "maxAge", "includeSubDomains", "preload"),
    CERTIFICATE("listeners.<name>.tls.certificates[]", "certificate", "key", "password", "ocsp"),
    ADMIN("admin", "address", "tokens"),
    TOKEN("admin.tokens[]", "name", "role", "token"),
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
    HTTP2("http2", "streams", "streamWindow", "headerTable", "resets", "controlFrames", "ping", "maxAge"),
    TIMEOUTS("timeouts", "requestHead", "keepAlive", "handshake", "connect", "firstByte", "idle", "tunnel", "total"),
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
    POOL(
            "pools.<name>",
            "balance",
            "servers",
            "serversFile",
            "http",
            "tls",
            "sendProxy",
            "preserveHost",
            "timeouts",
            "idleConnections",
            "check",
            "panicBelow",
            "onNoServer"),
    ON_NO_SERVER("pools.<name>.onNoServer", "pool", "redirect", "respond"),
    SERVER("pools.<name>.servers[]", "name", "address", "weight", "state", "check"),
    POOL_TLS("pools.<name>.tls", "ca", "serverName", "verify", "certificate", "key", "password"),
    POOL_TIMEOUTS("pools.<name>.timeouts", "connect", "firstByte", "idle", "tunnel", "total"),
    IDLE("pools.<name>.idleConnections", "perServer", "timeout", "maxAge"),
    CHECK(
            "pools.<name>.check",
            "http",
            "https",
            "grpc",
            "method",
            "host",
            "headers",
            "expect",
            "drainOn",
            "port",
            "interval",
            "timeout",
            "rise",
            "fall",
            "fastInterval",
            "downInterval",
            "initialState"),
    EXPECT("pools.<name>.check.expect", "status", "body"),
    STATE("state", "file"),
    DNS("dns", "minTtl", "maxTtl", "timeout", "servers"),
    RELOAD("reload", "watch", "debounce");

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
