-- The rows of one clean file as objects of JSON, in the order of their places in raw.
SELECT ${object} FROM read_parquet('${file}') ORDER BY ${place}
