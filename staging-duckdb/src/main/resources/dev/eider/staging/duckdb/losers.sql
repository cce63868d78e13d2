-- grain: a record that loses to another of its key, compared exactly
-- _place: of the loser; _duplicate: whether it equals the latest in every column of the contract
-- The latest stays, or the first record of its part that equals it: that one was written before the others were seen.
-- Ranked by few columns, so that keys and places are all that is sorted; whole rows are joined for losers only.
CREATE OR REPLACE TEMP TABLE losers AS
WITH ranked AS (
    SELECT _place, first_value(_place) OVER (PARTITION BY {keys} ORDER BY _order DESC, _place DESC) AS _latest
    FROM {rows}
    WHERE {candidates}
), pairs AS MATERIALIZED (
    SELECT _place, _latest
    FROM ranked
    WHERE _place <> _latest
), compared AS (
    SELECT pairs._place AS _place, _latest, {equal} AS _duplicate
    FROM pairs
    JOIN {rows} AS loser ON loser._place = pairs._place
    JOIN {rows} AS winner ON winner._place = pairs._latest
), first AS (
    SELECT *, min(_place) FILTER (_duplicate AND _place >> 40 = _latest >> 40) OVER (PARTITION BY _latest) AS _first
    FROM compared
)
SELECT CASE WHEN _place = _first THEN _latest ELSE _place END AS _place, _duplicate
FROM first;
