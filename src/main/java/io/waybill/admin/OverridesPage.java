package io.waybill.admin;

import io.waybill.control.ServerOverride;
import java.time.Instant;
import java.util.List;

/** {@code /overrides}: who took what out, when, why, and until when. */
final class OverridesPage implements Page {

    private final StatsSource source;

    OverridesPage(StatsSource source) {
        this.source = source;
    }

    @Override
    public Answer answer(AdminRequest request) {
        String name = request.parameter("format");
        Format format = Format.of(name);
        if (format == null || format == Format.PROMETHEUS) {
            return Format.unknown(name, Format.JSON, Format.TEXT);
        }
        List<ServerOverride> overrides = source.overrides();
        return format == Format.JSON
                ? Answer.json(JsonText.object(json -> OverrideJson.write(json, overrides)))
                : Answer.text(200, text(overrides));
    }

    private static String text(List<ServerOverride> overrides) {
        if (overrides.isEmpty()) {
            return "no server differs from the configuration\n";
        }
        StringBuilder out = new StringBuilder("servers that differ from the configuration\n");
        TextTable table = new TextTable(4, "server", "by", "what", "configured", "since", "until");
        for (ServerOverride override : overrides) {
            String configured = override.configuredThen();
            Instant until = OverrideJson.until(override);
            table.row(
                    override.server().toString(),
                    override.by(),
                    OverrideJson.word(override.aspect()) + " " + override.value(),
                    configured == null ? "-" : configured,
                    Figures.instant(override.at()),
                    until == null ? "-" : Figures.instant(until));
        }
        table.appendTo(out);
        for (ServerOverride override : overrides) {
            if (!override.reason().isEmpty()) {
                TextTable.appendParagraph(
                        out,
                        "reason of " + override.server() + ", " + OverrideJson.word(override.aspect()) + ": "
                                + override.reason());
            }
        }
        return out.toString();
    }
}
