package dev.eider.sandbox;

/**
 * A changing call that could hurt if it were repeated or came late.
 *
 * @param request as it came
 * @param reason what it lacks: {@code ifGenerationMatch}
 */
public record StoreViolation(StoreRequest request, String reason) {
    @Override
    public String toString() {
        return request + ": " + reason;
    }
}
