package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.FieldType;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * The table function that yields the clean rows of a batch; what it does not yield it counts and writes to the batch's
 * error segments, or holds aside. Several threads scan, each a raw part at a time. A failure is kept in the batch, since
 * the driver passes on only its text.
 */
final class RawScan implements DuckDBTableFunction<RawScan.Pass, RawScan.Pass, ChunkSource> {
    private final AtomicReference<@Nullable Pass> next = new AtomicReference<>();

    /** What a statement scans of a batch, by so many threads. */
    record Pass(RawBatch batch, int threads, Function<RawBatch, ChunkSource> sources) {}

    /** Makes the next statement scan all parts of the batch. */
    void turnTo(RawBatch batch) {
        next.set(new Pass(batch, batch.threads(), ScanThread::new));
    }

    /** Makes the next statement scan what the scan of the parts held aside. */
    void turnToRepeats(RawBatch batch) {
        next.set(new Pass(batch, 1, RepeatScan::new));
    }

    @Override
    public Pass bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        Pass bound = Objects.requireNonNull(next.get(), "batch");
        for (Column column : bound.batch().columns()) {
            FieldType type = column.type();
            if (type.kind() == FieldType.Kind.DECIMAL) {
                try (DuckDBLogicalType decimal = DuckDBLogicalType.decimal(type.precision(), type.scale())) {
                    info.addResultColumn(column.name(), decimal);
                }
            } else {
                info.addResultColumn(column.name(), ColumnBuffer.vectorType(type));
            }
        }
        info.addResultColumn(Column.PLACE, DuckDBColumnType.BIGINT);
        info.addResultColumn(Column.ORDER, DuckDBColumnType.BIGINT);
        return bound;
    }

    @Override
    public Pass init(DuckDBTableFunctionInitInfo info) {
        Pass bound = info.getBindData();
        info.setMaxThreads(bound.threads());
        return bound;
    }

    @Override
    public ChunkSource localInit(DuckDBTableFunctionInitInfo info) {
        Pass bound = info.getBindData();
        return bound.sources().apply(bound.batch());
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) throws Exception {
        ChunkSource source = call.getLocalInitData();
        return source.fill(chunk);
    }
}
