"""What settings of producers, consumers and topics are worth: one changes, the others stay as they are."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator

from .kafka import Broker
from .race import Row

SIZE = 200
PARTITIONS = 4
PRODUCER = {"batch.size": "262144", "linger.ms": "20", "compression.type": "lz4", "acks": "all"}
PRODUCERS = [
    {},
    {"batch.size": "16384"},
    {"batch.size": "1048576"},
    {"linger.ms": "0"},
    {"linger.ms": "100"},
    {"compression.type": "none"},
    {"compression.type": "snappy"},
    {"compression.type": "zstd"},
    {"acks": "1"},
    {"enable.idempotence": "false"},
]
CONSUMERS = [
    {},
    {"fetch.min.bytes": "1048576"},
    {"fetch.max.bytes": "1048576"},
    {"max.partition.fetch.bytes": "131072"},
    {"max.partition.fetch.bytes": "8388608"},
    {"max.poll.records": "5000"},
]
PARTITION_COUNTS = (1, 2, 4, 6, 12)
REPLICATED = [{"acks": "all"}, {"acks": "1"}]


def settings(rounds: int, records: int) -> list[Row]:
    """Medians of the programs' own times, without their start; the broker shares the machine."""
    names = (f"settings-{i}" for i in itertools.count())
    rows = []
    with Broker() as broker:
        rows += [_produced(broker, names, rounds, records, PARTITIONS, changed, "1 broker") for changed in PRODUCERS]
        for count in PARTITION_COUNTS:
            rows.append(_produced(broker, names, rounds, records, count, {}, f"1 broker, {count} partitions"))
            topic = f"read-{count}"
            broker.fill(topic, count, records, SIZE)
            changes = CONSUMERS if count == PARTITIONS else CONSUMERS[:1]
            rows += [_read(broker, topic, rounds, count, changed) for changed in changes]
    with Broker(nodes=3) as cluster:
        rows += [
            _produced(cluster, names, rounds, records, PARTITIONS, changed, "3 brokers, 3 replicas, min.insync 2")
            for changed in REPLICATED
        ]
    return rows


def _produced(
    broker: Broker, names: Iterator[str], rounds: int, records: int, partitions: int, changed: dict[str, str], where: str
) -> Row:
    options = [f"{name}={value}" for name, value in {**PRODUCER, **changed}.items()]
    topics = [next(names) for _ in range(rounds)]
    runs = [broker.fill(topic, partitions, records, SIZE, *options) for topic in topics]
    stored = broker.bytes_on_disk(topics[-1]) / runs[-1]["bytes"]
    return _row(f"produce, {where}: {_text(changed)}", records, runs, f"{stored:.2f}x of the values' bytes on disk")


def _read(broker: Broker, topic: str, rounds: int, partitions: int, changed: dict[str, str]) -> Row:
    options = [f"{name}={value}" for name, value in changed.items()]
    runs = [broker.counted(topic, *options) for _ in range(rounds)]
    return _row(f"consume, {partitions} partitions, a thread each: {_text(changed)}", runs[0]["records"], runs, "-")


def _text(changed: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in changed.items()) or "defaults of this table"


def _row(job: str, records: int, runs: list[dict], against: str) -> Row:
    median = statistics.median(run["millis"] / 1000 for run in runs)
    mib = runs[0]["bytes"] / 2**20 / median
    return Row(job, f"{median:.2f} s, {records / median:,.0f} records/s, {mib:.0f} MiB/s", against, "-", "-", "")
