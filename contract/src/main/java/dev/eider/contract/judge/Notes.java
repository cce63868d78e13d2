package dev.eider.contract.judge;

/** The first thing against a record that is JSON text all the same. Not thread-safe. */
public final class Notes {
    /** What may be noted. */
    public enum Kind {
        NOTHING,
        DUPLICATE_KEY,
        TOO_DEEP,
        NAME_TOO_LONG,
        NUMBER_TOO_LONG
    }

    private Kind kind = Kind.NOTHING;
    private int at;

    public Kind kind() {
        return kind;
    }

    /** Position in the buffer. */
    public int at() {
        return at;
    }

    public void clear() {
        kind = Kind.NOTHING;
    }

    /** Keeps the first note only. */
    public void note(Kind what, int where) {
        if (kind == Kind.NOTHING) {
            kind = what;
            at = where;
        }
    }
}
