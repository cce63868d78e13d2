"""Bare CREATE TABLE AS of the star from clean Parquet: ctas.py GLOB DATABASE. No audits, no ledger, no lasting keys."""

import json
import pathlib
import sys
import time

import duckdb

start = time.monotonic()
clean, database = sys.argv[1:3]
connection = duckdb.connect(database)
connection.execute("SET preserve_insertion_order = false")
connection.execute(f"CREATE TEMP VIEW transactions AS FROM read_parquet('{clean}')")
connection.execute((pathlib.Path(__file__).parent / "star.sql").read_text())
connection.close()
print(json.dumps({"millis": round((time.monotonic() - start) * 1000)}))
