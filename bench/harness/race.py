"""Contestants at the same work, in turn, round after round."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from .process import Cost, Failed, measure


class Unequal(Exception):
    """Two contestants did not end with the same result, so that their times cannot be compared."""


@dataclass(frozen=True)
class Contestant:
    """One way of doing the work."""

    name: str
    command: list[str]
    reset: Callable[[], None]
    result: Callable[[], dict]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Runs:
    """The rounds of one contestant."""

    name: str
    costs: list[Cost]

    def median(self, what: str) -> float:
        return statistics.median(getattr(c, what) for c in self.costs)

    @property
    def rss(self) -> float:
        return max(c.rss for c in self.costs)

    def text(self) -> str:
        return f"{self.median('wall'):.2f} s wall, {self.median('cpu'):.2f} s CPU, {self.rss:.0f} MiB"


@dataclass(frozen=True)
class Outcome:
    """What a race brought: the rounds of those who finished, the reasons of those who did not."""

    runs: dict[str, Runs]
    failures: dict[str, str]


def race(job: str, contestants: list[Contestant], rounds: int) -> Outcome:
    """Runs all in turn, another one first each round. The first one is ours and must finish; whoever else fails is out.

    Every result of every round must equal the others' in all figures that both have.
    """
    outcome = Outcome({c.name: Runs(c.name, []) for c in contestants}, {})
    expected: dict = {}
    for number in range(rounds):
        shift = number % len(contestants)
        for c in contestants[shift:] + contestants[:shift]:
            if c.name in outcome.failures:
                continue
            c.reset()
            try:
                cost = measure(c.command, f"{job}-{c.name.replace(' ', '-')}-{number + 1}", c.env)
            except Failed as e:
                if c is contestants[0]:
                    raise
                outcome.failures[c.name] = str(e)
                del outcome.runs[c.name]
                continue
            _must_agree(c.name, c.result(), expected)
            outcome.runs[c.name].costs.append(cost)
            said = f"{cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU, {cost.rss:.0f} MiB"
            print(f"  {job} {number + 1}/{rounds} {c.name}: {said}", flush=True)
    return outcome


def _must_agree(name: str, result: dict, expected: dict) -> None:
    common = result.keys() & expected.keys()
    if (expected and not common) or any(result[k] != expected[k] for k in common):
        raise Unequal(f"{name} ended with {json.dumps(result)}, others with {json.dumps(expected)}")
    expected.update(result)


def ratio(top: Runs, bottom: Runs, what: str) -> float:
    """The median of top / bottom over the rounds: neighbours in time are compared, so that a busy minute hits both."""
    return statistics.median(getattr(t, what) / getattr(b, what) for t, b in zip(top.costs, bottom.costs))


@dataclass(frozen=True)
class Row:
    """A line of the table; reached is empty where nothing is asked."""

    job: str
    ours: str
    against: str
    ratio: str
    asked: str
    reached: str


def speed(job: str, ours: Runs, theirs: Runs, least: float | None, asked: str = "") -> Row:
    """A row whose ratio is their time over ours: the share (or the multiple) of their speed that we reach."""
    wall, cpu = ratio(theirs, ours, "wall"), ratio(theirs, ours, "cpu")
    asked = asked or ("-" if least is None else f">= {least}x")
    return _row(job, ours, theirs, (wall, cpu), asked, None if least is None else (wall >= least, cpu >= least))


def time(job: str, ours: Runs, theirs: Runs, most: float, asked: str = "") -> Row:
    """A row whose ratio is our time over theirs."""
    wall, cpu = ratio(ours, theirs, "wall"), ratio(ours, theirs, "cpu")
    return _row(job, ours, theirs, (wall, cpu), asked or f"<= {most}x", (wall <= most, cpu <= most))


def _row(job: str, ours: Runs, theirs: Runs, ratios: tuple[float, float], asked: str, reached: tuple[bool, bool] | None) -> Row:
    text = f"{ratios[0]:.2f}x wall, {ratios[1]:.2f}x CPU"
    return Row(job, ours.text(), f"{theirs.name}: {theirs.text()}", text, asked, verdict(reached) if reached else "")


def verdict(reached: tuple[bool, bool]) -> str:
    """Yes or no by wall clock, and by CPU where that says otherwise."""
    by_wall, by_cpu = ("yes" if r else "no" for r in reached)
    return f"**{by_wall}**" if by_wall == by_cpu else f"**{by_wall}** (by CPU: {by_cpu})"


def without_start(job: str, ours: Runs, theirs: Runs) -> str:
    """A fact beside a row: the work alone, as both programs say themselves."""
    share = ratio(theirs, ours, "own")
    return (
        f"{job}, without the programs' starts, as they say themselves: {ours.name} {ours.median('own'):.2f} s, "
        f"{theirs.name} {theirs.median('own'):.2f} s: {share:.2f}x."
    )


def skipped(job: str, against: str, asked: str, why: object) -> Row:
    """A row of what could not be measured, and why."""
    lines = str(why).strip().splitlines() or [type(why).__name__]
    return Row(job, "-", against, "-", asked, f"not measured: {lines[0]}")
