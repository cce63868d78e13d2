package dev.eider.cli;

import dev.eider.core.Generation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets readers see an older generation. */
@Command(
        name = "rollback",
        description = "Let readers see an older generation, and hold publishing until it is unpinned.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {"  eider rollback 41", "  eider publish --unpin     when the cause is mended"})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Parameters(index = "0", paramLabel = "GENERATION", description = "Its number, from eider generations.")
    private long number;

    private final Surroundings surroundings;

    RollbackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Generation generation = Warehouse.generations(session).pin(number);
            console.line(console.green("pinned") + "  readers see generation " + generation.number() + " of "
                    + generation.publishedAt());
            console.note("next: eider publish --unpin lets them see the newest again");
            return 0;
        }
    }
}
