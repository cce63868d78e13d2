package dev.eider.zones.gcs;

import java.io.IOException;

/** A failure of the content that was to be written, not of the store. */
final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentException(String message) {
        super(message);
    }

    ContentException(IOException cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }
}
