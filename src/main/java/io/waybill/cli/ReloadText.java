package io.waybill.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Tells what became of a reload, or would become of one. Immutable. */
final class ReloadText {

    private static final int UNPROCESSABLE = 422;

    private final AdminClient client;
    private final Output output;
    private final boolean json;

    /** @param json whether to write Waybill's answer as it is */
    ReloadText(AdminClient client, Output output, boolean json) {
        this.client = client;
        this.output = output;
        this.json = json;
    }

    /**
     * Orders one.
     *
     * @param dryRun whether nothing should change
     * @param body JSON; may be empty
     */
    ExitCode order(boolean dryRun, String body) {
        AdminAnswer answer = client.send("POST", dryRun ? "/reload?dryRun=true" : "/reload", body);
        JsonNode result = answer.json();
        boolean rejected = answer.status() == UNPROCESSABLE && result != null;
        if (!rejected || result == null) {
            result = client.json(answer);
        }
        if (json) {
            output.out().println(result.toPrettyString());
        }
        if (rejected) {
            result.path("problems").forEach(problem -> output.err().println(problem.asString("")));
            return ExitCode.WRONG_CONFIGURATION;
        }
        result.path("notices").forEach(notice -> output.err().println("note: " + notice.asString("")));
        if (!json) {
            write(result, dryRun);
        }
        return ExitCode.DONE;
    }

    private void write(JsonNode result, boolean dryRun) {
        PrintWriter out = output.out();
        if (result.path("result").asString("").equals("unchanged")) {
            out.println("unchanged: this is the configuration that serves");
            return;
        }
        JsonNode changes = result.path("changes");
        int differences = lines("+ ", changes.path("added"))
                + lines("~ ", changes.path("changed"))
                + lines("- ", changes.path("removed"));
        int closing = lines("! closes ", changes.path("closing"));
        if (!dryRun) {
            out.println("applied: version " + result.path("version").asLong(0) + " after "
                    + Math.round(result.path("took_ms").asDouble(0)) + " ms");
        } else if (differences == 0) {
            out.println("valid, no difference");
        } else if (closing == 0) {
            out.println("valid, no connection would have to close");
        } else {
            out.println("valid, connections would have to close: see above");
        }
    }

    private int lines(String mark, JsonNode texts) {
        texts.forEach(text -> output.out().println(mark + text.asString("")));
        return texts.size();
    }
}
