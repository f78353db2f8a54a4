package io.waybill.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waybill completion}: a script that completes commands and options in a shell. */
@Command(
        name = "completion",
        description = "Print a script for command completion; for example: source <(waybill completion bash)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements ExitCodeCommand {

    private final Output output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    /** Named as on the command line. */
    private enum Shell {
        bash,
        zsh
    }

    CompletionCommand(Output output) {
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        CommandLine top = spec.root().commandLine();
        // The script asks which shell it is in; zsh needs the first line to take it from a directory of completions.
        String first = shell == Shell.zsh ? "#compdef " + top.getCommandName() + "\n" : "";
        output.out().print(first + AutoComplete.bash(top.getCommandName(), top));
        output.out().flush();
        return ExitCode.DONE;
    }
}
