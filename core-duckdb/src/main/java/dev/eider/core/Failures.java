package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB and the disk refuse, told as failures that a person can act on. */
final class Failures {
    private static final Pattern KIND =
            Pattern.compile("^([A-Za-z ]{3,40} Error|INTERNAL Error|TransactionContext Error)");

    private Failures() {}

    /**
     * A failed statement. DuckDB's own words may quote a value of a record, so that only the kind of error is told; the
     * words stay with the cause.
     */
    static EiderException of(String what, SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("could not write")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL, "Cannot " + what + ": the disk is full", "Free space and run again", e);
        }
        if (message.startsWith("Out of Memory")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL,
                    "Cannot " + what + ": DuckDB needs more memory than limits.memory grants",
                    "Raise limits.memory and run again",
                    e);
        }
        return new EiderException(
                ErrorCode.INTERNAL, "Cannot " + what + ": DuckDB refused a statement (" + kind(message) + ")", null, e);
    }

    /** A statement whose SQL the user wrote: what speaks of names is told whole, what may quote a value is not. */
    static EiderException ofUser(String what, SQLException e) {
        String message = String.valueOf(e.getMessage());
        String kind = kind(message);
        boolean aboutNames = kind.equals("Binder Error") || kind.equals("Catalog Error") || kind.equals("Parser Error");
        String told = aboutNames ? message.lines().findFirst().orElse(kind) : kind;
        return new EiderException(ErrorCode.INVALID_CONFIGURATION, "Invalid " + what + ": " + told, null, e);
    }

    static EiderException of(String what, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
            return new EiderException(
                    ErrorCode.STORAGE_FULL, "Cannot " + what + ": the disk is full", "Free space and run again", e);
        }
        if (e instanceof AccessDeniedException denied) {
            return new EiderException(
                    ErrorCode.ACCESS_DENIED,
                    "Cannot " + what + ": access denied to " + denied.getFile(),
                    "Grant this user the right to write there",
                    e);
        }
        String told = e instanceof FileSystemException ? reason : e.getClass().getSimpleName();
        return new EiderException(ErrorCode.STORAGE_UNAVAILABLE, "Cannot " + what + ": " + told, "Run again", e);
    }

    private static String kind(String message) {
        Matcher matcher = KIND.matcher(message);
        return matcher.find() ? matcher.group(1) : "unknown error";
    }

    /** Whether the database file itself is broken, rather than what was asked of it. */
    static boolean isBrokenFile(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("not a valid DuckDB database file")
                || message.contains("Corrupt")
                || message.contains("corrupt")
                || message.contains("checksum")
                || message.contains("replaying WAL")
                || message.startsWith("Serialization Error")
                || message.contains("newer version of DuckDB");
    }

    /** Whether another process has the database file open. */
    static boolean isLocked(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Could not set lock on file");
    }
}
