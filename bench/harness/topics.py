"""Jobs whose records come from a topic."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from .kafka import Broker, connect_sink
from .process import WORK, Background, measure, output
from .project import MASK_KEY, write
from .race import Contestant, Row, Unequal, race, speed, verdict
from .tools import PEERS, eider, python

SHAPES = ((1000, 1), (1000, 6), (200, 1), (200, 6))
BACKLOG_SHAPE = (1000, 6)
BACKLOG_RSS_MAX_MIB = 400
CLEAN_SHAPE = (200, 1)

EIDER_YAML = """\
project: bench
timezone: UTC
bucket: ./data
mask_key: ${file:.secrets/mask_key}
connections:
  events: {type: kafka, bootstrap_servers: "%(bootstrap)s"}
"""

DATASET = """\
dataset: transaction
source: {connection: events, topic: %(topic)s}
event_time: timestamp
fields:
  transaction_id: {type: bigint, required: true}
  account_number: {type: string, required: true}
  account_type: string
  customer_region: {type: string, required: true}
  amount: {type: "decimal(18,2)", required: true}
  status: {type: string, enum: [COMPLETED, PENDING, FAILED]}
  timestamp: timestamp
  note: string
quality: {max_rejected: 5%%}
"""


FOLLOWED = """\
dataset: transaction
source: {connection: events, topic: %(topic)s}
primary_key: transaction_id
event_time: timestamp
updated_at: sent_at
fields:
  transaction_id: bigint
  account_number: {type: string, required: true}
  customer_region: {type: string, required: true}
  amount: {type: "decimal(18,2)", required: true}
  status: {type: string, enum: [COMPLETED, PENDING, FAILED]}
  timestamp: timestamp
  sent_at: {type: timestamp, from: $meta.timestamp, required: true}
  kafka_partition: {type: integer, from: $meta.partition}
  kafka_offset: {type: bigint, from: $meta.offset}
quality: {max_rejected: 5%%}
star: {fact: transaction_fact}
"""
FOLLOW_RATE = 2_000
FOLLOW_PARTITIONS = 3
FOLLOW_FRESH_SECONDS = 60

# What is read last waits for the end of its range, for the next round, and for its publication.
FOLLOW_LAST_SECONDS = 45


class Stream:
    """A project that follows one topic, written anew."""

    def __init__(self, name: str, broker: Broker, topic: str) -> None:
        self.folder = WORK / "projects" / name
        shutil.rmtree(self.folder, ignore_errors=True)
        write(self.folder, "eider.yaml", EIDER_YAML % {"bootstrap": broker.bootstrap})
        write(self.folder, "datasets/transaction.yaml", DATASET % {"topic": topic})
        write(self.folder, ".secrets/mask_key", MASK_KEY)

    def command(self, *options: str) -> list[str]:
        return [eider(), "stream", "-C", str(self.folder), "--until-caught-up", "--log", "json", *options]

    def reset(self) -> None:
        for name in ("data", ".eider"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def raw(self) -> dict:
        return {"records": _figures("lines", self.folder / "data/staging/raw/*/*_raw-*.json.zst")["rows"]}

    def clean(self) -> dict:
        return {"records": _figures("rows", self.folder / "data/staging/clean/*/*.parquet")["rows"]}


def _figures(what: str, where: object) -> dict:
    return json.loads(output([python("pandas"), str(PEERS / "figures.py"), what, str(where)]))


def _said(log: str) -> Callable[[], dict]:
    """The records that a peer's last run says it read."""

    def last() -> dict:
        newest = max((WORK / "logs").glob(f"{log}-*.log"), key=lambda f: f.stat().st_mtime)
        line = next(t for t in newest.read_text().splitlines() if t.startswith("{"))
        return {"records": json.loads(line)["records"]}

    return last


def _count(broker: Broker, job: str, topic: str) -> Contestant:
    name = "bare consumers"
    return Contestant(name, broker.count(topic), lambda: None, _said(f"{job}-{name.replace(' ', '-')}"))


def raw(rounds: int, total: int, facts: list[str], peak: Callable[[str, float], None]) -> list[Row]:
    """topic -> raw, about `total` bytes in records of two sizes, in one partition and in six."""
    rows = []
    with Broker() as broker:
        for size, partitions in SHAPES:
            topic = f"raw-{size}-{partitions}"
            broker.fill(topic, partitions, total // size, size)
            job = f"topic-{size}-{partitions}"
            stream = Stream(job, broker, topic)
            ours = Contestant("eider stream --raw-only", stream.command("--raw-only"), stream.reset, stream.raw)
            runs = race(job, [ours, _count(broker, job, topic)], rounds).runs
            peak("stream", runs[ours.name].rss)
            what = f"topic -> raw, {size:,} B, {partitions} partition{'s' if partitions > 1 else ''}"
            rows.append(speed(what, runs[ours.name], runs["bare consumers"], 0.6))
            mib = total / 2**20 / runs[ours.name].median("wall")
            facts.append(f"{what}: {total // size / runs[ours.name].median('wall'):,.0f} records/s, {mib:.0f} MiB/s, start included.")
            if (size, partitions) == BACKLOG_SHAPE:
                rows += _backlog(stream, job, total, runs[ours.name].rss, rounds)
            stream.reset()
    return rows


def _backlog(stream: Stream, job: str, total: int, raw: float, rounds: int) -> list[Row]:
    """What a backlog takes of memory on its way to raw, and if it is judged as well."""
    judged = []
    for number in range(rounds):
        stream.reset()
        judged.append(measure(stream.command(), f"{job}-judged-{number + 1}").rss)
    return [
        Row(
            f"backlog of {total / 2**20:,.0f} MiB to {where}, peak memory",
            f"{rss:.0f} MiB",
            "-",
            "-",
            f"<= {BACKLOG_RSS_MAX_MIB} MiB",
            verdict((rss <= BACKLOG_RSS_MAX_MIB,) * 2),
        )
        for where, rss in (("raw", raw), ("clean + error", max(judged)))
    ]


def clean(rounds: int, total: int, facts: list[str], peak: Callable[[str, float], None]) -> list[Row]:
    """topic -> clean + error, judged inline."""
    size, partitions = CLEAN_SHAPE
    job, topic = "topic-clean", "clean"
    with Broker() as broker:
        filled = broker.fill(topic, partitions, total // size, size)
        stream = Stream(job, broker, topic)
        ours = Contestant("eider stream", stream.command(), stream.reset, stream.clean)
        target = WORK / "out" / job / "sink.txt"

        def fresh() -> None:
            shutil.rmtree(target.parent, ignore_errors=True)
            target.parent.mkdir(parents=True)

        command = connect_sink(python("pandas"), broker, topic, filled["bytes"] + filled["records"], target)
        sink = Contestant("Connect FileStreamSink", command, fresh, lambda: {"records": _lines(target)})
        bare = _count(broker, job, topic)
        runs = race(job, [ours, bare, sink], rounds).runs
        peak("stream", runs[ours.name].rss)
        facts.append(f"topic -> clean: {filled['records'] / runs[ours.name].median('wall'):,.0f} records/s, start included.")
        shutil.rmtree(target.parent)
    what = f"topic -> clean + error, {size} B, {partitions} partition"
    return [
        speed(what, runs[ours.name], runs[bare.name], 0.35),
        speed(what, runs[ours.name], runs[sink.name], 2.0),
    ]


def follow(seconds: int, facts: list[str], peak: Callable[[str, float], None]) -> list[Row]:
    """topic -> published generation, again and again, while records come in at a steady rate."""
    topic = "follow"
    with Broker() as broker:
        stream = Stream("follow", broker, topic)
        write(stream.folder, "datasets/transaction.yaml", FOLLOWED % {"topic": topic})
        broker.fill(topic, FOLLOW_PARTITIONS, 0, CLEAN_SHAPE[0])
        over = stream.folder / "over"
        # Whatever is to be built is built before records come in.
        command = [eider(), "follow", "-C", str(stream.folder), "--for", f"{seconds + FOLLOW_LAST_SECONDS}s", "--log", "json"]
        output([eider(), "--version"])
        watch = [python("pandas"), str(PEERS / "watch_generations.py"), str(stream.folder), "transaction_fact", str(over)]
        with (
            Background(broker.filling(topic, FOLLOW_PARTITIONS, seconds * FOLLOW_RATE, CLEAN_SHAPE[0], f"rate={FOLLOW_RATE}")) as fill,
            Background(watch) as watching,
        ):
            cost = measure(command, "follow")
            over.touch()
            produced, seen = fill.said()["records"], watching.said()
    if seen["records"] != produced:
        raise Unequal(f"readers saw {seen['records']} records of {produced}")
    peak("follow", cost.rss)
    facts.append(
        f"Followed: {produced:,} records in {seconds} s; {seen['generations']} generations seen, {seen['stored']} stored at most; "
        f"p50 {seen['p50']:.1f} s, slowest {seen['max']:.1f} s; {cost.cpu:.0f} s of CPU, {cost.rss:.0f} MiB."
    )
    reached = verdict((seen["p99"] <= FOLLOW_FRESH_SECONDS,) * 2)
    job = f"eider follow, {FOLLOW_RATE:,} records/s, produce to published, p99"
    return [Row(job, f"{seen['p99']:.1f} s", "-", "-", f"<= {FOLLOW_FRESH_SECONDS} s", reached)]


def _lines(path: Path) -> int:
    with open(path, "rb") as f:
        return sum(block.count(b"\n") for block in iter(lambda: f.read(1 << 20), b""))
