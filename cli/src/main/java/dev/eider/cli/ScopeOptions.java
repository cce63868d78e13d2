package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which batches are meant. */
final class ScopeOptions {
    @Option(names = "--dataset", paramLabel = "NAME", description = "One dataset; without it, all.")
    private @Nullable String dataset;

    @Option(
            names = "--interval",
            paramLabel = "INTERVAL",
            description = {
                "One interval by its name: 2025-04-06, 2025-04-06t05, 2025-w14, 2025-04;",
                "a range of offsets by its first: bank.core.transactions-3@1200."
            })
    private @Nullable String interval;

    @Option(names = "--from", paramLabel = "INTERVAL", description = "First of several intervals, with --to.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INTERVAL", description = "Last of them, included.")
    private @Nullable String to;

    @Option(
            names = "--again",
            description =
                    "Once more as a new revision, though it was done before; needs --interval or --from and --to.")
    private boolean again;

    Scope scope() throws EiderException {
        return new Scope(name(), slices(), again ? Scope.Again.YES : Scope.Again.NO);
    }

    private Optional<DatasetName> name() throws EiderException {
        if (dataset == null) {
            return Optional.empty();
        }
        if (!DatasetName.isValid(dataset)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT, "Invalid --dataset: " + dataset + " (a name of datasets/*.yaml)");
        }
        return Optional.of(new DatasetName(dataset));
    }

    private IngestPlan.Scope slices() throws EiderException {
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
        if (again) {
            throw invalid("--again needs --interval, or --from and --to");
        }
        return new IngestPlan.Scope.Due();
    }

    private static EiderException invalid(String rule) {
        return new EiderException(ErrorCode.INVALID_ARGUMENT, "Invalid options: " + rule, "eider run --help");
    }
}
