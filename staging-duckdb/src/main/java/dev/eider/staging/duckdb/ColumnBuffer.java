package dev.eider.staging.duckdb;

import dev.eider.contract.FieldType;
import dev.eider.contract.Verdict;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;

/** One column of the chunk under way. Owned by one scan thread, which uses it for chunk after chunk. */
abstract class ColumnBuffer {
    private static final int DECIMAL_DIGITS_OF_SHORT = 4;
    private static final int DECIMAL_DIGITS_OF_INT = 9;
    private static final int DECIMAL_DIGITS_OF_LONG = 18;

    final int column;

    ColumnBuffer(int column) {
        this.column = column;
    }

    /** The buffer of a contract's column: {@code column} is its number in the validator's rows and in the chunk. */
    static ColumnBuffer of(FieldType type, int column) {
        return switch (type.kind()) {
            case BOOLEAN -> new FixedColumn.Bytes(column);
            case INTEGER, DATE -> new FixedColumn.Ints(column);
            case BIGINT, TIME, TIMESTAMP -> new FixedColumn.Longs(column);
            case DOUBLE -> new FixedColumn.Doubles(column);
            case STRING, UUID, JSON -> new TextColumn(column);
            case DECIMAL -> decimal(type.precision(), column);
        };
    }

    private static ColumnBuffer decimal(int precision, int column) {
        if (precision <= DECIMAL_DIGITS_OF_SHORT) {
            return new FixedColumn.Shorts(column);
        }
        if (precision <= DECIMAL_DIGITS_OF_INT) {
            return new FixedColumn.Ints(column);
        }
        return precision <= DECIMAL_DIGITS_OF_LONG ? new FixedColumn.Longs(column) : new FixedColumn.HugeInts(column);
    }

    /** DuckDB's type of the vector; TIME travels as microseconds, since the driver has no vectors of it. */
    static DuckDBColumnType vectorType(FieldType type) {
        return switch (type.kind()) {
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case INTEGER -> DuckDBColumnType.INTEGER;
            case BIGINT, TIME -> DuckDBColumnType.BIGINT;
            case DECIMAL -> DuckDBColumnType.DECIMAL;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case DATE -> DuckDBColumnType.DATE;
            case TIMESTAMP -> DuckDBColumnType.TIMESTAMP;
            case STRING, UUID, JSON -> DuckDBColumnType.VARCHAR;
        };
    }

    /** Turns to a new chunk. */
    abstract void begin(DuckDBDataChunkWriter chunk);

    /** Takes over the column's value of a record. */
    abstract void put(int row, Verdict.Row values);

    /** Completes the chunk's first {@code rows} rows. */
    abstract void finish(int rows);
}
