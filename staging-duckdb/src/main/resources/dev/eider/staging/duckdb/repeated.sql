-- grain: a hash that more than one record's key has: candidates only, since keys may share a hash
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT hash({keys}) AS _hash
FROM read_parquet({files})
GROUP BY _hash
HAVING count(*) > 1;
