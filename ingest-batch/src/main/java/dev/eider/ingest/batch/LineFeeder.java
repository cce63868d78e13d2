package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.Place;
import dev.eider.zones.RollingWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Hands the lines of a spool to a writer, as many at once as the spool has side by side. Not thread-safe. */
final class LineFeeder {
    private static final int FIRST_BYTES = 1 << 16;

    private final RollingWriter writer;
    private final int lineBytesMax;

    /** The beginning of a line that goes on in the next block. */
    private byte[] begun = new byte[FIRST_BYTES];

    private int begunBytes;
    private Optional<Place.Stored> first = Optional.empty();

    LineFeeder(RollingWriter writer, int lineBytesMax) {
        this.writer = writer;
        this.lineBytesMax = lineBytesMax;
    }

    /** All lines; each ends with a line feed. Tells the place of the first; empty if there is none. */
    Optional<Place.Stored> feed(Spool lines) throws IOException, EiderException {
        first = Optional.empty();
        begunBytes = 0;
        lines.forEachBlock(this::take);
        if (begunBytes > 0) {
            throw new IllegalStateException("Cannot write a record without its line feed: a defect");
        }
        return first;
    }

    private void take(byte[] block, int offset, int length) throws EiderException {
        int end = offset + length;
        int from = offset;
        if (begunBytes > 0) {
            from = firstEnd(block, offset, end);
            keep(block, offset, from);
            if (begun[begunBytes - 1] != '\n') {
                return;
            }
            write(begun, 0, begunBytes);
            begunBytes = 0;
        }
        int upTo = end;
        while (upTo > from && block[upTo - 1] != '\n') {
            upTo--;
        }
        write(block, from, upTo);
        keep(block, upTo, end);
    }

    private void write(byte[] lines, int from, int end) throws EiderException {
        int next = from;
        if (first.isEmpty() && from < end) {
            next = firstEnd(lines, from, end);
            writer.lines(lines, from, next - from);
            first = Optional.of(new Place.Stored(writer.part(), writer.recordInPart()));
        }
        writer.lines(lines, next, end - next);
    }

    /** Where the first line ends, or all of it if no line does. */
    private static int firstEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return Math.min(end, at + 1);
    }

    private void keep(byte[] block, int from, int end) {
        int wanted = begunBytes + end - from;
        if (wanted > lineBytesMax + 1) {
            throw new IllegalStateException("Cannot write a record of more than " + lineBytesMax + " bytes: a defect");
        }
        if (wanted > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(wanted, Math.min(2 * begun.length, lineBytesMax + 1)));
        }
        System.arraycopy(block, from, begun, begunBytes, end - from);
        begunBytes = wanted;
    }
}
