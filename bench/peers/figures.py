"""Figures by which two results are compared, as JSON: figures.py lines GLOB | rows GLOB | clean GLOB | star DATABASE [REJECTED].

Equal figures mean equal work: counts, exact sums, and digests that do not depend on the order of rows. Of an account
only the last four characters are compared, since all that is published is masked.
"""

import glob
import json
import pathlib
import sys

import duckdb
import zstandard

CLEAN = """
SELECT
    count(*) AS rows,
    count(DISTINCT transaction_id) AS keys,
    sum(amount)::VARCHAR AS amount,
    sum(hash(transaction_id, amount::DECIMAL(18,2), processing_duration, status, source_system, epoch_us(timestamp),
        customer_region, account_type, right({account}, 4))::HUGEINT)::VARCHAR AS digest
FROM read_parquet('{where}')
"""
STAR = """
SELECT
    count(*) AS rows,
    count(DISTINCT transaction_id) AS keys,
    count(DISTINCT f.account_id) AS accounts,
    count(DISTINCT f.time_id) AS days,
    sum(amount)::VARCHAR AS amount,
    sum(hash(transaction_id, amount::DECIMAL(18,2), processing_duration, status, source_system, d.year, d.month, d.day,
        customer_region, account_type, right(masked_account_number, 4))::HUGEINT)::VARCHAR AS digest
FROM transaction_fact f
JOIN account_dimension a ON a.account_id = f.account_id
JOIN time_dimension d ON d.time_id = f.time_id
"""
SUMMARY = """
SELECT count(*) AS summaries, sum(txn_count)::VARCHAR AS summary_rows, sum(total_amount)::VARCHAR AS summary_amount
FROM transaction_daily_summary
"""


def figures(connection: duckdb.DuckDBPyConnection, query: str) -> dict:
    cursor = connection.execute(query)
    return dict(zip([c[0] for c in cursor.description], cursor.fetchone()))


def lines(part: str) -> int:
    """Lines of a zstd part, each with its end."""
    count = 0
    with open(part, "rb") as source, zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True) as text:
        for block in iter(lambda: text.read(1 << 20), b""):
            count += block.count(b"\n")
    return count


what, where = sys.argv[1:3]
if what == "lines":
    found = {"rows": sum(lines(part) for part in glob.glob(where))}
elif what == "rows":
    found = figures(duckdb.connect(), f"SELECT count(*) AS rows FROM read_parquet('{where}')")
elif what == "clean":
    con = duckdb.connect()
    columns = [c[0] for c in con.execute(f"FROM read_parquet('{where}') LIMIT 0").description]
    account = "masked_account_number" if "masked_account_number" in columns else "account_number"
    found = figures(con, CLEAN.format(where=where, account=account))
else:
    con = duckdb.connect(where, read_only=True)
    found = {**figures(con, STAR), **figures(con, SUMMARY)}
    tables = [t[0] for t in con.execute("SHOW TABLES").fetchall()]
    if len(sys.argv) > 3:
        text = pathlib.Path(sys.argv[3]).read_bytes()
        found["rejected"] = sum(1 for line in text.splitlines() if line.strip())
    elif "rejected" in tables:
        found["rejected"] = con.execute("SELECT count(*) FROM rejected").fetchone()[0]
print(json.dumps(found))
