-- grain: a clean record of the batch, in no order
-- columns: those of the contract as the validator typed and masked them, then _place and _order
COPY (SELECT {columns} FROM judge())
TO {target} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, FILE_SIZE_BYTES {file_bytes_max}, ROW_GROUP_SIZE_BYTES {group_bytes_max});
