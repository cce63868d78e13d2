package dev.eider.sandbox;

/** A file divided into records. Immutable. */
interface FileRecords extends Ranks.Renderer {
    int count();

    /** The text of the date column; empty if the record has none. */
    String dateText(int record);
}
