"""The shortest way that keeps files: pages by the Go client over 4 connections, then DuckDB alone.

files_star.py DATABASE URL PAGE_SIZE [--client GO_CLIENT] [--single]

Writes clean Parquet (checked, one row of each key) and a file of rejects, then the star. Without --client the pages are
read by Python; --single takes the first page only. Nothing is kept safe: a kill leaves half files behind.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import urllib.request

import duckdb

HERE = pathlib.Path(__file__).parent
SHAPE = json.dumps(
    [
        {
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
    ]
)
VALID = (
    "transaction_id IS NOT NULL AND account_number IS NOT NULL AND customer_region IS NOT NULL AND timestamp IS NOT NULL "
    "AND amount >= 0 AND (status IS NULL OR status IN ('COMPLETED', 'PENDING', 'FAILED'))"
)

parser = argparse.ArgumentParser()
parser.add_argument("database")
parser.add_argument("url")
parser.add_argument("page_size", type=int)
parser.add_argument("--client")
parser.add_argument("--single", action="store_true")
a = parser.parse_args()

pages = pathlib.Path(a.database + ".pages")
shutil.rmtree(pages, ignore_errors=True)
pages.mkdir(parents=True)
if a.client and not a.single:
    subprocess.run([a.client, "-url", f"{a.url}/transactions", "-size", str(a.page_size), "-out", str(pages)], check=True)
else:
    with urllib.request.urlopen(f"{a.url}/transactions?page_size={a.page_size}") as answer:
        (pages / "1.json").write_bytes(answer.read())

connection = duckdb.connect(a.database)
connection.execute("SET preserve_insertion_order = false")
# DuckDB 2.0.0's read_json takes several times the CPU of read_text and from_json where a file is one object.
connection.execute(
    f"CREATE TEMP TABLE t AS SELECT unnest(from_json(json_extract(content, '$.data'), '{SHAPE}'), recursive := true) "
    f"FROM read_text('{pages}/*.json')"
)
connection.execute(
    f"COPY (FROM t WHERE {VALID} QUALIFY row_number() OVER (PARTITION BY transaction_id) = 1) TO '{pages}/clean.parquet' (COMPRESSION zstd)"
)
connection.execute(f"COPY (FROM t WHERE ({VALID}) IS NOT TRUE) TO '{a.database}.rejected' (FORMAT json)")
connection.execute("DROP TABLE t")
connection.execute(
    f"CREATE TEMP VIEW transactions AS SELECT *, '****' || right(account_number, 4) AS masked_account_number FROM '{pages}/clean.parquet'"
)
connection.execute((HERE / "star.sql").read_text())
connection.close()
