"""The jobs: each returns lines of the table, and tells facts that stand below it."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import billing, bucket, settings, topics
from .bank import Bank, ceiling
from .process import WORK, Cost, Failed, measure, output
from .project import Project
from .race import Contestant, Row, Runs, Unequal, race, ratio, skipped, speed, time, verdict, without_start
from .tools import DIST, JAVA, PEERS, eider, go_fetch, java_classes, python, venv

RSS_MAX_MIB = 1024
GROWTH_MAX = 1.1
HOURS = 50_000
HISTORY_SECONDS_MAX = 3
BIG = 5_000_000
TOPIC_BYTES = 1_000_000_000
TOPIC_RECORDS = 2_000_000
FOLLOW_SECONDS = 180


@dataclass(eq=False)
class Bench:
    """Sizes, rounds, and what several jobs share: raw is ingested once, staged once, loaded once."""

    rounds: int
    big: int
    api: int
    bucket: str = "./data"
    facts: list[str] = field(default_factory=list)
    peaks: dict[str, float] = field(default_factory=dict)

    def stage_of(self, name: str, project: Project, env: dict[str, str] | None = None) -> Cost:
        """Runs one of Eider's stages outside a race; its memory counts."""
        cost = measure(stages(name, project), f"prepare-{name}", env)
        self.peak(name, cost.rss)
        return cost

    def peak(self, stage: str, rss: float) -> None:
        self.peaks[stage] = max(rss, self.peaks.get(stage, 0))

    @functools.cache  # noqa: B019 - lives as long as the program
    def raw(self, keyed: bool) -> Project:
        """A project with the transactions in raw, ingested from the sandbox."""
        project = Project(f"{'keyed' if keyed else 'plain'}-{self.big}", keyed=keyed)
        with Bank(self.big) as bank:
            print(f"ingesting {bank.records():,} records ...", flush=True)
            cost = self.stage_of("ingest", project, {"BANK_URL": bank.url})
            lines = figures("lines", project.raw)["rows"]
            if lines != bank.records():
                raise Unequal(f"raw has {lines} records, the sandbox {bank.records()}")
        size = sum(f.stat().st_size for f in project.folder.glob("data/staging/raw/*/*_raw-*")) / 1e6
        self.facts.append(f"Raw zone, {project.folder.name}: {lines:,} records, {size:.0f} MB of zstd, ingested in {cost.wall:.1f} s.")
        return project

    @functools.cache  # noqa: B019
    def staged(self) -> Project:
        project = self.raw(keyed=True)
        project.remove_staged()
        self.stage_of("stage", project, NO_BANK)
        return project

    @functools.cache  # noqa: B019
    def loaded(self) -> Project:
        project = self.staged()
        project.remove_loaded()
        self.stage_of("load", project, NO_BANK)
        return project


# The bank is not asked by the stages behind ingest, but the project names it.
NO_BANK = {"BANK_URL": "http://127.0.0.1:9"}


def figures(what: str, where: object, *more: object) -> dict:
    return json.loads(output([python("pandas"), str(PEERS / "figures.py"), what, str(where), *map(str, more)]))


def stages(command: str, project: Project) -> list[str]:
    return [eider(), command, "-C", str(project.folder), "--log", "json"]


def peer(script: str, *arguments: object) -> list[str]:
    return [python("pandas"), str(PEERS / script), *map(str, arguments)]


def scratch(name: str) -> Path:
    """A folder below .work for what a peer writes."""
    folder = WORK / "out" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def stage(b: Bench) -> list[Row]:
    """raw -> clean + error, neither key nor mask."""
    return _stage(b, "stage", keyed=False)


def stage_keyed(b: Bench) -> list[Row]:
    """raw -> clean + error with key and masks."""
    return _stage(b, "stage-keyed", keyed=True)


def _stage(b: Bench, job: str, keyed: bool) -> list[Row]:
    project = b.raw(keyed=keyed)
    out = scratch(job)
    plain = out / "plain"
    unpacked = [str(p) for p in sorted(project.folder.glob("data/staging/raw/*/*_raw-*.json.zst"))]
    output(peer("unpack.py", plain, *unpacked))
    options = ["--keyed"] if keyed else []
    ours = Contestant(
        "eider stage",
        stages("stage", project),
        project.remove_staged,
        lambda: figures("clean", project.clean),
        NO_BANK,
    )
    theirs = [
        _reader("DuckDB, the same zstd parts", project.raw, out / "zstd.parquet", options),
        _reader("DuckDB, plain files", f"{plain}/*.json", out / "plain.parquet", options),
    ]
    runs = race(job, [ours, *theirs], b.rounds).runs
    b.peak("stage", runs[ours.name].rss)
    shutil.rmtree(plain)
    what = "raw -> clean + error, key and masks" if keyed else "raw -> clean + error, no key, no mask"
    b.facts.append(without_start(what, runs[ours.name], runs[theirs[0].name]))
    return [
        speed(what, runs[ours.name], runs[theirs[0].name], 0.6),
        speed(what, runs[ours.name], runs[theirs[1].name], None),
    ]


def _reader(name: str, parts: str, target: Path, options: list[str]) -> Contestant:
    command = peer("read_json.py", parts, target, *options)
    return Contestant(name, command, lambda: target.unlink(missing_ok=True), lambda: figures("clean", target))


def load(b: Bench) -> list[Row]:
    """clean -> star with audits."""
    project = b.staged()
    database = scratch("load") / "star.duckdb"
    ours = Contestant(
        "eider load",
        stages("load", project),
        project.remove_loaded,
        lambda: figures("star", project.work_file),
        NO_BANK,
    )
    theirs = Contestant(
        "DuckDB CTAS",
        peer("ctas.py", project.clean, database),
        lambda: database.unlink(missing_ok=True),
        lambda: figures("star", database),
    )
    runs = race("load", [ours, theirs], b.rounds).runs
    b.peak("load", runs[ours.name].rss)
    b.facts.append(without_start("clean -> star", runs[ours.name], runs[theirs.name]))
    return [speed("clean -> star with audits", runs[ours.name], runs[theirs.name], 0.6)]


def publish(b: Bench) -> list[Row]:
    """The working file becomes a generation."""
    project = b.loaded()
    out = scratch("publish")
    saved, copy = out / "eider", out / "copy.duckdb"
    shutil.copytree(project.path(".eider"), saved)

    def restore() -> None:
        project.remove_loaded()
        shutil.copytree(saved, project.path(".eider"))

    ours = Contestant(
        "eider publish",
        stages("publish", project),
        restore,
        lambda: figures("star", project.warehouse),
        NO_BANK,
    )
    theirs = Contestant(
        "file copy + fsync",
        peer("copy_file.py", saved / "work/warehouse.work", copy),
        lambda: copy.unlink(missing_ok=True),
        lambda: figures("star", copy),
    )
    runs = race("publish", [ours, theirs], b.rounds).runs
    b.peak("publish", runs[ours.name].rss)
    size = (saved / "work/warehouse.work").stat().st_size / 1e6
    b.facts.append(f"The published file has {size:.0f} MB.")
    mine, copying = runs[ours.name], runs[theirs.name]
    times = ratio(mine, copying, "own")
    alone = Row(
        "publish, without the programs' starts, as they say themselves",
        f"{mine.median('own'):.2f} s",
        f"{copying.name}: {copying.median('own'):.2f} s",
        f"{times:.2f}x wall",
        "<= 1.5x",
        verdict((times <= 1.5,) * 2),
    )
    return [time("publish, as a program", mine, copying, 1.5), alone]


class Served:
    """What the sandbox served since the last reset, by its own count."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.reset()

    def _now(self) -> dict:
        stats = self.bank.get("/_sandbox/stats")
        return {name: stats[name] for name in ("pages", "records", "bytes")}

    def reset(self) -> None:
        self.before, self.cpu = self._now(), self.bank.cpu()

    def result(self) -> dict:
        self.served = self.bank.cpu() - self.cpu
        return {name: count - self.before[name] for name, count in self._now().items()}


def ingest(b: Bench) -> list[Row]:
    """API -> raw, pages of two sizes."""
    rows = []
    with Bank(b.api, "--prerender") as bank:
        for size in (1000, 10_000):
            rows += _ingest(b, bank, size)
    return rows


def _ingest(b: Bench, bank: Bank, size: int) -> list[Row]:
    ceiling(bank.url, size)
    top = ceiling(bank.url, size)
    project = Project(f"ingest-{size}", page_size=size)
    served = Served(bank)

    def reset() -> None:
        project.remove_all()
        served.reset()

    def kept() -> dict:
        result = served.result()
        lines = figures("lines", project.raw)["rows"]
        if lines != result["records"]:
            raise Unequal(f"raw has {lines} records of {result['records']} that were served")
        return result

    ours = Contestant("eider ingest", stages("ingest", project), reset, kept, {"BANK_URL": bank.url})
    url = f"{bank.url}/transactions?page_size={size}"
    reader = [JAVA, "-XX:+UseSerialGC", "-cp", java_classes(), "ReadPages", url]
    theirs = Contestant("OkHttp to nowhere", reader, served.reset, served.result)
    runs = race(f"ingest-{size}", [ours, theirs], b.rounds).runs
    b.peak("ingest", runs[ours.name].rss)
    times = runs[ours.name].median("wall") / top.seconds
    b.facts.append(
        f"Server's ceiling, pages of {size:,}: {top.text()}, {times:.1f}x ours by wall clock (asked: 2x); "
        f"the server itself took {served.served:.1f} s of CPU in the last run."
    )
    return [speed(f"API -> raw, pages of {size:,}", runs[ours.name], runs[theirs.name], 0.8)]


def _stars(bank: Bank, job: str, size: int, asked: list[str], single: bool) -> tuple[list[Contestant], dict[str, str]]:
    """Eider and those peers that can be had here, each from the API to a star."""
    out = scratch(job)
    project = Project(job, page_size=size, paginator="single_page" if single else "header_link", minimum=True)
    options = ["--single"] if single else []

    def contestant(name: str, command: list[str]) -> Contestant:
        database = out / name.replace(" ", "-") / "star.duckdb"

        def reset() -> None:
            shutil.rmtree(database.parent, ignore_errors=True)
            database.parent.mkdir(parents=True)

        rejected = Path(str(database) + ".rejected")
        full = [a.replace("DATABASE", str(database)) for a in command] + options
        return Contestant(name, full, reset, lambda: figures("star", database, *([rejected] if rejected.exists() else [])))

    def dlt(mode: str) -> list[str]:
        script = ["sh", str(PEERS / "dlt_dbt.sh"), str(venv("dlt"))]
        return [*script, "DATABASE", bank.url, str(size), "--mode", mode]

    makers: dict[str, Callable[[], list[str]]] = {
        "bare-files": lambda: [*peer("files_star.py", "DATABASE", bank.url, size), "--client", go_fetch()],
        "bare": lambda: peer("files_star.py", "DATABASE", bank.url, size),
        "requests + pandas": lambda: peer("pandas_star.py", "DATABASE", bank.url, size),
        "dlt Arrow + dbt": lambda: dlt("arrow"),
        "dlt tuned + dbt": lambda: dlt("tuned"),
        "dlt + dbt": lambda: dlt("default"),
    }
    ours = Contestant(
        "eider run",
        stages("run", project),
        project.remove_all,
        lambda: {**figures("star", project.warehouse), "rejected": project.rejected()},
        {"BANK_URL": bank.url},
    )
    failures: dict[str, str] = {}
    contestants = [ours]
    for name in asked:
        try:
            contestants.append(contestant(name, makers[name]()))
        except Failed as e:
            failures[name] = str(e)
    return contestants, failures


def star(b: Bench) -> list[Row]:
    """API -> published star, pages of 1,000, all checks, rejects kept, repeats dropped."""
    asked = {"bare-files": 2.5, "requests + pandas": 2.0, "dlt Arrow + dbt": 3.0, "dlt tuned + dbt": 7.0}
    with Bank(b.api, "--prerender", "--repeats", "0.1%", "--dirty", "negative_amount=0.1%") as bank:
        ceiling(bank.url, 1000)
        b.facts.append(f"Server's ceiling for the star: {ceiling(bank.url, 1000).text()}.")
        contestants, failures = _stars(bank, "star", 1000, list(asked), single=False)
        outcome = race("star", contestants, b.rounds)
        job = f"API -> published star, {bank.records():,} records"
    ours = outcome.runs["eider run"]
    rows = []
    for name, goal in asked.items():
        text = "<= 2.5x of its time (target 1.5x)" if name == "bare-files" else f"faster (target {goal:.0f}x)"
        if name not in outcome.runs:
            rows.append(skipped(job, name, text, {**failures, **outcome.failures}[name]))
        elif name == "bare-files":
            rows.append(time(job, ours, outcome.runs[name], goal, text))
        else:
            rows.append(speed(job, ours, outcome.runs[name], 1.0, text))
    return rows


def hundred(b: Bench) -> list[Row]:
    """100 records end to end, from nothing."""
    names = ["bare", "requests + pandas", "dlt + dbt"]
    with Bank(1000) as bank:
        contestants, failures = _stars(bank, "hundred", 100, names, single=True)
        outcome = race("hundred", contestants, b.rounds)
    ours = outcome.runs["eider run"]
    job, asked = "100 records end to end, cold", "<= 2 s (target 1 s)"
    rows = []
    for name in names:
        if name in outcome.runs:
            row = speed(job, ours, outcome.runs[name], None)
            reached = verdict((ours.median("wall") <= 2, ours.median("cpu") <= 2))
            rows.append(Row(row.job, row.ours, row.against, row.ratio, asked, reached))
        else:
            rows.append(skipped(job, name, asked, {**failures, **outcome.failures}[name]))
    return rows


def gcs_copy(b: Bench) -> list[Row]:
    """Raw parts, uncompressed, to a bucket elsewhere and back."""
    project = b.raw(keyed=False)
    out = scratch("gcs-copy")
    parts = [str(p) for p in sorted(project.folder.glob("data/staging/raw/*/*_raw-*.json.zst"))]
    output(peer("unpack.py", out / "plain", *parts))
    rows = bucket.copy(out / "plain", out, b.rounds, b.facts)
    shutil.rmtree(out)
    return rows


def gcs_run(b: Bench) -> list[Row]:
    """The work of the job star with the zones in a bucket elsewhere, beside a folder."""
    with Bank(b.api, "--prerender", "--repeats", "0.1%", "--dirty", "negative_amount=0.1%") as bank:
        ceiling(bank.url, 1000)
        return bucket.run(bank, b.rounds, b.facts, stages, figures)


def gcs_requests(b: Bench) -> list[Row]:
    """Requests of a day to a bucket elsewhere, by class; once, since they are the same each time."""
    return billing.count(b.facts)


def start(b: Bench) -> list[Row]:
    """eider --help, warm."""
    rounds = max(b.rounds, 5)
    help_ = Contestant("eider --help", [eider(), "--help"], lambda: None, dict)
    runs = Runs("", [measure(help_.command, f"help-{i}") for i in range(rounds + 1)][1:])
    wall, cpu = runs.median("wall"), runs.median("cpu")
    return [Row("eider --help, warm", runs.text(), "-", "-", "< 0.5 s", verdict((wall < 0.5, cpu < 0.5)))]


def history(b: Bench) -> list[Row]:
    """What is due, after years of hours in the past: raw and staged manifests of each, archived."""
    hours = HOURS if b.big >= HOURS * 100 else HOURS // 10
    first = datetime.now(timezone.utc) - timedelta(hours=hours) + timedelta(days=1)
    project = Project("history", hourly_from=first.date().isoformat(), bucket=b.bucket)
    target = b.bucket if "://" in b.bucket else str(project.path(b.bucket))
    write = [JAVA, "-Xmx1g", "-cp", java_classes(), "WriteHistory", target, "transaction", str(hours), "archived"]
    output([*write, str(DIST / "extensions")])
    # Not among the peaks of a stage at 1.2 GB: this is years of hours loaded in one go.
    first_load = measure(stages("load", project), "history-load", NO_BANK)
    measure(stages("publish", project), "history-publish", NO_BANK)
    rows = [Row(f"eider load, {hours:,} batches at once, once", Runs("", [first_load]).text(), "-", "-", "-", "")]
    for command in ("plan", "status"):
        costs = [measure(stages(command, project), f"history-{command}-{i}", NO_BANK) for i in range(b.rounds + 1)]
        runs = Runs("", costs[1:])
        wall, cpu = runs.median("wall"), runs.median("cpu")
        what = f"eider {command}, {2 * hours:,} manifests in the past"
        reached = verdict((wall < HISTORY_SECONDS_MAX, cpu < HISTORY_SECONDS_MAX))
        rows.append(Row(what, runs.text(), "-", "-", f"< {HISTORY_SECONDS_MAX} s", reached))
    return rows


def topic(b: Bench) -> list[Row]:
    """topic -> raw beside bare consumers that count bytes."""
    return topics.raw(b.rounds, TOPIC_BYTES * b.big // BIG, b.facts, b.peak)


def topic_clean(b: Bench) -> list[Row]:
    """topic -> clean + error beside bare consumers and Kafka Connect's file sink."""
    return topics.clean(b.rounds, TOPIC_BYTES * b.big // BIG, b.facts, b.peak)


def follow(b: Bench) -> list[Row]:
    """topic -> published generations, how soon."""
    return topics.follow(max(30, FOLLOW_SECONDS * b.big // BIG), b.facts, b.peak)


def kafka_settings(b: Bench) -> list[Row]:
    """What Kafka's settings are worth on this machine."""
    return settings.settings(b.rounds, TOPIC_RECORDS * b.big // BIG)


def memory(b: Bench) -> list[Row]:
    """The largest process of every stage over all that ran before; what did not run is run now."""
    project = b.loaded()
    if "publish" not in b.peaks:
        b.stage_of("publish", project, NO_BANK)
    return [
        Row(f"peak memory of {name}", f"{rss:.0f} MiB", "-", "-", f"<= {RSS_MAX_MIB} MiB", verdict((rss <= RSS_MAX_MIB,) * 2))
        for name, rss in sorted(b.peaks.items())
    ]


def large(b: Bench) -> list[Row]:
    """Ten times the data, once: memory must not grow with it."""
    memory(b)
    small = dict(b.peaks)
    tenfold = Bench(1, b.big * 10, b.api)
    project = tenfold.loaded()
    tenfold.stage_of("publish", project, NO_BANK)
    b.facts += [f"Tenfold: {fact}" for fact in tenfold.facts]
    rows = []
    for name, rss in sorted(tenfold.peaks.items()):
        times = rss / small[name]
        reached = verdict((rss <= RSS_MAX_MIB and times <= GROWTH_MAX,) * 2)
        asked = f"<= {RSS_MAX_MIB} MiB, <= {GROWTH_MAX}x"
        job = f"peak memory of {name}, ten times the data"
        rows.append(Row(job, f"{rss:.0f} MiB", f"{small[name]:.0f} MiB", f"{times:.2f}x", asked, reached))
    return rows


JOBS: dict[str, Callable[[Bench], list[Row]]] = {
    "help": start,
    "hundred": hundred,
    "ingest": ingest,
    "star": star,
    "stage": stage,
    "stage-keyed": stage_keyed,
    "load": load,
    "publish": publish,
    "history": history,
    "topic": topic,
    "topic-clean": topic_clean,
    "follow": follow,
    "kafka-settings": kafka_settings,
    "memory": memory,
    "gcs-copy": gcs_copy,
    "gcs-run": gcs_run,
    "gcs-requests": gcs_requests,
    "large": large,
}
