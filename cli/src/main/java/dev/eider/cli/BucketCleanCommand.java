package dev.eider.cli;

import dev.eider.zones.BucketCleaner;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what the zones need no longer. */
@Command(
        name = "clean",
        description = {
            "Delete what the zones need no longer: leftovers of killed runs after 7 days, and what retention in",
            "eider.yaml gives up; archive old manifests. Never a manifest, a generation, or an object that is not Eider's."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider bucket clean --dry-run     what would go, and why")
final class BucketCleanCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Option(names = "--dry-run", description = "Only look.")
    private boolean looksOnly;

    private final Surroundings surroundings;

    BucketCleanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            BucketCleaner cleaner = new BucketCleaner(
                    session.context().bucket(),
                    session.context().ledger(),
                    session.project().retention(),
                    surroundings.clock());
            BucketCleaner.Cleaning cleaning = looksOnly ? cleaner.plan() : cleaner.apply();
            if (!looksOnly) {
                new Upkeep(session, console).compact();
            }
            String place = session.context().bucket().describe();
            if (cleaning.isEmpty()) {
                console.line(console.green("clean") + "  " + place);
            } else {
                TextTable table = new TextTable("reason", "objects", "size");
                for (BucketCleaner.Reason reason : BucketCleaner.Reason.values()) {
                    BucketCleaner.Amount amount = cleaning.amounts().getOrDefault(reason, BucketCleaner.Amount.NONE);
                    if (amount.objects() > 0) {
                        table.row(
                                reason.name().toLowerCase(Locale.ROOT), amount.objects(), Format.bytes(amount.bytes()));
                    }
                }
                table.lines(console).forEach(console::line);
                console.line(looksOnly ? "next: eider bucket clean" : console.green("cleaned") + "  " + place);
            }
            if (cleaning.foreign() > 0) {
                console.note(Format.count(cleaning.foreign(), "object") + " in the zones are not Eider's; they stay");
            }
            return 0;
        }
    }
}
