package io.waybill.admin;

import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code /pools/{pool}/servers/{server}/history}: the last checks of a server, and its changes of state with their causes. */
final class HistoryPage implements Page {

    private final StatsSource source;

    HistoryPage(StatsSource source) {
        this.source = source;
    }

    @Override
    public Answer answer(AdminRequest request) {
        String name = request.parameter("format");
        Format format = Format.of(name);
        if (format == null || format == Format.PROMETHEUS) {
            return Format.unknown(name, Format.JSON, Format.TEXT);
        }
        ServerPath path = new ServerPath(
                source.pools(), request.path().get(1), request.path().get(3));
        Pool pool = path.pool();
        Server server = path.server();
        if (pool == null || server == null) {
            return path.unknown();
        }
        CheckView checks = source.checks(server);
        return format == Format.JSON
                ? Answer.json(JsonText.object(json -> json(json, server, checks)))
                : Answer.text(200, text(server, checks));
    }

    private static void json(JsonGenerator json, Server server, @Nullable CheckView checks) {
        json.writeStringProperty("server", server.toString());
        json.writeStringProperty("status", server.status());
        json.writeArrayPropertyStart("probes");
        for (Probe probe : checks == null ? List.<Probe>of() : checks.probes()) {
            json.writeStartObject();
            json.writeStringProperty("at", probe.at().toString());
            json.writeStringProperty("code", probe.code().name());
            json.writeBooleanProperty("passed", probe.code().isPassed());
            CheckJson.status(json, probe);
            json.writeNumberProperty("duration_ms", JsonText.millis(probe.durationNanos()));
            json.writeStringProperty("text", probe.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("transitions");
        for (Transition transition : server.transitions()) {
            json.writeStartObject();
            json.writeStringProperty("at", transition.at().toString());
            json.writeStringProperty("from", transition.from());
            json.writeStringProperty("to", transition.to());
            json.writeStringProperty("cause", transition.cause());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String text(Server server, @Nullable CheckView checks) {
        StringBuilder out = new StringBuilder();
        out.append(TextTable.shortened("server " + server + ": " + server.status(), TextTable.LINE))
                .append("\n\nchanges of state\n");
        for (Transition transition : server.transitions()) {
            TextTable.appendParagraph(
                    out,
                    Figures.instant(transition.at()) + "  " + transition.from() + " -> " + transition.to() + ": "
                            + transition.cause());
        }
        if (server.transitions().isEmpty()) {
            out.append("  none\n");
        }
        out.append("\nchecks\n");
        if (checks == null) {
            return out.append("  it is not checked\n").toString();
        }
        for (Probe probe : checks.probes()) {
            TextTable.appendParagraph(
                    out,
                    Figures.instant(probe.at()) + "  " + probe.code().name()
                            + (probe.status() == 0 ? "" : "/" + probe.status()) + " in "
                            + Figures.time(probe.durationNanos())
                            + (probe.text().isEmpty() ? "" : ": " + probe.text()));
        }
        if (checks.probes().isEmpty()) {
            out.append("  none is over yet\n");
        }
        return out.toString();
    }
}
