package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code waybill weight}: how much of a pool's requests a server gets. */
@Command(
        name = "weight",
        description = "Change a server's share of the requests of its pool.",
        mixinStandardHelpOptions = true)
final class WeightCommand implements ExitCodeCommand {

    private static final int MAX_WEIGHT = 256;

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    @Parameters(index = "0", paramLabel = "POOL/SERVER", description = "The server, such as app/a3.")
    private Target target = new Target("", "");

    @Parameters(index = "1", paramLabel = "N", description = "0 to " + MAX_WEIGHT + "; 0 means no new requests.")
    private int weight;

    WeightCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw CommandFailure.wrongUse("weight: found " + weight + ", expected 0 to " + MAX_WEIGHT);
        }
        var change = ServerChanges.change().put("weight", weight);
        options.putInto(change);
        return new ServerChanges(admin.client(), output).applyAndShow(target, change, admin.json());
    }
}
