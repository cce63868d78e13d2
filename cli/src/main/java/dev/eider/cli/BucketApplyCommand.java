package dev.eider.cli;

import dev.eider.zones.Lifecycle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the rules. */
@Command(
        name = "apply",
        description = "Write what retention in eider.yaml says into the store's rules; rules of others stay.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider bucket apply --env prod")
final class BucketApplyCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    BucketApplyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            BucketRules rules = BucketRules.of(session);
            Lifecycle.Rules now = rules.read();
            if (rules.isUpToDate(now)) {
                console.line(console.green("up to date") + "  " + rules.place());
                return 0;
            }
            rules.changes(now, console).forEach(console::line);
            rules.write(now);
            console.line(console.green("applied") + "  " + rules.place());
            return 0;
        }
    }
}
