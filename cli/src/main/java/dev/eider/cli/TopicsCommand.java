package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Topics as the project asks. */
@Command(
        name = "topics",
        description = {
            "Make and keep the topics that contracts read and connections.….topics of eider.yaml says.",
            "Topics are never deleted; partitions, copies and records are never taken away."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicsPlanCommand.class, TopicsApplyCommand.class},
        footerHeading = "%nExample:%n",
        footer = {"  eider topics plan      what apply would do", "  eider topics apply     do it"})
final class TopicsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
