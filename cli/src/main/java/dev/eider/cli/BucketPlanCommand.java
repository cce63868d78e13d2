package dev.eider.cli;

import dev.eider.zones.Lifecycle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what apply would do. */
@Command(
        name = "plan",
        description = "What eider bucket apply would add (+) and remove (-).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider bucket plan --env prod")
final class BucketPlanCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    BucketPlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            BucketRules rules = BucketRules.of(session);
            Lifecycle.Rules now = rules.read();
            rules.changes(now, console).forEach(console::line);
            console.line(
                    rules.isUpToDate(now)
                            ? console.green("up to date") + "  " + rules.place()
                            : "next: eider bucket apply");
            return 0;
        }
    }
}
