-- grain: a file that holds at least one loser
SELECT DISTINCT _file
FROM read_parquet({files}, filename = '_file')
WHERE _place IN (SELECT _place FROM losers);
