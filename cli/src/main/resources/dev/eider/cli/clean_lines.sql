-- The rows of one clean file as lines of JSON, in the order of their places in raw.
COPY (SELECT ${columns} FROM read_parquet('${file}') ORDER BY ${place}) TO '${lines}' (FORMAT json)
