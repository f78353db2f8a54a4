package io.waybill.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes servers of a running Waybill and tells what came of it. Immutable. */
final class ServerChanges {

    private final AdminClient client;
    private final Output output;

    ServerChanges(AdminClient client, Output output) {
        this.client = client;
        this.output = output;
    }

    /** Whether the admin listener is on a loopback address, so that its clock is ours. */
    boolean isOnThisMachine() {
        return client.address().host().matches("127\\..*|localhost|::1");
    }

    /** An empty change. */
    static ObjectNode change() {
        return JsonMapper.shared().createObjectNode();
    }

    /** Makes a change, or fails. The result is Waybill's answer. */
    JsonNode apply(Target target, ObjectNode change) {
        JsonNode answer = client.json(client.send("PATCH", target.path(), change.toString()));
        if (!answer.path("kept").asBoolean(true)) {
            output.err()
                    .println("note: Waybill could not write its state file, so the change is lost when it restarts; "
                            + "its log says why");
        }
        return answer;
    }

    /** How the server is now. */
    ServerFacts facts(Target target) {
        return ServerFacts.of(client.json(target.path()));
    }

    /** Makes a change and prints how the server is then. */
    ExitCode applyAndShow(Target target, ObjectNode change, boolean json) {
        JsonNode answer = apply(target, change);
        output.out().println(json ? answer.toPrettyString() : line(target, facts(target)));
        return ExitCode.DONE;
    }

    static String line(Target target, ServerFacts facts) {
        return target + ": " + facts.adminState() + ", status " + facts.status() + ", weight " + facts.weight() + ", "
                + facts.inFlight() + " in flight";
    }
}
