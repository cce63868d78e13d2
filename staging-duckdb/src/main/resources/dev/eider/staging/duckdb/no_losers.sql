-- grain: a record that is not the latest of its key: none at first
CREATE OR REPLACE TEMP TABLE losers (_place BIGINT, _duplicate BOOLEAN);
