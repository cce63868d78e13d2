package dev.eider.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Where the records and cells of a delimited text lie; a quote that never closes reaches to the end. Immutable. */
final class CsvCells {
    private final byte[] bytes;
    private final byte delimiter;
    private final byte quote;

    /**
     * A cell's bytes, without the quotes around it.
     *
     * @param hasDoubledQuotes true if quotes inside are still doubled
     */
    record Cell(int start, int length, boolean hasDoubledQuotes) {}

    CsvCells(byte[] bytes, byte delimiter, byte quote) {
        this.bytes = bytes;
        this.delimiter = delimiter;
        this.quote = quote;
    }

    String quote() {
        return String.valueOf((char) quote);
    }

    /** Start and end of each record that is not blank, line breaks left out. */
    int[] records(int from) {
        Offsets found = new Offsets();
        int start = from;
        boolean isQuoted = false;
        boolean isCellStart = true;
        for (int i = from; i <= bytes.length; i++) {
            if (i == bytes.length || (bytes[i] == '\n' && !isQuoted)) {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (end > start) {
                    found.add(start);
                    found.add(end);
                }
                start = i + 1;
                isCellStart = true;
            } else if (bytes[i] == quote && (isQuoted || isCellStart)) {
                // A doubled quote closes and opens again: the text between is none.
                isQuoted = !isQuoted;
                isCellStart = !isQuoted;
            } else {
                isCellStart = !isQuoted && bytes[i] == delimiter;
            }
        }
        return found.toArray();
    }

    List<Cell> split(int start, int end) {
        List<Cell> cells = new ArrayList<>(16);
        int at = start;
        while (at <= end) {
            int after = at < end && bytes[at] == quote ? quoted(at + 1, end, cells) : plain(at, end, cells);
            at = after + 1;
        }
        return cells;
    }

    /** Adds a plain cell; the place of the delimiter after it. */
    private int plain(int start, int end, List<Cell> cells) {
        int at = start;
        while (at < end && bytes[at] != delimiter) {
            at++;
        }
        cells.add(new Cell(start, at - start, false));
        return at;
    }

    /** Adds a quoted cell; what stands between its closing quote and the delimiter is dropped. */
    private int quoted(int start, int end, List<Cell> cells) {
        int at = start;
        boolean hasDoubled = false;
        while (at < end) {
            if (bytes[at] != quote) {
                at++;
            } else if (at + 1 < end && bytes[at + 1] == quote) {
                hasDoubled = true;
                at += 2;
            } else {
                break;
            }
        }
        cells.add(new Cell(start, Math.min(at, end) - start, hasDoubled));
        while (at < end && bytes[at] != delimiter) {
            at++;
        }
        return at;
    }
}
