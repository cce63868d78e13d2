package dev.eider.cli;

import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Manifest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts rejected records by reason and lists some. */
@Command(
        name = "list",
        description = "Rejected records by reason, and the first of them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider errors list --dataset transaction --interval 2025-01-07 --code wrong_type")
final class ErrorsListCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Option(names = "--code", paramLabel = "CODE", description = "Only records with this reason.")
    private @Nullable String code;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Most records listed (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int limit;

    private final Surroundings surroundings;

    ErrorsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            ErrorZone zone = new ErrorZone(session);
            List<Manifest> manifests = zone.manifests(scope.scope());
            RejectsByReason rejects = RejectsByReason.of(session.context(), manifests);
            if (rejects.isEmpty()) {
                console.line(console.green("none") + "  no record was rejected");
                return 0;
            }
            rejects.lines(console).forEach(console::line);
            List<ErrorRecord> found = zone.find(manifests, this::isMeant, Math.max(0, limit));
            TextTable table = new TextTable("place", "reasons");
            RangeName.Known names = new RangeName.Known(manifests);
            for (ErrorRecord error : found) {
                List<String> reasons = error.reasons().stream()
                        .map(r -> r.code().code() + " (" + Words.of(r) + ")")
                        .toList();
                table.row(RecordPlace.of(error).named(names), String.join("; ", reasons));
            }
            console.line();
            table.lines(console).forEach(console::line);
            zone.expired().ifPresent(expired -> console.note("some are not listed: " + expired.getMessage()));
            console.note("next: eider errors show PLACE");
            return 0;
        }
    }

    private boolean isMeant(ErrorRecord error) {
        return code == null
                || error.reasons().stream().anyMatch(r -> r.code().code().equals(code));
    }
}
