package dev.eider.zones;

/** Outcome of a commit: exactly one of any number of rivals is {@link Done}. */
public sealed interface Commit {
    /** The manifest that stands. */
    Manifest manifest();

    /** This one was first. */
    record Done(Manifest manifest) implements Commit {}

    /** Another was first; {@code manifest} is the other's. */
    record Already(Manifest manifest) implements Commit {}
}
