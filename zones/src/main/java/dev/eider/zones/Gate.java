package dev.eider.zones;

/** Whether a staged revision may go on to the star. */
public enum Gate {
    PASSED,
    /** The quality gate failed: errors are kept, nothing is promoted. */
    HELD
}
