package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** Outcome of a publication. */
public sealed interface Publication {
    /**
     * Readers that open now see this generation.
     *
     * @param before the one that they saw before; empty for the first
     */
    record Moved(Generation generation, Optional<Generation> before, Duration took) implements Publication {}

    /** Nothing changed since this generation, so there is no new one. */
    record UpToDate(Generation generation) implements Publication {}

    /** There is nothing to publish yet: no load has brought any row or table. */
    record Nothing() implements Publication {}

    /** Another loader published first; nothing is lost: the next load starts from that generation. */
    record Overtaken(String by) implements Publication {}

    /** The pointer is pinned by a rollback to this generation. */
    record Held(long pinned) implements Publication {}

    /** The failure that this outcome is to a command; empty where readers see all that is loaded. */
    default Optional<EiderException> failure() {
        if (this instanceof Overtaken overtaken) {
            return Optional.of(new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot publish: generation " + overtaken.by() + " was published meanwhile by another loader",
                    "Load again: it starts from that generation and brings what it lacks"));
        }
        if (this instanceof Held held) {
            return Optional.of(new EiderException(
                    ErrorCode.PINNED,
                    "Cannot publish: a rollback pinned generation " + held.pinned(),
                    "eider publish --unpin lifts it"));
        }
        return Optional.empty();
    }
}
