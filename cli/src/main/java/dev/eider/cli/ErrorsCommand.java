package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks into the error zone. */
@Command(
        name = "errors",
        description = "Look into the error zone: what was rejected, why, and where it stands in raw.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ErrorsListCommand.class, ErrorsShowCommand.class},
        footerHeading = "%nExample:%n",
        footer = {
            "  eider errors list --dataset transaction --code not_in_enum",
            "  eider errors show transaction/2025-01-07/0001:0:17 --reveal"
        })
final class ErrorsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
