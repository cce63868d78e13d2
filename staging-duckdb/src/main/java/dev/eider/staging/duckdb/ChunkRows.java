package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Verdict;
import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;

/** The rows of the chunk under way: the contract's columns, place and order. Owned by one scan thread. */
final class ChunkRows {
    private final ColumnBuffer[] columns;
    private final FixedColumn.Longs places;
    private final FixedColumn.Longs orders;
    private final RecordOrder order;
    private int rows;
    private int capacity;

    ChunkRows(List<Column> visible, RecordOrder order) {
        columns = new ColumnBuffer[visible.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnBuffer.of(visible.get(i).type(), i);
        }
        places = new FixedColumn.Longs(columns.length);
        orders = new FixedColumn.Longs(columns.length + 1);
        this.order = order;
    }

    /** Turns to a new chunk. */
    void begin(DuckDBDataChunkWriter chunk) {
        capacity = (int) chunk.capacity();
        rows = 0;
        for (ColumnBuffer column : columns) {
            column.begin(chunk);
        }
        places.begin(chunk);
        orders.begin(chunk);
    }

    boolean hasRoom() {
        return rows < capacity;
    }

    void add(Verdict.Row values, long place) {
        for (ColumnBuffer column : columns) {
            column.put(rows, values);
        }
        places.putLong(rows, place);
        orders.putLong(rows, order.of(values, place));
        rows++;
    }

    /** Completes the chunk; returns its rows. */
    int finish() {
        for (ColumnBuffer column : columns) {
            column.finish(rows);
        }
        places.finish(rows);
        orders.finish(rows);
        return rows;
    }
}
