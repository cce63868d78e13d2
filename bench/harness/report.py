"""RESULTS.md: made of the last result of every job, each with its own date and build."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

from .process import BENCH, COMMANDS, ROOT, WORK, Failed, output
from .race import Row
from .tools import PACKAGES

TABLE = "| job | ours | against | ratio | asked | reached? |\n|---|---|---|---|---|---|\n"

INTRO = """\
# Results

Written by `bench/run`; do not edit. Contestants run in turn within one run, another one first each round; each starts
as a process of its own, its start included. Seconds are medians, CPU seconds include children, memory is that of the
largest process. Each ratio is the median over the rounds of the ratio within the round: `>=` asks for a share of the
other's speed (its time / ours), `<=` for a bound of our time (ours / its). Before a time counts, counts, exact sums and
digests of the two results were equal. "Reached?" goes by wall clock, and says where CPU seconds would say otherwise.
"""


def save(job: str, rounds: int, rows: list[Row], facts: list[str], load_before: float) -> None:
    """Keeps the result of a job for the next report."""
    entry = {
        "rows": [asdict(r) for r in rows],
        "facts": facts,
        "rounds": rounds,
        "at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "build": build(),
        "load": [round(load_before, 1), round(os.getloadavg()[0], 1)],
        "commands": list(COMMANDS.seen),
    }
    COMMANDS.seen.clear()
    folder = WORK / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{job}.json").write_text(json.dumps(entry, indent=1))


def build() -> str:
    try:
        commit = output(["git", "-C", str(ROOT), "rev-parse", "--short=10", "HEAD"]).strip()
        changed = output(["git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench"])
    except (Failed, OSError):
        return "unknown"
    return commit + ("+" if changed.strip() else "")


def table(rows: list[Row]) -> str:
    return TABLE + "".join(f"| {' | '.join(_cell(c) for c in asdict(r).values())} |\n" for r in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def write(order: list[str]) -> Path:
    """Writes RESULTS.md from what is kept."""
    kept = [(job, WORK / "results" / f"{job}.json") for job in order]
    entries = [(job, json.loads(path.read_text())) for job, path in kept if path.exists()]
    rows = [Row(**r) for _, e in entries for r in e["rows"]]
    parts = [INTRO, "\n## Machine\n\n", machine(), "\n## Table\n\n", table(rows), "\n## Beside the table\n\n"]
    parts += [f"- {fact}\n" for _, e in entries for fact in e["facts"]]
    parts.append("\n## When\n\n| job | rounds | at | build | load average before, after |\n|---|---|---|---|---|\n")
    parts += [f"| {job} | {e['rounds']} | {e['at']} | {e['build']} | {e['load'][0]}, {e['load'][1]} |\n" for job, e in entries]
    if any(max(e["load"]) > _cores() for _, e in entries):
        parts.append("\nA load average above the number of cores means that others were at work: go by CPU seconds then.\n")
    missing = [job for job, path in kept if not path.exists()]
    if missing:
        parts.append(f"\nNot run: {', '.join(missing)}.\n")
    parts.append("\n## Commands\n")
    for job, e in entries:
        parts.append(f"\n`bench/run {job} --rounds {e['rounds']}`:\n\n```\n" + "\n".join(_steady(e["commands"])) + "\n```\n")
    target = BENCH / "RESULTS.md"
    target.write_text("".join(parts))
    return target


def _steady(commands: list[str]) -> list[str]:
    """Commands without the port of the day."""
    return list(dict.fromkeys(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", c) for c in commands))


def machine() -> str:
    lines = {
        "Processor": f"{_first('/proc/cpuinfo', 'model name') or platform.processor()}, {_cores()} cores",
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "JDK": _version(["java", "-version"]),
        "Python": platform.python_version(),
        "Go": _version(["go", "version"]),
        "Packages": ", ".join(dict.fromkeys(p for names in PACKAGES.values() for p in names)),
    }
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {_cell(value)} |\n" for name, value in lines.items())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0


def _memory() -> str:
    kilobytes = _first("/proc/meminfo", "MemTotal")
    return f"{int(kilobytes.split()[0]) / 2**20:.1f} GiB" if kilobytes else "unknown"


def _first(path: str, key: str) -> str:
    try:
        found = re.search(rf"^{key}\s*:\s*(.*)$", Path(path).read_text(), re.M)
    except OSError:
        return ""
    return found.group(1) if found else ""


def _version(argv: list[str]) -> str:
    if shutil.which(argv[0]) is None:
        return "absent"
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[0]
