package dev.eider.cli;

import dev.eider.contract.EiderException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which batches are meant, of one dataset or of all. */
class BatchOptions extends IntervalOptions {
    @Option(names = "--dataset", paramLabel = "NAME", description = "One dataset; without it, all.")
    private @Nullable String dataset;

    Scope scope() throws EiderException {
        return new Scope(dataset(dataset), slices(), Scope.Again.NO);
    }
}
