package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.Place;
import dev.eider.contract.Reason;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Revision;
import java.time.Instant;
import java.util.List;

/** Makes the error records of one batch, as lines. Immutable and thread-safe. */
final class ErrorLines {
    private final Contract contract;
    private final Revision raw;
    private final Instant rejectedAt;
    private final String build;

    ErrorLines(Contract contract, Revision raw, Instant rejectedAt, String build) {
        this.contract = contract;
        this.raw = raw;
        this.rejectedAt = rejectedAt;
        this.build = build;
    }

    /**
     * One line, without a line break.
     *
     * @param passing JSON object of the fields that keep their rules, masked
     * @param shape JSON object of the failing fields
     */
    byte[] line(Place.Stored place, List<Reason> reasons, String passing, String shape, String fingerprint) {
        return new ErrorRecord(
                        contract.dataset(),
                        contract.version(),
                        reasons,
                        passing,
                        shape,
                        raw,
                        place,
                        fingerprint,
                        rejectedAt,
                        build)
                .toLine();
    }
}
