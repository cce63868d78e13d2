"""DuckDB alone, lines of JSON to one Parquet file: read_json.py GLOB OUT [--keyed].

No check, no reject, no mask; --keyed keeps one row of each transaction_id.
"""

import json
import sys
import time

import duckdb

COLUMNS = {
    "transaction_id": "BIGINT",
    "account_number": "VARCHAR",
    "amount": "DECIMAL(18,2)",
    "processing_duration": "DOUBLE",
    "status": "VARCHAR",
    "source_system": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "customer_region": "VARCHAR",
    "account_type": "VARCHAR",
}

start = time.monotonic()
parts, out = sys.argv[1:3]
compression = "zstd" if parts.endswith(".zst") else "none"
once = "QUALIFY row_number() OVER (PARTITION BY transaction_id) = 1" if "--keyed" in sys.argv else ""
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
connection.execute(
    f"COPY (SELECT * FROM read_json('{parts}', columns = {COLUMNS}, format = 'newline_delimited', "
    f"compression = '{compression}') {once}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
)
print(json.dumps({"millis": round((time.monotonic() - start) * 1000)}))
