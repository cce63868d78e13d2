package dev.eider.staging.duckdb;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.Locale;

/** Failures of DuckDB and of scratch as errors that say who can mend them. */
final class Failures {
    private static final int REASON_LENGTH_MAX = 300;

    private Failures() {}

    /** @param what a verb and its object, like {@code stage transaction-2025-04-06} */
    static EiderException of(String what, Exception cause) {
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        reason = reason.length() > REASON_LENGTH_MAX ? reason.substring(0, REASON_LENGTH_MAX) + "…" : reason;
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")
                || lower.contains("disk quota")
                || lower.contains("max_temp_directory_size")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL,
                    "Cannot " + what + ": " + reason,
                    "Free disk space where scratch is, then run the command again",
                    cause);
        }
        if (lower.contains("out of memory")) {
            return new EiderException(
                    ErrorCode.INTERNAL, "Cannot " + what + ": " + reason, "Raise limits.memory in eider.yaml", cause);
        }
        return new EiderException(ErrorCode.INTERNAL, "Cannot " + what + ": " + reason, null, cause);
    }
}
