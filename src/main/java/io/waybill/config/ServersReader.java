package io.waybill.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the servers of one pool: {@code servers}, and the file that {@code serversFile} names. Used once. */
final class ServersReader {

    private static final String SERVERS = "a list of at least one server";
    private static final String EXAMPLE = "servers: [\"10.0.0.11:8080\"]";

    private final CheckReader checks;
    private final Sources sources;
    private final boolean secure;
    private final List<ServerConfig> servers = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();

    /** @param secure whether servers are spoken to over TLS whose addresses do not say */
    ServersReader(CheckReader checks, Sources sources, boolean secure) {
        this.checks = checks;
        this.sources = sources;
        this.secure = secure;
    }

    /** Those of the pool itself first; empty after a problem was reported. */
    List<ServerConfig> servers(Section pool) {
        Value file = pool.get("serversFile");
        Value written =
                file == null ? pool.need("servers", SERVERS, "add for example " + EXAMPLE) : pool.get("servers");
        if (written != null) {
            take(written);
        }
        Value list = file == null ? null : listIn(file);
        if (list != null) {
            take(list);
        }
        return servers;
    }

    /** The list in a file of its own; null after a problem was reported. */
    private @Nullable Value listIn(Value value) {
        String text = value.text("the name of a file with a list of servers", "web.servers");
        Path file = text == null ? null : sources.resolve(value, text);
        FileBytes bytes = file == null ? null : sources.read(value, file);
        if (text == null || bytes == null) {
            return null;
        }
        String name = sources.shown(text);
        Problems problems = value.problems();
        problems.begin(name);
        String yaml = bytes.text(name, problems);
        YamlNode list = yaml == null ? null : YamlTree.readList(name, yaml, sources.environment(), problems);
        return list == null ? null : new Value(list, YamlTree.LIST, problems);
    }

    private void take(Value list) {
        for (Value item : list.items(SERVERS, "write for example " + remedy(list))) {
            ServerConfig server = server(item);
            if (server == null) {
                continue;
            }
            Place before = places.putIfAbsent(server.name(), item.place());
            if (before != null) {
                item.wrong(
                        "a second server named " + server.name(),
                        "names that differ within a pool",
                        "remove it, or give it a name that " + where(before, item.place()) + " does not have");
            }
            servers.add(server);
        }
    }

    private static String remedy(Value list) {
        return list.path().equals(YamlTree.LIST) ? YamlFault.LIST_EXAMPLE : EXAMPLE;
    }

    private static String where(Place before, Place here) {
        return before.file().equals(here.file()) ? "line " + before.line() : before.file() + ":" + before.line();
    }

    private @Nullable ServerConfig server(Value value) {
        if (!value.isMapping()) {
            ServerAddress address = AddressReader.ofServer(value);
            return address == null
                    ? null
                    : new ServerConfig(
                            address.address().toString(),
                            address.address(),
                            ServerConfig.WEIGHT,
                            ServerMode.READY,
                            checks.ofPool(),
                            address.isSecure(secure));
        }
        Section section = Section.of(value, Keys.SERVER);
        int weight = section.whole("weight", ServerConfig.WEIGHT, 0, ServerConfig.MAX_WEIGHT);
        ServerMode mode = section.choice("state", ServerMode.READY);
        CheckConfig check = checks.ofServer(section.get("check"));
        Value written = section.need("address", "an address", "add for example address: \"10.0.0.11:8080\"");
        ServerAddress address = written == null ? null : AddressReader.ofServer(written);
        Value name = section.get("name");
        String text = name == null ? null : name.text("the name of the server", "a");
        if (name != null && text != null && !Names.isServerName(text)) {
            name.wrong("the name of a server: " + Names.shape(), "rename it");
        }
        return address == null
                ? null
                : new ServerConfig(
                        text == null ? address.address().toString() : text,
                        address.address(),
                        weight,
                        mode,
                        check,
                        address.isSecure(secure));
    }
}
