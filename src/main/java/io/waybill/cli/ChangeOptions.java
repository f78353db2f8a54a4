package io.waybill.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The options of every command that changes a server. */
final class ChangeOptions {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; waybill overrides and the log show it.")
    private String reason = "";

    @Option(names = "--ttl", paramLabel = "TIME", description = "Undo the change after this time, such as 15m.")
    private @Nullable Duration ttl;

    void putInto(ObjectNode change) {
        if (!reason.isEmpty()) {
            change.put("reason", reason);
        }
        if (ttl != null) {
            change.put("ttl", Times.text(ttl));
        }
    }
}
