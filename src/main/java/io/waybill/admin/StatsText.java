package io.waybill.admin;

import io.waybill.admin.StatsView.ListenerView;
import io.waybill.admin.StatsView.PoolView;
import io.waybill.admin.StatsView.RuntimeView;
import io.waybill.stats.ConnectionView;
import java.util.ArrayList;
import java.util.List;

/** The statistics for people: no line is longer than {@link TextTable#LINE}. Confined to the admin thread. */
final class StatsText {

    private static final int FIELD_NAME_WIDTH = 10;
    private static final String ALL = "(all)";

    private final StringBuilder out = new StringBuilder();

    static String all(StatsView view) {
        StatsText text = new StatsText();
        text.process(view);
        text.listeners(view.listeners());
        view.pools().forEach(text::pool);
        return text.out.toString();
    }

    static String pools(List<PoolView> pools) {
        StatsText text = new StatsText();
        pools.forEach(text::pool);
        return text.out.toString();
    }

    static String server(String pool, ServerView server) {
        StatsText text = new StatsText();
        text.heading("server " + pool + "/" + server.name());
        text.servers(List.of(server));
        TrafficText.append(text.out, "server", List.of(new TrafficText.Row(server.name(), server.traffic())));
        return text.out.toString();
    }

    private void process(StatsView view) {
        ProcessFacts process = view.process();
        heading("process");
        field("base_dir", process.baseDir());
        field("build_type", process.buildType());
        field("command", process.command());
        field("cwd", process.cwd());
        field("host", process.host());
        field("pid", Long.toString(process.pid()));
        field("sock_addr", view.address());
        field("user", process.user());
        field("version", process.version());
        field("node", process.node());
        field("uptime", Figures.uptime(view.uptime()));
        ConfigFacts config = view.config();
        field("config", config.file());
        field("", "sha256 " + config.sha256());
        field("", "loaded at " + config.loadedAt());
        field("", "version " + config.version() + ", last attempt at " + config.attemptedAt());
        field("", "last error: " + (config.lastError() == null ? "none" : config.lastError()));
        config.notices().forEach(notice -> field("", "notice: " + notice));
        if (!config.tokens().isEmpty()) {
            field("tokens", String.join(", ", config.tokens()));
        }
        RuntimeView runtime = view.runtime();
        field("jvm", runtime.jvm());
        field("loops", runtime.loops() + ", " + runtime.transport());
        field("gc", runtime.collections() + " collections, " + runtime.collectionMillis() + " ms");
        field(
                "heap",
                Figures.bytes(runtime.heapUsedBytes()) + " used, " + Figures.bytes(runtime.heapCommittedBytes())
                        + " committed, " + Figures.bytes(runtime.heapMaxBytes()) + " at most");
        field(
                "access_log",
                view.accessLog().written() + " lines written, "
                        + view.accessLog().dropped() + " dropped");
    }

    private void listeners(List<ListenerView> listeners) {
        heading("listeners");
        TextTable table = new TextTable(3, "listener", "address", "state", "open", "idle", "opened", "refused");
        List<TrafficText.Row> rows = new ArrayList<>();
        for (ListenerView listener : listeners) {
            ConnectionView connections = listener.connections();
            table.row(
                    listener.name(),
                    listener.address(),
                    listener.state(),
                    Figures.count(connections.open()),
                    Figures.count(connections.idle()),
                    Figures.count(connections.opened()),
                    Figures.count(connections.refused()));
            rows.add(new TrafficText.Row(listener.name(), listener.traffic()));
        }
        table.appendTo(out);
        LinkText.append(out, listeners);
        TrafficText.append(out, "listener", rows);
    }

    private void pool(PoolView pool) {
        heading("pool " + pool.name() + ": " + pool.usableServers() + " of "
                + pool.servers().size() + " servers usable"
                + (pool.inPanic() ? ", in panic: checks are disregarded" : ""));
        if (!pool.link().isPlain()) {
            TextTable.appendParagraph(
                    out,
                    "servers are spoken to by "
                            + pool.link().text(pool.servers().size()));
        }
        servers(pool.servers());
        List<TrafficText.Row> rows = new ArrayList<>();
        rows.add(new TrafficText.Row(ALL, pool.traffic()));
        for (ServerView server : pool.servers()) {
            rows.add(new TrafficText.Row(server.name(), server.traffic()));
        }
        TrafficText.append(out, "server", rows);
    }

    private void servers(List<ServerView> servers) {
        TextTable table = new TextTable(
                4,
                "server",
                "address",
                "status",
                "last check",
                "weight",
                "in use",
                "idle",
                "opened",
                "reused",
                "failed");
        for (ServerView server : servers) {
            ConnectionView connections = server.connections();
            table.row(
                    server.name(),
                    server.address(),
                    server.status(),
                    ServerText.lastCheck(server),
                    Integer.toString(server.weight()),
                    Figures.count(connections.inUse()),
                    Figures.count(connections.idle()),
                    Figures.count(connections.opened()),
                    Figures.count(connections.reused()),
                    Figures.count(connections.failed()));
        }
        table.appendTo(out);
        servers.forEach(server -> ServerText.appendRemarks(out, server));
    }

    private void heading(String text) {
        out.append(out.isEmpty() ? "" : "\n")
                .append(TextTable.shortened(text, TextTable.LINE))
                .append('\n');
    }

    private void field(String name, String value) {
        TextTable.appendField(out, name, FIELD_NAME_WIDTH, value);
    }
}
