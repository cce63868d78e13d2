package dev.eider.cli;

import dev.eider.contract.EiderException;
import picocli.CommandLine.Option;

/** Options that say which batches are made, and whether once more. */
final class ScopeOptions extends BatchOptions {
    @Option(
            names = "--again",
            description =
                    "Once more as a new revision, though it was done before; needs --interval or --from and --to.")
    private boolean again;

    @Override
    Scope scope() throws EiderException {
        Scope scope = super.scope();
        if (again && !isGiven()) {
            throw invalid("--again needs --interval, or --from and --to");
        }
        return new Scope(scope.dataset(), scope.slices(), again ? Scope.Again.YES : Scope.Again.NO);
    }
}
