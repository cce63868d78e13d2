package dev.eider.staging.duckdb;

import java.io.IOException;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionState;

/** What one thread of a table function yields. */
interface ChunkSource extends DuckDBTableFunctionState {
    /** Fills a chunk and returns its rows; none are left only at the end. */
    int fill(DuckDBDataChunkWriter chunk) throws Exception;

    @Override
    void close() throws IOException;
}
