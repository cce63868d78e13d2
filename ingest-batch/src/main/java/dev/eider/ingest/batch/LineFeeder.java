package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.Place;
import dev.eider.zones.RollingWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Hands the lines of a stream to a writer, many at once. Not thread-safe. */
final class LineFeeder {
    private static final int FIRST_BYTES = 1 << 18;

    private final RollingWriter writer;
    private final int lineBytesMax;
    private byte[] buffer = new byte[FIRST_BYTES];

    LineFeeder(RollingWriter writer, int lineBytesMax) {
        this.writer = writer;
        this.lineBytesMax = lineBytesMax;
    }

    /** All lines; each ends with a line feed. Tells the place of the first; empty if there is none. */
    Optional<Place.Stored> feed(InputStream lines) throws IOException, EiderException {
        Optional<Place.Stored> first = Optional.empty();
        int filled = 0;
        int count = lines.readNBytes(buffer, 0, buffer.length);
        while (count > 0) {
            int end = filled + count;
            int upTo = end;
            while (upTo > filled && buffer[upTo - 1] != '\n') {
                upTo--;
            }
            if (upTo > filled) {
                int rest = 0;
                if (first.isEmpty()) {
                    rest = firstEnd();
                    writer.lines(buffer, 0, rest);
                    first = Optional.of(new Place.Stored(writer.part(), writer.recordInPart()));
                }
                writer.lines(buffer, rest, upTo - rest);
                filled = end - upTo;
                System.arraycopy(buffer, upTo, buffer, 0, filled);
            } else {
                filled = end;
            }
            if (filled == buffer.length) {
                grow();
            }
            count = lines.readNBytes(buffer, filled, buffer.length - filled);
        }
        if (filled > 0) {
            throw new IllegalStateException("Cannot write a record without its line feed: a defect");
        }
        return first;
    }

    private int firstEnd() {
        int at = 0;
        while (buffer[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private void grow() {
        if (buffer.length > lineBytesMax) {
            throw new IllegalStateException("Cannot write a record of more than " + lineBytesMax + " bytes: a defect");
        }
        buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, lineBytesMax + 1));
    }
}
