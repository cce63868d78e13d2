package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.EiderException;
import dev.eider.contract.RawRecord;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.Verdict;
import dev.eider.zones.RecordFormat;
import java.io.IOException;
import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionState;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a scan: it takes part after part, judges its records in order, and fills chunks with the clean
 * ones. DuckDB calls it from ever new Java threads, one at a time, so all state is here and none in thread locals.
 */
final class ScanThread implements DuckDBTableFunctionState {
    /** Record bytes after which a chunk is handed over though it has room, so that long texts stay bounded. */
    private static final int CHUNK_BYTES_MAX = 8 << 20;

    private final RawBatch batch;
    private final RecordValidator validator;
    private final ColumnBuffer[] columns;
    private final FixedColumn.Longs places;
    private final FixedColumn.Longs orders;
    private final RecordOrder order;
    private PartTally tally;
    private RecordFormat.@Nullable Cursor cursor;
    private @Nullable ErrorSegment errors;
    private long unknownFieldsBefore;
    private int part;

    ScanThread(RawBatch batch) {
        this.batch = batch;
        validator = batch.validator();
        List<Column> visible = batch.columns();
        columns = new ColumnBuffer[visible.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnBuffer.of(visible.get(i).type(), i);
        }
        places = new FixedColumn.Longs(columns.length);
        orders = new FixedColumn.Longs(columns.length + 1);
        order = batch.order();
        tally = batch.newTally();
    }

    /** Fills a chunk; fewer rows than none are left only at the end of the batch. */
    int fill(DuckDBDataChunkWriter chunk) throws Exception {
        try {
            return fillUnchecked(chunk);
        } catch (Exception | Error e) {
            batch.fail(e);
            throw e;
        }
    }

    private int fillUnchecked(DuckDBDataChunkWriter chunk) throws Exception {
        int capacity = (int) chunk.capacity();
        for (ColumnBuffer column : columns) {
            column.begin(chunk);
        }
        places.begin(chunk);
        orders.begin(chunk);
        int rows = 0;
        long bytes = 0;
        while (rows < capacity && bytes < CHUNK_BYTES_MAX && !batch.hasFailed()) {
            RecordFormat.Cursor record = advance();
            if (record == null) {
                break;
            }
            tally.read++;
            if (judge(record, rows)) {
                rows++;
                bytes += record.length();
            }
        }
        for (ColumnBuffer column : columns) {
            column.finish(rows);
        }
        places.finish(rows);
        orders.finish(rows);
        return rows;
    }

    /** The next record of this part or of the next part that is free; null at the end. */
    private RecordFormat.@Nullable Cursor advance() throws Exception {
        while (true) {
            RecordFormat.Cursor current = cursor;
            if (current == null) {
                part = batch.nextPart();
                if (part < 0) {
                    return null;
                }
                current = batch.open(part);
                cursor = current;
                errors = batch.segment(part);
            }
            if (hasNext(current)) {
                return current;
            }
            endPart(current);
        }
    }

    private boolean hasNext(RecordFormat.Cursor current) throws EiderException {
        try {
            return current.next();
        } catch (IOException e) {
            throw batch.unreadable(part, e);
        }
    }

    private void endPart(RecordFormat.Cursor current) throws Exception {
        cursor = null;
        current.close();
        ErrorSegment segment = errors;
        errors = null;
        if (segment != null) {
            segment.close();
        }
        tally.unknownFields = validator.unknownFields() - unknownFieldsBefore;
        unknownFieldsBefore = validator.unknownFields();
        batch.add(part, tally);
        tally = batch.newTally();
    }

    /** Whether the record became a row of the chunk. */
    private boolean judge(RawRecord record, int row) throws IOException {
        Verdict verdict = validator.judge(record);
        if (verdict instanceof Verdict.Clean clean) {
            Verdict.Row values = clean.row();
            for (ColumnBuffer column : columns) {
                column.put(row, values);
            }
            places.putLong(row, batch.place(part, record));
            orders.putLong(row, order.of(values));
            tally.days.count(clean.eventDay());
            return true;
        }
        if (verdict instanceof Verdict.Rejected rejected) {
            ErrorSegment segment = errors;
            if (segment != null) {
                byte[] line = batch.errorLine(part, record, rejected, validator.fingerprint(record));
                segment.add(record.ordinal(), rejected.reasons().get(0).code(), line);
            }
        } else {
            tally.filtered++;
        }
        return false;
    }

    /** Closes what an abandoned scan left open. */
    @Override
    public void close() throws IOException {
        RecordFormat.Cursor left = cursor;
        ErrorSegment segment = errors;
        cursor = null;
        errors = null;
        if (segment != null) {
            segment.close();
        }
        if (left != null) {
            left.close();
        }
    }
}
