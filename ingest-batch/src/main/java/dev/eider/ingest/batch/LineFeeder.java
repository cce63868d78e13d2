package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.Place;
import dev.eider.zones.RollingWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Hands the lines of a stream to a writer, one by one. Not thread-safe. */
final class LineFeeder {
    private static final int FIRST_BYTES = 1 << 17;

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
        while (true) {
            int count = lines.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                return first;
            }
            int end = filled + count;
            int start = 0;
            for (int at = filled; at < end; at++) {
                if (buffer[at] == '\n') {
                    writer.line(buffer, start, at - start);
                    if (first.isEmpty()) {
                        first = Optional.of(new Place.Stored(writer.part(), writer.recordInPart()));
                    }
                    start = at + 1;
                }
            }
            filled = end - start;
            System.arraycopy(buffer, start, buffer, 0, filled);
            if (filled == buffer.length) {
                grow();
            }
        }
    }

    private void grow() {
        if (buffer.length > lineBytesMax) {
            throw new IllegalStateException("Cannot write a record of more than " + lineBytesMax + " bytes: a defect");
        }
        buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, lineBytesMax + 1));
    }
}
