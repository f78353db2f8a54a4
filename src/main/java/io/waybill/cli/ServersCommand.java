package io.waybill.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code waybill servers}: one line for each server. */
@Command(
        name = "servers",
        description = "List the servers: state, requests in flight, last check, who took one out and why.",
        mixinStandardHelpOptions = true)
final class ServersCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Parameters(arity = "0..1", paramLabel = "POOL", description = "Only the servers of this pool.")
    private @Nullable String pool;

    ServersCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        String path = pool == null ? "/pools" : Target.poolPath(pool);
        AdminClient client = admin.client();
        if (admin.json()) {
            output.out().print(client.text(path));
            output.out().flush();
            return ExitCode.DONE;
        }
        JsonNode answer = client.json(path);
        Table table = new Table("SERVER", "ADDRESS", "STATUS", "WEIGHT", "IN FLIGHT", "LAST CHECK", "OVERRIDE");
        for (JsonNode each : pool == null ? answer.path("pools") : List.of(answer)) {
            String name = each.path("name").asString("");
            each.path("servers").forEach(server -> row(table, name, ServerFacts.of(server)));
        }
        table.lines().forEach(output.out()::println);
        return ExitCode.DONE;
    }

    private static void row(Table table, String poolName, ServerFacts facts) {
        table.row(
                poolName + "/" + facts.name(),
                facts.address(),
                facts.status(),
                Integer.toString(facts.weight()),
                Long.toString(facts.inFlight()),
                check(facts.check()),
                facts.overrides().isEmpty() ? "-" : String.join("; ", facts.overrides()));
    }

    private static String check(ServerFacts.@Nullable Check check) {
        if (check == null || check.code().isEmpty()) {
            return "-";
        }
        return check.status() == 0 ? check.code() : check.code() + "/" + check.status();
    }
}
