-- grain: a record that is not the latest of its key, compared exactly
-- _place: of the loser; _duplicate: whether it equals the latest in every column of the contract
CREATE OR REPLACE TEMP TABLE losers AS
WITH ranked AS MATERIALIZED (
    SELECT {columns}, _place, row_number() OVER (PARTITION BY {keys} ORDER BY _order DESC, _place DESC) AS _rank
    FROM read_parquet({files})
    WHERE hash({keys}) IN (SELECT _hash FROM repeated)
)
SELECT loser._place AS _place, {equal} AS _duplicate
FROM ranked AS loser
JOIN ranked AS winner ON {same_key}
WHERE loser._rank > 1 AND winner._rank = 1;
