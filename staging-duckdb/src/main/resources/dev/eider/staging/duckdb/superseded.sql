-- grain: a superseded record, in the order of places
SELECT _place FROM losers WHERE NOT _duplicate ORDER BY _place;
