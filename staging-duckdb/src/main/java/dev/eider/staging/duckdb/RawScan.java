package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.FieldType;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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
 * error segments. Several threads scan, each a raw part at a time. A failure is kept in the batch, since the driver
 * passes on only its text.
 */
final class RawScan implements DuckDBTableFunction<RawBatch, RawBatch, ScanThread> {
    private final AtomicReference<@Nullable RawBatch> batch = new AtomicReference<>();

    /** The batch that the next statement scans. */
    void turnTo(RawBatch next) {
        batch.set(next);
    }

    @Override
    public RawBatch bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        RawBatch bound = Objects.requireNonNull(batch.get(), "batch");
        for (Column column : bound.columns()) {
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
    public RawBatch init(DuckDBTableFunctionInitInfo info) {
        RawBatch bound = info.getBindData();
        info.setMaxThreads(bound.threads());
        return bound;
    }

    @Override
    public ScanThread localInit(DuckDBTableFunctionInitInfo info) {
        RawBatch bound = info.getBindData();
        return new ScanThread(bound);
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) throws Exception {
        ScanThread thread = call.getLocalInitData();
        return thread.fill(chunk);
    }
}
