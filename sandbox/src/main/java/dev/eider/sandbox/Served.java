package dev.eider.sandbox;

import java.util.Optional;

/**
 * An answer and what the connection is to do to it.
 *
 * @param answer the bytes
 * @param fault one of those that the connection serves, not the answer
 */
record Served(Answer answer, Optional<Fault> fault) {
    static Served whole(Answer answer) {
        return new Served(answer, Optional.empty());
    }
}
