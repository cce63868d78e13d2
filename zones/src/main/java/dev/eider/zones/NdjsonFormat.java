package dev.eider.zones;

import dev.eider.contract.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/**
 * Records one a line, plain or compressed with zstd, told apart by the first bytes. A line ends with a line feed; the
 * last one may lack it. A carriage return before it stays in the record, where JSON takes it for a blank. An empty
 * line is a record too, and no valid one: leaving it out would unbalance the books. Immutable and thread-safe.
 */
public final class NdjsonFormat implements RecordFormat {
    @Override
    public Cursor open(InputStream raw, Limits limits) throws IOException {
        return open(raw, limits, limits.recordBytesMax());
    }

    /** A cursor over lines of a limit of their own, which are no records. */
    public static Cursor open(InputStream raw, Limits limits, int lineBytesMax) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, Zstd.MAGIC.length);
        byte[] start = in.readNBytes(Zstd.MAGIC.length);
        in.unread(start);
        InputStream lines = Arrays.equals(start, Zstd.MAGIC) ? Zstd.decompress(in, limits) : in;
        return new LineCursor(lines, lineBytesMax);
    }
}
