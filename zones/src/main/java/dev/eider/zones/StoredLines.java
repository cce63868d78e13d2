package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.IOException;

/** The lines of a stored file of ours, each read by one function; failures name the object and the line. */
final class StoredLines {
    /** Reads one line. */
    interface LineReader<T> {
        T read(byte[] buffer, int offset, int length) throws Unreadable;
    }

    /** Bytes of a character escaped in JSON. */
    private static final long ESCAPED_MAX = 6;

    private static final long LINE_BYTES = 4 << 20;

    private final Bucket bucket;
    private final ObjectKey key;
    private final RecordFormat.Cursor cursor;

    StoredLines(Bucket bucket, ObjectKey key, Limits limits) throws EiderException {
        this.bucket = bucket;
        this.key = key;
        try {
            this.cursor = NdjsonFormat.open(bucket.open(key, Range.ALL), limits, lineBytesMax(limits));
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }

    /** A line holds a record or an envelope, escaped, or a piece of a page, with a little around it. */
    private static int lineBytesMax(Limits limits) {
        long longest = Math.max(limits.recordBytesMax(), limits.envelopeBytesMax());
        return (int) Math.min(ESCAPED_MAX * longest + LINE_BYTES, Integer.MAX_VALUE / 2);
    }

    boolean next() throws EiderException {
        try {
            return cursor.next();
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }

    <T> T read(LineReader<T> reader) throws EiderException {
        if (cursor.isTruncated()) {
            throw corrupt("it is too long");
        }
        try {
            return reader.read(cursor.buffer(), cursor.offset(), cursor.length());
        } catch (Unreadable e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    EiderException corrupt(String reason) {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot read line " + (cursor.ordinal() + 1) + " of " + key + " in " + bucket.describe() + ": "
                        + reason,
                "Restore the object from a backup, or run the batch with --again");
    }

    /** Gives the object back: what was read is whole, and a failure to close takes nothing of it. */
    void close() {
        try {
            cursor.close();
        } catch (IOException e) {
            // Nothing is lost.
        }
    }
}
