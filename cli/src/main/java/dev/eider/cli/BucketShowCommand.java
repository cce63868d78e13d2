package dev.eider.cli;

import dev.eider.zones.Lifecycle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the store's rules. */
@Command(
        name = "show",
        description = "The store's rules as they stand.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider bucket show --env prod")
final class BucketShowCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    BucketShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            BucketRules rules = BucketRules.of(session);
            Lifecycle.Rules now = rules.read();
            if (now.own().isEmpty() && now.foreign().isEmpty()) {
                console.line("none  " + rules.place() + " has no rules");
            }
            now.own().forEach(rule -> console.line("  " + BucketRules.describe(rule)));
            now.foreign().forEach(rule -> console.line(console.dim("  " + rule + "  (not Eider's)")));
            return 0;
        }
    }
}
