"""Warehouse projects for Eider, and how to take a stage back so that it can be run again."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

from .process import WORK

EIDER_YAML = """\
project: bench
timezone: UTC
bucket: %(bucket)s
mask_key: ${file:.secrets/mask_key}
connections:
  bank: {type: api, base_url: "${BANK_URL}"}
"""

DATASET = """\
dataset: transaction
source:
  connection: bank
  path: /transactions
  params: {page_size: %(page_size)d}
  data_selector: $.data
  paginator: {type: %(paginator)s}
%(hourly)s%(key)sevent_time: timestamp
fields:
  transaction_id: {type: bigint, required: true}
  account_number: {type: string, required: true%(mask)s}
  account_type: string
  customer_region: {type: string, required: true}
  amount: {type: "decimal(18,2)", required: true%(minimum)s}
  processing_duration: double
  status: {type: string, enum: [COMPLETED, PENDING, FAILED]}
  source_system: string
  timestamp: timestamp
quality: {max_rejected: 5%%}
%(star)s"""

STAR = """\
star:
  fact: transaction_fact
  dimensions:
    account_dimension: {natural_key: account_number, attributes: [account_type, customer_region]}
"""

SUMMARY = """\
/* ---
mart: transaction_daily_summary
materialized: table
grain: [year, month, day, customer_region]
description: Transactions by day and region.
--- */
SELECT
    td.year, td.month, td.day, ad.customer_region,
    COUNT(*) AS txn_count,
    SUM(tf.amount) AS total_amount,
    AVG(tf.processing_duration) AS avg_processing_duration
FROM transaction_fact tf
JOIN time_dimension td ON tf.time_id = td.time_id
JOIN account_dimension ad ON tf.account_id = ad.account_id
GROUP BY td.year, td.month, td.day, ad.customer_region
"""


MASK_KEY = "only-for-benchmarks-0123456789abcdef\n"


def write(folder: Path, name: str, text: str) -> None:
    """A file of a project."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text))


class Project:
    """A project folder below .work/projects, written anew."""

    def __init__(
        self,
        name: str,
        page_size: int = 10_000,
        paginator: str = "header_link",
        keyed: bool = True,
        minimum: bool = False,
        summary: bool = True,
        hourly_from: str = "",
        bucket: str = "./data",
    ) -> None:
        self.folder = WORK / "projects" / name
        shutil.rmtree(self.folder, ignore_errors=True)
        text = DATASET % {
            "page_size": page_size,
            "paginator": paginator,
            "hourly": f"  incremental: {{start: {hourly_from}, interval: hour}}\n" if hourly_from else "",
            "key": "primary_key: transaction_id\n" if keyed else "",
            "mask": ", mask: last4" if keyed else "",
            "minimum": ", minimum: 0" if minimum else "",
            "star": STAR if keyed else "",
        }
        write(self.folder, "eider.yaml", EIDER_YAML % {"bucket": bucket})
        write(self.folder, "datasets/transaction.yaml", text)
        write(self.folder, ".secrets/mask_key", MASK_KEY)
        if keyed and summary:
            write(self.folder, "marts/transaction_daily_summary.sql", SUMMARY)

    def path(self, name: str) -> Path:
        return self.folder / name

    @property
    def raw(self) -> str:
        """A glob of the parts with records; pages stand beside them under another name."""
        return str(self.folder / "data/staging/raw/*/*_raw-*.json.zst")

    @property
    def clean(self) -> str:
        return str(self.folder / "data/staging/clean/*/*.parquet")

    @property
    def warehouse(self) -> Path:
        return self.folder / "data/warehouse/current/warehouse.duckdb"

    @property
    def work_file(self) -> Path:
        return self.folder / ".eider/work/warehouse.work"

    def rejected(self) -> int:
        """Lines of the error zone."""
        return sum(_lines(f) for f in self.folder.glob("data/staging/error/*/*.json"))

    def remove_all(self) -> None:
        self._remove("data", ".eider")

    def remove_staged(self) -> None:
        self._remove("data/staging/clean", "data/staging/error", "data/manifests/transaction/stage")

    def remove_loaded(self) -> None:
        self._remove(".eider", "data/warehouse")

    def _remove(self, *names: str) -> None:
        for name in names:
            shutil.rmtree(self.folder / name, ignore_errors=True)


def _lines(path: Path) -> int:
    with open(path, "rb") as f:
        return sum(1 for line in f if line.strip())
