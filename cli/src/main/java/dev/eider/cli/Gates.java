package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BatchId;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import java.util.List;
import java.util.Optional;

/** What a held batch is to a command. */
final class Gates {
    private Gates() {}

    static Optional<EiderException> failureOf(Manifest manifest) {
        if (manifest.gate() == Gate.PASSED) {
            return Optional.empty();
        }
        return Optional.of(new EiderException(
                ErrorCode.GATE_HELD,
                "Cannot promote " + name(manifest) + ": "
                        + manifest.heldBecause().orElse("its quality gate failed"),
                "eider errors list " + batch(manifest)
                        + "; then mend the contract or the source, or accept it: eider stage " + batch(manifest)
                        + " --accept"));
    }

    private static String name(Manifest manifest) {
        return manifest.offsets()
                .map(range -> manifest.revision().batch().dataset() + " " + range)
                .orElseGet(() -> manifest.revision().toString());
    }

    private static String batch(Manifest manifest) {
        BatchId batch = manifest.revision().batch();
        return "--dataset " + batch.dataset() + " --interval " + new RangeName.Known(List.of(manifest)).of(batch);
    }
}
