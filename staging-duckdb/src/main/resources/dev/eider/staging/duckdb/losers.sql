-- grain: a record that is not the latest of its key, compared exactly
-- _place: of the loser; _duplicate: whether it equals the latest in every column of the contract
-- Ranked by few columns, so that keys and places are all that is sorted; whole rows are joined for losers only.
CREATE OR REPLACE TEMP TABLE losers AS
WITH ranked AS (
    SELECT _place, first_value(_place) OVER (PARTITION BY {keys} ORDER BY _order DESC, _place DESC) AS _latest
    FROM read_parquet({files})
    WHERE hash({keys}) IN (SELECT _hash FROM repeated)
), pairs AS MATERIALIZED (
    SELECT _place, _latest
    FROM ranked
    WHERE _place <> _latest
)
SELECT loser._place AS _place, {equal} AS _duplicate
FROM pairs
JOIN read_parquet({files}) AS loser ON loser._place = pairs._place
JOIN read_parquet({files}) AS winner ON winner._place = pairs._latest;
