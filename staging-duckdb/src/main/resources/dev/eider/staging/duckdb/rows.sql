-- grain: one file; the rows that its footer states
SELECT num_rows FROM parquet_file_metadata({file});
