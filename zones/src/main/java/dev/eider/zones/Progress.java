package dev.eider.zones;

/** Receives how far a long step is. Thread-safe; must not block. */
public interface Progress {
    /** A transaction of the warehouse, told of right before its commit, 0 of 1, and right after, 1 of 1. */
    String COMMIT = "commit";

    Progress NONE = (what, done, total) -> {};

    /** @param total 0 where it is not known */
    void at(String what, long done, long total);
}
