package dev.eider.zones;

import dev.eider.contract.Limits;
import dev.eider.contract.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Splits raw bytes of one format into records: the one door for all sources. */
public interface RecordFormat {
    /** A cursor before the first record; it owns the stream. */
    Cursor open(InputStream raw, Limits limits) throws IOException;

    /** Records one after the other; the cursor is the current record. Not thread-safe. */
    interface Cursor extends RawRecord, Closeable {
        boolean next() throws IOException;
    }
}
