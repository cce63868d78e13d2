package dev.eider.cli;

import dev.eider.ingest.stream.StreamIngest;
import org.jspecify.annotations.Nullable;

/** A wish to stop, which may come before there is anything to stop. Thread-safe. */
final class StreamStop {
    private @Nullable StreamIngest ingest;
    private boolean isAsked;

    synchronized void set(StreamIngest running) {
        ingest = running;
        if (isAsked) {
            running.stop();
        }
    }

    synchronized void ask() {
        isAsked = true;
        if (ingest != null) {
            ingest.stop();
        }
    }

    synchronized boolean isAsked() {
        return isAsked;
    }
}
