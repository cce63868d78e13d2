"""The way of a script: a loop of pages by requests, a DataFrame, drop_duplicates, Parquet, CREATE TABLE AS.

pandas_star.py DATABASE URL PAGE_SIZE [--single]
"""

import pathlib
import sys

import duckdb
import pandas as pd
import requests

database, url, page_size = sys.argv[1:4]
session = requests.Session()
records: list[dict] = []
page = 1
while page:
    answer = session.get(f"{url}/transactions", params={"page_size": page_size, "page": page}, timeout=30)
    answer.raise_for_status()
    body = answer.json()
    records += body["data"]
    page = page + 1 if body["meta"]["next_cursor"] and "--single" not in sys.argv else 0

frame = pd.DataFrame(records)
frame["timestamp"] = pd.to_datetime(frame["timestamp"], errors="coerce").dt.tz_localize(None)
frame["amount"] = pd.to_numeric(frame["amount"], errors="coerce")
required = ["transaction_id", "account_number", "customer_region", "timestamp", "amount"]
valid = frame[required].notna().all(axis=1) & (frame["amount"] >= 0) & frame["status"].isin(["COMPLETED", "PENDING", "FAILED"])
frame[~valid].to_json(database + ".rejected", orient="records", lines=True)
clean = frame[valid].drop_duplicates(subset="transaction_id")
clean = clean.assign(masked_account_number="****" + clean["account_number"].str[-4:])
clean.to_parquet(database + ".parquet", index=False)

connection = duckdb.connect(database)
connection.execute(
    "CREATE TEMP VIEW transactions AS SELECT * REPLACE (amount::DECIMAL(18,2) AS amount, timestamp::TIMESTAMP AS timestamp) "
    f"FROM '{database}.parquet'"
)
connection.execute((pathlib.Path(__file__).parent / "star.sql").read_text())
connection.close()
