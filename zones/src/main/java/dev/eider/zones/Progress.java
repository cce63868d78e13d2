package dev.eider.zones;

/** Receives how far a long step is. Thread-safe; must not block. */
public interface Progress {
    Progress NONE = (what, done, total) -> {};

    /** @param total 0 where it is not known */
    void at(String what, long done, long total);
}
