package dev.eider.contract;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a person can act on. The message names the place and the reason, never a personal value or a secret.
 */
public class EiderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String nextStep;

    public EiderException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public EiderException(ErrorCode code, String message, @Nullable String nextStep) {
        this(code, message, nextStep, null);
    }

    public EiderException(ErrorCode code, String message, @Nullable String nextStep, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.nextStep = nextStep;
    }

    public ErrorCode code() {
        return code;
    }

    /** What to do about it, as a sentence or a command. */
    public Optional<String> nextStep() {
        return Optional.ofNullable(nextStep);
    }
}
