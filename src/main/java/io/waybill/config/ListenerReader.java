package io.waybill.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners} and {@code admin}, and sees to it that no two of them want the same address. */
final class ListenerReader {

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
            if (written != null && address != null) {
                addresses.add(new AddressClashes.Taken("listeners." + named.name(), address, written));
                listeners.add(
                        new ListenerConfig(named.name(), address, maxConnections, tls, HttpVersions.BOTH, 0, null));
            }
        }
        return listeners;
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
