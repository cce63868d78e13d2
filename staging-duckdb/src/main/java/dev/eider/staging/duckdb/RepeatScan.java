package dev.eider.staging.duckdb;

import dev.eider.contract.RecordValidator;
import dev.eider.contract.Verdict;
import java.util.Iterator;
import org.duckdb.DuckDBDataChunkWriter;

/** Yields the rows of the records that a scan held aside; they are judged again, since a row is not kept. For one thread. */
final class RepeatScan implements ChunkSource {
    private final RawBatch batch;
    private final RecordValidator validator;
    private final ChunkRows rows;
    private final Iterator<Repeats.Held> records;

    RepeatScan(RawBatch batch) {
        this.batch = batch;
        validator = batch.validator();
        rows = batch.newRows();
        records = batch.repeats().held().iterator();
    }

    @Override
    public int fill(DuckDBDataChunkWriter chunk) {
        rows.begin(chunk);
        while (rows.hasRoom() && records.hasNext()) {
            Repeats.Held record = records.next();
            if (!(validator.judge(record) instanceof Verdict.Clean clean)) {
                IllegalStateException failure = new IllegalStateException("Cannot judge a clean record again");
                batch.fail(failure);
                throw failure;
            }
            rows.add(clean.row(), record.place());
        }
        return rows.finish();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
