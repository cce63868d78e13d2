package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The second stage alone. */
@Command(
        name = "stage",
        description = "Judge raw into clean and error.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider stage --dataset transaction --interval 2025-01-06 --again")
final class StageCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    private final Surroundings surroundings;

    StageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).planStage(scope.scope());
            return new Execution(session, surroundings, options).run(plan);
        }
    }
}
