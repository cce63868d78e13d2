package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
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
                "Cannot promote " + manifest.revision() + ": "
                        + manifest.heldBecause().orElse("its quality gate failed"),
                "eider errors list --dataset " + manifest.revision().batch().dataset() + " --interval "
                        + manifest.revision().batch().slice()));
    }
}
