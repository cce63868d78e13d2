"""What a day costs in requests to a bucket elsewhere, by the log of an emulator of Google Cloud Storage."""

from __future__ import annotations

import datetime
import re
import shutil
from collections import Counter
from pathlib import Path

from .bank import DAYS, Bank
from .emulator import BUCKET, Emulator
from .process import ROOT, WORK, measure
from .race import Row
from .tools import eider

PAST_DAYS = 30
PER_DAY = 1_100
STAGES = ["ingest", "stage", "load", "publish"]
REQUEST = re.compile(r'"(GET|POST|PUT|PATCH|DELETE) (\S+) HTTP')
TOKEN = "only-for-benchmarks"


def kind(method: str, target: str) -> str:
    """As the store bills them: A creates, changes and lists, B reads, deletions are free."""
    path = target.split("?", 1)[0]
    if method == "DELETE":
        return "free"
    if method != "GET" or path.rstrip("/").endswith("/o"):
        return "A"
    return "B"


class Counted:
    """An emulator, and what has been asked of it since the last look."""

    def __init__(self, emulator: Emulator) -> None:
        self.log = emulator.log
        self.seen = self.log.stat().st_size

    def since(self) -> Counter[str]:
        with open(self.log, "rb") as log:
            log.seek(self.seen)
            text = log.read().decode(errors="replace")
        self.seen = self.log.stat().st_size
        return Counter(kind(*m) for m in REQUEST.findall(text) if f"/b/{BUCKET}/" in m[1])


def count(facts: list[str]) -> list[Row]:
    """The bank of examples/: a month of its days, then one day stage by stage, one day by `run`, and nothing new."""
    project = _project()
    with Emulator(log_level="info") as emulator, _bank() as bank:
        env = {**emulator.env, "BANK_URL": bank.url, "BANK_TOKEN": TOKEN, "BANK_BUCKET": f"gs://{BUCKET}/zones"}
        counted = Counted(emulator)
        rows = []

        def eider_does(what: str, *command: str) -> None:
            measure([eider(), *command, "-C", str(project), "--log", "json"], f"gcs-requests-{len(rows)}", env)
            found = counted.since()
            text = f"{found['A']} A, {found['B']} B" + (f", {found['free']} free" if found["free"] else "")
            rows.append(Row(f"requests to gs://: {what}", text, "-", "-", "-", ""))

        first, last = _day(0), _day(PAST_DAYS - 1)
        eider_does(f"`run` of {PAST_DAYS} days, from nothing", "run", "--from", first, "--to", last)
        for stage in STAGES:
            which = ["--interval", _day(PAST_DAYS)] if stage in ("ingest", "stage") else []
            eider_does(f"`{stage}` of one more day", stage, *which)
        eider_does("`run` of one more day", "run", "--interval", _day(PAST_DAYS + 1))
        eider_does(f"`run` of {PAST_DAYS + 2} days, all done before", "run", "--from", first, "--to", _day(PAST_DAYS + 1))
        for what in ("from nothing", "nothing new"):
            eider_does(f"`pull`, {what}", "pull", "--to", str(project / "published"))
    facts.append("Classes of requests: A creates, changes and lists, B reads; deletions are free.")
    return rows


def _day(number: int) -> str:
    return str(datetime.date(2025, 1, 6) + datetime.timedelta(number))


def _bank() -> Bank:
    return Bank(PER_DAY * DAYS, "--days", str(PAST_DAYS + 2), "--token", TOKEN)


def _project() -> Path:
    folder = WORK / "projects" / "gcs-requests"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "bank", folder)
    (folder / ".secrets").mkdir(exist_ok=True)
    (folder / ".secrets" / "mask_key").write_text("only-for-benchmarks-0123456789abcdef\n")
    return folder
