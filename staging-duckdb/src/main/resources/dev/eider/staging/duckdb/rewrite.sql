-- grain: a clean record, without the losers of its key
COPY (
    SELECT {columns}
    FROM read_parquet({files})
    WHERE ({rows}) AND _place NOT IN (SELECT _place FROM losers)
)
TO {target} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, FILE_SIZE_BYTES {file_bytes_max}, ROW_GROUP_SIZE_BYTES {group_bytes_max});
