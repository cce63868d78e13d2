package dev.eider.cli;

import org.jspecify.annotations.Nullable;

/** A wish to stop, which may come before there is anything to stop. Thread-safe. */
final class StreamStop {
    private @Nullable Runnable stop;
    private boolean isAsked;

    /** @param running tells what runs to end; must not block */
    synchronized void set(Runnable running) {
        stop = running;
        if (isAsked) {
            running.run();
        }
    }

    synchronized void ask() {
        isAsked = true;
        if (stop != null) {
            stop.run();
        }
    }

    synchronized boolean isAsked() {
        return isAsked;
    }
}
