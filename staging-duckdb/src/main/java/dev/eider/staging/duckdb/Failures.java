package dev.eider.staging.duckdb;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures of DuckDB and of scratch as errors that say who can mend them. The words of an exception may quote a value
 * of a record, so that only its kind is told; they stay with the cause.
 */
final class Failures {
    private static final Pattern KIND = Pattern.compile("^([A-Za-z ]{3,40} Error)");

    private Failures() {}

    /** @param what a verb and its object, like {@code stage transaction-2025-04-06} */
    static EiderException of(String what, Exception cause) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")
                || lower.contains("disk quota")
                || lower.contains("max_temp_directory_size")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL,
                    "Cannot " + what + ": no space left on the disk of scratch",
                    "Free disk space where scratch is, then run the command again",
                    cause);
        }
        if (lower.contains("out of memory")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL,
                    "Cannot " + what + ": DuckDB needs more memory than limits.memory grants",
                    "Raise limits.memory in eider.yaml",
                    cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new EiderException(
                    ErrorCode.ACCESS_DENIED,
                    "Cannot " + what + ": access to scratch is denied",
                    "Allow this user to write there, or set limits.scratch in eider.yaml",
                    cause);
        }
        if (cause instanceof IOException) {
            return new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot " + what + ": " + cause.getClass().getSimpleName(),
                    "Check that scratch can be reached and run the command again",
                    cause);
        }
        return new EiderException(ErrorCode.INTERNAL, "Cannot " + what + ": " + kind(cause, message), null, cause);
    }

    private static String kind(Exception cause, String message) {
        if (cause instanceof SQLException) {
            Matcher kind = KIND.matcher(message);
            return "DuckDB refused a statement (" + (kind.find() ? kind.group(1) : "unknown error") + ")";
        }
        return "internal error " + cause.getClass().getSimpleName();
    }
}
