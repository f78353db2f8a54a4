package io.waybill.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code state}, {@code dns} and {@code reload}. */
final class ControlReader {

    private static final String STATE_FILE = "waybill.state";

    private final Sources sources;

    ControlReader(Sources sources) {
        this.sources = sources;
    }

    /** Called when all files that the configuration names are known. */
    Path stateFile(@Nullable Value value) {
        Value written = value == null ? null : Section.of(value, Keys.STATE).get("file");
        String text = written == null ? STATE_FILE : written.text("the name of a file", STATE_FILE);
        Path file = written == null || text == null ? null : sources.resolve(written, text);
        if (written != null && file != null && sources.files().contains(file)) {
            written.wrong("a file of its own, which Waybill may write", "write for example " + STATE_FILE);
        }
        return file == null ? sources.resolve(STATE_FILE) : file;
    }

    static DnsConfig dns(@Nullable Value value) {
        DnsConfig otherwise = DnsConfig.standard();
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.DNS);
        Duration min = section.time("minTtl", otherwise.minTtl(), DnsConfig.MAX);
        Duration max = section.time("maxTtl", otherwise.maxTtl(), DnsConfig.MAX);
        Value least = section.get("minTtl");
        Value most = section.get("maxTtl");
        if (max.compareTo(min) < 0 && least != null && most != null) {
            most.wrong("at least minTtl, which is " + Units.shown(min), "write for example " + Units.shown(min));
        }
        Value servers = section.get("servers");
        // what is not written gives way to what is
        return new DnsConfig(
                least == null && max.compareTo(min) < 0 ? max : min,
                max.compareTo(min) < 0 && least != null ? min : max,
                section.time("timeout", otherwise.timeout(), DnsConfig.MAX_TIMEOUT),
                servers == null ? List.of() : nameServers(servers));
    }

    private static List<HostPort> nameServers(Value value) {
        List<HostPort> servers = new ArrayList<>();
        for (Value item : value.items("a list of name servers", "write for example [\"127.0.0.1:53\"]")) {
            HostPort server = AddressReader.ofNameServer(item);
            if (server != null && servers.contains(server)) {
                item.wrong(server + " a second time", "each name server once", "remove one of them");
            } else if (server != null) {
                servers.add(server);
            }
        }
        return servers;
    }

    static ReloadConfig reload(@Nullable Value value) {
        ReloadConfig otherwise = ReloadConfig.standard();
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.RELOAD);
        return new ReloadConfig(
                section.flag("watch", otherwise.watch()),
                section.timeOrZero("debounce", otherwise.debounce(), ReloadConfig.MAX_DEBOUNCE));
    }
}
