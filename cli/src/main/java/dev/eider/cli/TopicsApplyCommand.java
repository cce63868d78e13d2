package dev.eider.cli;

import dev.eider.ingest.stream.TopicPlan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes topics as the project asks. */
@Command(
        name = "apply",
        description = "Make topics, add partitions, change settings: what eider topics plan tells.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider topics apply --env prod")
final class TopicsApplyCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    TopicsApplyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        List<TopicPlan> plans = new KeptTopics(options.read(surroundings), console).plans(KeptTopics.Then.APPLY);
        KeptTopics.tell(plans, options, console);
        if (!options.logsJson()) {
            console.line(KeptTopics.isUpToDate(plans) ? console.green("up to date") : console.green("applied"));
        }
        return 0;
    }
}
