package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Keeps the bucket as eider.yaml says. */
@Command(
        name = "bucket",
        description = "Keep the bucket as retention in eider.yaml says: rules of the store, leftovers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BucketShowCommand.class,
            BucketPlanCommand.class,
            BucketApplyCommand.class,
            BucketCleanCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  eider bucket plan      which rules eider bucket apply would add and remove",
            "  eider bucket apply     write them; rules of others stay",
            "  eider bucket clean     delete leftovers of killed runs, and in a folder what retention gives up"
        })
final class BucketCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
