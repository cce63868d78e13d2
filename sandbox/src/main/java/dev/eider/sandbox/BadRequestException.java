package dev.eider.sandbox;

/** A request that the sandbox answers with 400 and this message. */
final class BadRequestException extends Exception {
    BadRequestException(String message) {
        super(message);
    }

    BadRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
