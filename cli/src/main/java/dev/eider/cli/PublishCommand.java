package dev.eider.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The last stage alone. */
@Command(
        name = "publish",
        description = "Publish what is loaded as a new immutable generation, after audits of the copy.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider publish --unpin     after `eider rollback`: let readers see the newest again")
final class PublishCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Option(names = "--unpin", description = "Lift the pin that a rollback has set.")
    private boolean unpin;

    private final Surroundings surroundings;

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            if (unpin) {
                Warehouse.generations(session).unpin();
            }
            return new Execution(session, surroundings, options).run(new Plan(List.of(new Step.Publish())));
        }
    }
}
