package dev.eider.staging.duckdb;

import dev.eider.contract.EiderException;
import dev.eider.contract.RawRecord;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.Verdict;
import dev.eider.zones.RecordFormat;
import java.io.IOException;
import org.duckdb.DuckDBDataChunkWriter;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a scan: it takes part after part, judges its records in order, and fills chunks with the clean
 * ones. DuckDB calls it from ever new Java threads, one at a time, so all state is here and none in thread locals.
 */
final class ScanThread implements ChunkSource {
    /** Record bytes after which a chunk is handed over though it has room, so that long texts stay bounded. */
    private static final int CHUNK_BYTES_MAX = 8 << 20;

    private final RawBatch batch;
    private final RecordValidator validator;
    private final ChunkRows rows;
    private final Repeats repeats;
    private final KeyHash keyHash;
    private PartTally tally;
    private RecordFormat.@Nullable Cursor cursor;
    private @Nullable ErrorSegment errors;
    private long unknownFieldsBefore;
    private int part;

    ScanThread(RawBatch batch) {
        this.batch = batch;
        validator = batch.validator();
        rows = batch.newRows();
        repeats = batch.repeats();
        keyHash = batch.newKeyHash();
        tally = batch.newTally();
    }

    @Override
    public int fill(DuckDBDataChunkWriter chunk) throws Exception {
        try {
            return fillUnchecked(chunk);
        } catch (Exception | Error e) {
            batch.fail(e);
            throw e;
        }
    }

    private int fillUnchecked(DuckDBDataChunkWriter chunk) throws Exception {
        rows.begin(chunk);
        long bytes = 0;
        while (rows.hasRoom() && bytes < CHUNK_BYTES_MAX && !batch.hasFailed()) {
            RecordFormat.Cursor record = advance();
            if (record == null) {
                break;
            }
            tally.read++;
            if (judge(record)) {
                bytes += record.length();
            }
        }
        return rows.finish();
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
    private boolean judge(RawRecord record) throws IOException {
        Verdict verdict = validator.judge(record);
        if (verdict instanceof Verdict.Clean clean) {
            tally.days.count(clean.eventDay());
            long place = batch.place(part, record);
            if (repeats.areSought() && repeats.take(keyHash.of(clean.row()), place, record)) {
                return false;
            }
            rows.add(clean.row(), place);
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
