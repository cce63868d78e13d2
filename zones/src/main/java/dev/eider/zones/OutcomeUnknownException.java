package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A write whose answer was lost and whose effect could not be looked up. Looking again later is safe; cleaning up is not. */
public final class OutcomeUnknownException extends BucketException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(ErrorCode.STORAGE_UNAVAILABLE, message, "Run the command again: it looks first", cause);
    }
}
