package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns what a file system says into codes that tell who can mend it. */
final class FolderProblems {
    private FolderProblems() {}

    /** A failure to do something with an object: {@code Cannot write a/b in /data: no space left on device}. */
    static BucketException cannot(String verb, String what, String place, IOException cause) {
        if (cause instanceof NoSuchFileException && !verb.equals("write")) {
            return new BucketException(ErrorCode.NOT_FOUND, "Object not found: " + what + " in " + place, null, cause);
        }
        ErrorCode code = code(cause);
        return new BucketException(
                code, "Cannot " + verb + " " + what + " in " + place + ": " + reason(cause), nextStep(code), cause);
    }

    /** The bare reason, without the path that the system puts before it. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException missing) {
            return "no file " + missing.getFile();
        }
        String message = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static ErrorCode code(IOException cause) {
        String reason = reason(cause).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota exceeded")) {
            return ErrorCode.STORAGE_FULL;
        }
        if (reason.contains("permission denied")
                || reason.contains("read-only file system")
                || reason.contains("operation not permitted")) {
            return ErrorCode.ACCESS_DENIED;
        }
        return ErrorCode.STORAGE_UNAVAILABLE;
    }

    private static String nextStep(ErrorCode code) {
        return switch (code) {
            case STORAGE_FULL -> "Make room there and run the command again: nothing is lost";
            case ACCESS_DENIED -> "Allow this user to write there, or set bucket: to another folder";
            default -> "Check that the folder can be reached and run the command again";
        };
    }
}
