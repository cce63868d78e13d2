"""Jobs on a bucket elsewhere: an emulator of Google Cloud Storage on this machine."""

from __future__ import annotations

import functools
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .bank import Bank
from .emulator import BUCKET, Emulator
from .process import WORK, output
from .project import Project
from .race import Contestant, Row, Runs, race, speed, time, verdict
from .tools import DIST, JAVA, go_program, java_classes

CONNECTIONS = 4
PREFIX = "raw/"
# As the launcher starts Eider, but for what only its own libraries need.
JVM = ["-XX:+UseSerialGC", "-Xmx512m"]
GROWTH_MAX = 1.1


def copy(parts: Path, out: Path, rounds: int, facts: list[str]) -> list[Row]:
    """The files of a folder to a bucket and back, several at once."""
    size = sum(f.stat().st_size for f in parts.iterdir()) / 1e9
    count = len(list(parts.iterdir()))
    expected = _digests(_files(parts))
    rows = []
    for way, what in (("put", "to"), ("get", "from")):
        job = f"{size:.1f} GB, {count} objects, {what} gs://, {CONNECTIONS} at once"
        copies = out / "copies"
        folder = parts if way == "put" else copies
        with Emulator() as emulator:
            commands = {"Eider's port": _port(emulator, way, folder), "plain Go copy": _plain(emulator, way, folder)}
            if way == "put":
                commands["plain Go copy with metadata"] = _plain(emulator, "describe", folder)
            else:
                output(_plain(emulator, "put", parts))
            served: dict[str, list[float]] = {name: [] for name in commands}
            contestants = [
                _contestant(name, way, emulator, command, expected, copies, served[name]) for name, command in commands.items()
            ]
            runs = race(f"gcs-{way}", contestants, rounds).runs
        ours, *theirs = (runs[c.name] for c in contestants)
        rows += [speed(job, ours, other, None if "metadata" in other.name else 0.8) for other in theirs]
        said = [
            f"{r.name} {1000 * size / r.median('wall'):.0f} MB/s, {r.median('own'):.2f} s without the program's start, "
            f"{_median(served[r.name]):.1f} s of CPU of the emulator"
            for r in (ours, *theirs)
        ]
        facts.append(f"{job}: {'; '.join(said)}.")
    return rows


def _contestant(
    name: str,
    way: str,
    emulator: Emulator,
    command: list[str],
    expected: dict[str, str],
    copies: Path,
    served: list[float],
) -> Contestant:
    began = [0.0]

    def reset() -> None:
        shutil.rmtree(copies, ignore_errors=True)
        copies.mkdir(parents=True)
        if way == "put":
            emulator.remove(PREFIX)
        began[0] = emulator.cpu()

    def result() -> dict:
        served.append(emulator.cpu() - began[0])
        if way == "get":
            found = _digests(_files(copies))
        else:
            names = list(emulator.names(PREFIX))
            found = _digests({n[len(PREFIX) :]: functools.partial(emulator.content, n) for n in names})
        return {"equal": found == expected, "bytes": found}

    return Contestant(name, command, reset, result, emulator.env)


def _digests(contents: dict[str, Callable[[], BinaryIO]]) -> dict[str, str]:
    """Read in blocks: what this program holds would count as memory of the programs that it starts."""
    digests = {}
    for name, opened in sorted(contents.items()):
        digest = hashlib.sha256()
        with opened() as content:
            while block := content.read(1 << 20):
                digest.update(block)
        digests[name] = digest.hexdigest()
    return digests


def _files(folder: Path) -> dict[str, Callable[[], BinaryIO]]:
    return {f.name: functools.partial(open, f, "rb") for f in folder.iterdir()}


def _port(emulator: Emulator, way: str, folder: Path) -> list[str]:
    arguments = [way, f"gs://{BUCKET}", PREFIX, str(folder), str(CONNECTIONS), f"{DIST}/extensions"]
    return [JAVA, *JVM, "-cp", java_classes(), "CopyObjects", *arguments]


def _plain(emulator: Emulator, way: str, folder: Path) -> list[str]:
    return [go_program("objects"), way, emulator.url, BUCKET, PREFIX, str(folder), str(CONNECTIONS)]


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def run(
    bank: Bank,
    rounds: int,
    facts: list[str],
    stages: Callable[[str, Project], list[str]],
    figures: Callable[..., dict],
) -> list[Row]:
    """API -> published star, with the zones in a bucket beside a folder."""
    with Emulator() as emulator:
        near = Project("gcs-run-folder", page_size=1000, minimum=True)
        far = Project("gcs-run-bucket", page_size=1000, minimum=True, bucket=f"gs://{BUCKET}/zones")
        env = {"BANK_URL": bank.url, **emulator.env}
        began, served = [0.0], []

        def reset() -> None:
            far.remove_all()
            emulator.remove("zones/")
            began[0] = emulator.cpu()

        def published() -> dict:
            served.append(emulator.cpu() - began[0])
            pulled = far.path("data")
            output(["env", *(f"{k}={v}" for k, v in env.items()), *stages("pull", far), "--to", str(pulled)])
            return figures("star", pulled / "current/warehouse.duckdb")

        ours = Contestant("eider run on a bucket elsewhere", stages("run", far), reset, published, env)
        theirs = Contestant(
            "eider run on a folder", stages("run", near), near.remove_all, lambda: figures("star", near.warehouse), env
        )
        outcome = race("gcs-run", [ours, theirs], rounds)
        job = f"API -> published star on gs://, {bank.records():,} records"
    here, there = outcome.runs[theirs.name], outcome.runs[ours.name]
    facts.append(
        f"{job}: the emulator itself took {_median(served):.1f} s of CPU on the same cores. {_stages(there, here)}"
    )
    return [time(job, there, here, 1.3), _memory(there, here)]


def _stages(there: Runs, here: Runs) -> str:
    return (
        f"As the stages say themselves, without the program's start: {there.median('own'):.2f} s, "
        f"on a folder {here.median('own'):.2f} s."
    )


def _memory(there: Runs, here: Runs) -> Row:
    times = there.rss / here.rss
    reached = verdict((times <= GROWTH_MAX,) * 2)
    return Row(
        "peak memory of run on gs://", f"{there.rss:.0f} MiB", f"{here.name}: {here.rss:.0f} MiB", f"{times:.2f}x",
        f"<= {GROWTH_MAX}x", reached,
    )  # fmt: skip
