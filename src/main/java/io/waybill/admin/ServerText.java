package io.waybill.admin;

import io.waybill.control.ServerOverride;
import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import java.time.Instant;

/** What is special about one server, for people. */
final class ServerText {

    private ServerText() {}

    /** {@code L7OK/200 3.12ms}, {@code L4CON 120us}, {@code INI} before the first one is over, {@code -} if there is none. */
    static String lastCheck(ServerView server) {
        CheckView check = server.check();
        if (check == null) {
            return "-";
        }
        Probe last = check.last();
        return last == null
                ? "INI"
                : last.code().name() + (last.status() == 0 ? "" : "/" + last.status()) + " "
                        + Figures.time(last.durationNanos());
    }

    /** Sentences about what is not as usual; none, mostly. */
    static void appendRemarks(StringBuilder out, ServerView server) {
        Instant since = server.downSince();
        CheckView check = server.check();
        Probe last = check == null ? null : check.last();
        if (since != null && last != null) {
            String text = last.text().isEmpty() ? last.code().text() : last.text();
            TextTable.appendParagraph(out, server.name() + " is down since " + Figures.instant(since) + ": " + text);
        }
        if (check != null && check.flapping()) {
            TextTable.appendParagraph(out, server.name() + " is flapping: " + check.flapPercent() + " %");
        }
        for (ServerOverride override : server.overrides()) {
            TextTable.appendParagraph(out, server.name() + ": " + sentence(override));
        }
    }

    private static String sentence(ServerOverride override) {
        Instant until = OverrideJson.until(override);
        return OverrideJson.word(override.aspect()) + " set to " + override.value() + " by " + override.by() + " at "
                + Figures.instant(override.at()) + (until == null ? "" : ", until " + Figures.instant(until))
                + (override.reason().isEmpty() ? "" : ": " + override.reason());
    }
}
