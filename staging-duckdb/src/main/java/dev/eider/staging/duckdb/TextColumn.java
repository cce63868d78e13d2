package dev.eider.staging.duckdb;

import dev.eider.contract.Verdict;
import java.util.Arrays;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** Texts of a chunk, one after the other in an array that grows to the largest chunk seen. */
final class TextColumn extends ColumnBuffer {
    private static final int BYTES_AT_FIRST = 1 << 15;
    private static final long NULL = -1;

    private @Nullable DuckDBWritableVector vector;
    private byte[] texts = new byte[BYTES_AT_FIRST];
    private long[] lengths = {};
    private int used;

    TextColumn(int column) {
        super(column);
    }

    @Override
    void begin(DuckDBDataChunkWriter chunk) {
        vector = chunk.vector(column);
        used = 0;
        if (lengths.length != chunk.capacity()) {
            lengths = new long[(int) chunk.capacity()];
        }
    }

    @Override
    void put(int row, Verdict.Row values) {
        if (values.isNull(column)) {
            lengths[row] = NULL;
            return;
        }
        int length = values.utf8At(column, texts, used);
        if (length > texts.length - used) {
            texts = Arrays.copyOf(texts, Math.max(2 * texts.length, used + length));
            length = values.utf8At(column, texts, used);
        }
        lengths[row] = length;
        used += length;
    }

    @Override
    void finish(int rows) {
        DuckDBWritableVector written = vector;
        if (written != null && rows > 0) {
            long[] exact = rows == lengths.length ? lengths : Arrays.copyOf(lengths, rows);
            DriverVectors.assignTexts(written, texts, exact, used);
        }
        vector = null;
    }
}
