"""dlt into DuckDB (schema raw): dlt_load.py DATABASE URL PAGE_SIZE --mode default|tuned|arrow [--single].

default: as documented, INSERT statements.
tuned: the rest_api source with Parquet load files, rotated, two normalise workers.
arrow: an own resource that yields Arrow tables, so that nothing is normalised.
"""

import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument("database")
parser.add_argument("url")
parser.add_argument("page_size", type=int)
parser.add_argument("--mode", choices=["default", "tuned", "arrow"], required=True)
parser.add_argument("--single", action="store_true")
a = parser.parse_args()
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"})
if a.mode == "tuned":
    os.environ.update(
        {
            "NORMALIZE__WORKERS": "2",
            "NORMALIZE__START_METHOD": "spawn",
            "DATA_WRITER__FILE_MAX_ITEMS": "100000",
            "DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
        }
    )

import dlt  # noqa: E402 - reads the environment when imported
from dlt.sources.rest_api import rest_api_source  # noqa: E402

ARROW_ROWS = 50_000


def rest_api():
    return rest_api_source(
        {
            "client": {"base_url": a.url, "paginator": "single_page" if a.single else "header_link"},
            "resources": [
                {
                    "name": "transactions",
                    "write_disposition": "append",
                    "endpoint": {"path": "transactions", "params": {"page_size": a.page_size}, "data_selector": "data"},
                }
            ],
        },
        name="bank",
    )


@dlt.resource(name="transactions", write_disposition="append")
def arrow_tables():
    import orjson
    import pyarrow as pa
    from dlt.sources.helpers import requests

    text = ["account_number", "status", "source_system", "timestamp", "customer_region", "account_type"]
    schema = pa.schema(
        [("transaction_id", pa.int64()), ("amount", pa.float64()), ("processing_duration", pa.float64())]
        + [(name, pa.string()) for name in text]
    )
    page, rows = 1, []
    while page:
        answer = requests.get(f"{a.url}/transactions", params={"page_size": a.page_size, "page": page})
        body = orjson.loads(answer.content)
        rows += body["data"]
        page = page + 1 if body["meta"]["next_cursor"] and not a.single else 0
        if len(rows) >= ARROW_ROWS or not page:
            yield pa.Table.from_pylist(rows, schema=schema)
            rows = []


if __name__ == "__main__":  # the spawned workers import this file
    pipeline = dlt.pipeline(
        "bank",
        destination=dlt.destinations.duckdb(a.database),
        dataset_name="raw",
        pipelines_dir=a.database + ".dlt",
    )
    form = {} if a.mode == "default" else {"loader_file_format": "parquet"}
    print(pipeline.run(arrow_tables() if a.mode == "arrow" else rest_api(), **form))
