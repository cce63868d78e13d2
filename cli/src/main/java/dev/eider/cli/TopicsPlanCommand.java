package dev.eider.cli;

import dev.eider.ingest.stream.TopicPlan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what apply would do. */
@Command(
        name = "plan",
        description = "What eider topics apply would do (+), and what differs and stays (=).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider topics plan --env prod --log json     one line of JSON a topic, for pipelines")
final class TopicsPlanCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    TopicsPlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        List<TopicPlan> plans = new KeptTopics(options.read(surroundings), console).plans(KeptTopics.Then.TELL);
        KeptTopics.tell(plans, options, console);
        if (!options.logsJson()) {
            console.line(KeptTopics.isUpToDate(plans) ? console.green("up to date") : "next: eider topics apply");
        }
        return 0;
    }
}
