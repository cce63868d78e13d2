package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole path for all that is due. */
@Command(
        name = "run",
        description = "Bring the warehouse up to date: read, judge, load, publish what is due.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider run                                            all that is due",
            "  eider run --dataset transaction --interval 2025-01-06 --again",
            "",
            "A run that was killed is simply run again: what is committed stays, the rest is made anew."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).plan(scope.scope());
            int status = new Execution(session, surroundings, options).run(plan);
            new Upkeep(session, surroundings.console()).compact();
            return status;
        }
    }
}
