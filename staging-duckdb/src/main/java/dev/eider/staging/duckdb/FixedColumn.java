package dev.eider.staging.duckdb;

import dev.eider.contract.Verdict;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/** Values of one size, written into the vector's own memory. */
abstract class FixedColumn extends ColumnBuffer {
    private static final int WORD_BITS = Long.SIZE;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer data = NOTHING;
    private ByteBuffer validity = NOTHING;
    private long[] present = {};

    FixedColumn(int column) {
        super(column);
    }

    @Override
    final void begin(DuckDBDataChunkWriter chunk) {
        DuckDBWritableVector vector = chunk.vector(column);
        data = DriverVectors.data(vector);
        validity = DriverVectors.validity(vector);
        int words = (int) ((chunk.capacity() + WORD_BITS - 1) / WORD_BITS);
        if (present.length == words) {
            Arrays.fill(present, 0);
        } else {
            present = new long[words];
        }
    }

    @Override
    void put(int row, Verdict.Row values) {
        if (!values.isNull(column)) {
            write(data, row, values);
            present[row / WORD_BITS] |= 1L << row;
        }
    }

    final void putLong(int row, long value) {
        data.putLong(row * Long.BYTES, value);
        present[row / WORD_BITS] |= 1L << row;
    }

    abstract void write(ByteBuffer into, int row, Verdict.Row values);

    @Override
    final void finish(int rows) {
        for (int word = 0; word * WORD_BITS < rows; word++) {
            validity.putLong(word * Long.BYTES, present[word]);
        }
        data = NOTHING;
        validity = NOTHING;
    }

    static final class Bytes extends FixedColumn {
        Bytes(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            into.put(row, (byte) values.longAt(column));
        }
    }

    static final class Shorts extends FixedColumn {
        Shorts(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            into.putShort(row * Short.BYTES, (short) values.longAt(column));
        }
    }

    static final class Ints extends FixedColumn {
        Ints(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            into.putInt(row * Integer.BYTES, (int) values.longAt(column));
        }
    }

    /** BIGINT and everything that is 64 bits wide. */
    static final class Longs extends FixedColumn {
        Longs(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            into.putLong(row * Long.BYTES, values.longAt(column));
        }
    }

    static final class Doubles extends FixedColumn {
        Doubles(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            into.putDouble(row * Double.BYTES, values.doubleAt(column));
        }
    }

    /** DECIMAL of 19 to 38 digits: 128 bits, the lower half first. */
    static final class HugeInts extends FixedColumn {
        HugeInts(int column) {
            super(column);
        }

        @Override
        void write(ByteBuffer into, int row, Verdict.Row values) {
            BigInteger value = values.unscaledAt(column);
            int at = row * 2 * Long.BYTES;
            into.putLong(at, value.longValue());
            into.putLong(at + Long.BYTES, value.shiftRight(Long.SIZE).longValue());
        }
    }
}
