package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that say which of a dataset's batches are meant. */
class IntervalOptions {
    @Option(
            names = "--interval",
            paramLabel = "INTERVAL",
            description = {
                "One interval by its name: 2025-04-06, 2025-04-06t05, 2025-w14, 2025-04;",
                "a range of offsets by its first: bank.core.transactions-3@1200."
            })
    private @Nullable String interval;

    @Option(
            names = "--from",
            paramLabel = "INTERVAL",
            description = {
                "First of several intervals, with --to;",
                "a range of offsets is of the day of its first record's timestamp."
            })
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INTERVAL", description = "Last of them, included.")
    private @Nullable String to;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    /** Whether any of them is given. */
    final boolean isGiven() {
        return interval != null || from != null || to != null;
    }

    final IngestPlan.Scope slices() throws EiderException {
        if (interval != null && (from != null || to != null)) {
            throw invalid("--interval and --from or --to exclude each other");
        }
        if (interval != null) {
            return new IngestPlan.Scope.Named(interval);
        }
        if (from != null && to != null) {
            return new IngestPlan.Scope.Between(from, to);
        }
        if (from != null || to != null) {
            throw invalid("--from and --to need each other");
        }
        return new IngestPlan.Scope.Due();
    }

    /** A name as it is given on the command line. */
    static Optional<DatasetName> dataset(@Nullable String name) throws EiderException {
        if (name == null) {
            return Optional.empty();
        }
        if (!DatasetName.isValid(name)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT, "Invalid --dataset: " + name + " (a name of datasets/*.yaml)");
        }
        return Optional.of(new DatasetName(name));
    }

    final EiderException invalid(String rule) {
        return new EiderException(
                ErrorCode.INVALID_ARGUMENT, "Invalid options: " + rule, command.qualifiedName() + " --help");
    }
}
