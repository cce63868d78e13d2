package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What a bucket refused, with the code that says who can mend it. */
public class BucketException extends EiderException {
    private static final long serialVersionUID = 1L;

    public BucketException(ErrorCode code, String message, @Nullable String nextStep, @Nullable Throwable cause) {
        super(code, message, nextStep, cause);
    }
}
