/** Raw to clean and error, by the contract, in DuckDB. */
@NullMarked
package dev.eider.staging.duckdb;

import org.jspecify.annotations.NullMarked;
