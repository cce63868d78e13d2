package dev.eider.cli;

import dev.eider.core.GenerationDiff;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two generations. */
@Command(
        name = "diff",
        description = "What differs between two generations: rows added, removed, changed, and totals.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider diff 41 42")
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Parameters(index = "0", paramLabel = "FROM", description = "Number of the older generation.")
    private long from;

    @Parameters(index = "1", paramLabel = "TO", description = "Number of the newer one.")
    private long to;

    private final Surroundings surroundings;

    DiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            GenerationDiff diff = Warehouse.generations(session).diff(from, to);
            if (diff.isEmpty()) {
                console.line("equal  readers of " + from + " and " + to + " see the same");
                return 0;
            }
            Changes.table(diff).lines(console).forEach(console::line);
            return 0;
        }
    }
}
