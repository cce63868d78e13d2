package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.RejectionCode;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Manifest;
import java.util.Arrays;
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
    private static final List<String> CODES =
            Arrays.stream(RejectionCode.values()).map(RejectionCode::code).toList();

    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final BatchOptions scope = new BatchOptions();

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
        requireValid();
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            ErrorZone zone = new ErrorZone(session);
            Scope meant = scope.scope();
            List<Manifest> manifests = zone.manifests(meant);
            RejectsByReason rejects = RejectsByReason.of(session.context(), manifests);
            if (rejects.isEmpty()) {
                console.line(console.green("none") + "  no record was rejected");
                return 0;
            }
            rejects.lines(console).forEach(console::line);
            List<ErrorRecord> found = zone.find(manifests, zone.ofRange(meant).and(this::isMeant), limit);
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

    private void requireValid() throws EiderException {
        if (code != null && !CODES.contains(code)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Invalid --code: " + code + " (a reason of a rejection)",
                    "one of " + String.join(", ", CODES));
        }
        if (limit < 0) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Invalid --limit: " + limit + " (0 or more)",
                    "eider errors list --help");
        }
    }

    private boolean isMeant(ErrorRecord error) {
        return code == null
                || error.reasons().stream().anyMatch(r -> r.code().code().equals(code));
    }
}
