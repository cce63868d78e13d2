package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what a run would do. */
@Command(
        name = "plan",
        description = "Print what `run` would do with the same options; change nothing.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider plan --dataset transaction --from 2025-01-06 --to 2025-01-12")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    private final Surroundings surroundings;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).plan(scope.scope());
            plan.steps().forEach(step -> surroundings.console().line(step.toString()));
            if (plan.isEmpty()) {
                surroundings.console().note("nothing to do: all is up to date");
            }
            return 0;
        }
    }
}
