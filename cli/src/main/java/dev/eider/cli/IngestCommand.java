package dev.eider.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The first stage alone. */
@Command(
        name = "ingest",
        description = "Read what is due from the sources into raw.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider ingest --dataset transaction --interval 2025-01-06")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    private final Surroundings surroundings;

    IngestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).planIngest(scope.scope());
            return new Execution(session, surroundings, options).run(plan);
        }
    }
}
