package dev.eider.cli;

/** Tells whoever watches what becomes of each step. */
interface Announcer extends AutoCloseable {
    void tell(Outcome outcome);

    @Override
    default void close() {}
}
