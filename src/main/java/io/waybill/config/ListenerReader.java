package io.waybill.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners} and {@code admin}, and sees to it that no two of them want the same address. */
final class ListenerReader {

    private static final String VERSIONS = "h2, h1 or both, each once";
    private static final String VERSIONS_EXAMPLE = "write for example [h2, h1]";

    private final Sources sources;
    private final List<AddressClashes.Taken> addresses = new ArrayList<>();

    ListenerReader(Sources sources) {
        this.sources = sources;
    }

    List<ListenerConfig> listeners(@Nullable Value value) {
        if (value == null) {
            return List.of(ListenerConfig.whenNoneIsNamed());
        }
        List<ListenerConfig> listeners = new ArrayList<>();
        for (Value.Named named : value.entries(
                "names and addresses of listeners",
                "write for example listeners: {edge: {address: \"0.0.0.0:8080\"}}, or remove the key for just that")) {
            Names.check(named, "listener");
            Section section = Section.of(named.value(), Keys.LISTENER);
            Value written = section.need("address", "an address", "add for example address: \"0.0.0.0:8080\"");
            HostPort address = written == null ? null : AddressReader.ofListener(written);
            int maxConnections =
                    section.whole("maxConnections", 0, 0, ListenerConfig.MAX_CONNECTIONS, "write 0 for no limit");
            TlsConfig tls = new ListenerTlsReader(sources).read(section.get("tls"));
            HttpVersions http = http(section.get("http"));
            int redirectHttp = redirectHttp(section);
            CidrSet proxyFrom = proxyFrom(section.get("proxyProtocol"));
            if (written != null && address != null) {
                addresses.add(new AddressClashes.Taken("listeners." + named.name(), address, written));
                listeners.add(
                        new ListenerConfig(named.name(), address, maxConnections, tls, http, redirectHttp, proxyFrom));
            }
        }
        return listeners;
    }

    private static HttpVersions http(@Nullable Value value) {
        if (value == null) {
            return HttpVersions.BOTH;
        }
        boolean h2 = false;
        boolean h1 = false;
        List<Value> items = value.isList() ? value.items(VERSIONS, VERSIONS_EXAMPLE) : List.of(value);
        for (Value item : items) {
            String text = item.textOrNull();
            if ("h2".equals(text) && !h2) {
                h2 = true;
            } else if ("h1".equals(text) && !h1) {
                h1 = true;
            } else {
                item.wrong(VERSIONS, VERSIONS_EXAMPLE);
            }
        }
        return h2 || h1 ? new HttpVersions(h2, h1) : HttpVersions.BOTH;
    }

    private static int redirectHttp(Section listener) {
        Value value = listener.get("redirectHttp");
        String text = value == null ? null : value.textOrNull();
        if (value == null || "false".equals(text)) {
            return 0;
        }
        if (listener.has("tls")) {
            value.wrong(value.node().shown() + " beside tls", "a listener for plain HTTP", "remove one of the two");
            return 0;
        }
        if ("true".equals(text)) {
            return ServerAddress.HTTPS_PORT;
        }
        return value.whole(0, 1, HostPort.MAX_PORT, "write for example 8443, or true for 443");
    }

    private static @Nullable CidrSet proxyFrom(@Nullable Value value) {
        Section section = value == null ? null : Section.of(value, Keys.PROXY_PROTOCOL);
        Value trust = section == null
                ? null
                : section.need("trust", "networks of proxies", "add for example trust: [10.0.0.0/8]");
        if (trust == null) {
            return null;
        }
        CidrSet from = AddressReader.networks(trust);
        if ("none".equals(trust.textOrNull())) {
            trust.wrong("networks of proxies", "write for example [10.0.0.0/8], or remove proxyProtocol");
        } else if ("any".equals(trust.textOrNull())) {
            trust.note("whoever can connect here can say that it is any client");
        }
        return from;
    }

    AdminConfig admin(@Nullable Value value) {
        Section section = value == null ? null : Section.of(value, Keys.ADMIN);
        Value written = section == null ? null : section.get("address");
        HostPort address = AdminConfig.ADDRESS;
        if (written != null) {
            address = "off".equals(written.textOrNull()) ? null : AddressReader.ofListener(written);
        }
        Value tokens = section == null ? null : section.get("tokens");
        if (address != null) {
            addresses.add(new AddressClashes.Taken("admin", address, written));
            if (written != null && tokens == null && !AddressReader.isLoopback(address)) {
                written.wrong(
                        "an address of this machine alone (loopback), or tokens",
                        "write for example 127.0.0.1:" + address.port()
                                + ", or add tokens: [{name: deploy, role: operator, token: \"file:secrets/deploy\"}]");
            }
        }
        return new AdminConfig(address, tokens == null ? List.of() : new TokenReader(sources).tokens(tokens));
    }

    void reportClashes(Problems problems) {
        AddressClashes.report(addresses, problems);
    }
}
