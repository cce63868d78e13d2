-- grain: a clean record whose key may be that of a record held aside: by hash, so that others may be among them
-- columns: those of clean
CREATE OR REPLACE TEMP TABLE touched AS
SELECT *
FROM read_parquet({files})
WHERE hash({keys}) IN (SELECT hash({keys}) FROM read_parquet({repeats}));
