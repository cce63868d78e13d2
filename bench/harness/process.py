"""One process and what it cost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

BENCH = Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
WORK = BENCH / ".work"
TIMEOUT_SECONDS = 3600
LOG_TAIL_CHARS = 1500

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A command ended with another status than 0."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of CPU (children included), MiB of the largest process.

    own: seconds of the work alone, as the program itself says, without starting; 0 where it does not say
    """

    wall: float
    cpu: float
    rss: float
    own: float


class Commands:
    """Every distinct command that was measured, in order, with paths from the root of the repository."""

    def __init__(self) -> None:
        self.seen: dict[str, None] = {}

    def note(self, argv: list[str]) -> None:
        self.seen[" ".join(portable(a) for a in argv)] = None


def portable(text: str) -> str:
    """The text without this machine's folders."""
    return text.replace(f"{ROOT}/", "").replace(str(ROOT), ".").replace(str(Path.home()), "~")


COMMANDS = Commands()


def measure(argv: list[str], log: str, env: dict[str, str] | None = None) -> Cost:
    """Runs a command to its end; raises Failed with the tail of its output. Output goes to .work/logs."""
    path = WORK / "logs" / f"{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    COMMANDS.note(argv)
    with open(path, "wb") as out:
        start = time.monotonic()
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
        timer = threading.Timer(TIMEOUT_SECONDS, os.killpg, (child.pid, signal.SIGKILL))
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        tail = path.read_text(errors="replace")[-LOG_TAIL_CHARS:]
        raise Failed(f"{portable(' '.join(argv))} ended with {child.returncode}:\n{tail}")
    own = sum(int(m) for m in re.findall(r'"millis": ?(\d+)', path.read_text(errors="replace"))) / 1000
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / 2**20, own)


class Background:
    """A command beside another, ended with its block at the latest; what it says is JSON in its last line."""

    def __init__(self, argv: list[str]) -> None:
        self.argv = argv

    def __enter__(self) -> Background:
        self.process = subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        return self

    def said(self) -> dict:
        """Waits for its end."""
        text, _ = self.process.communicate(timeout=TIMEOUT_SECONDS)
        if self.process.returncode != 0:
            raise Failed(f"{portable(' '.join(self.argv))} ended with {self.process.returncode}")
        return json.loads(text.splitlines()[-1])

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def output(argv: list[str], **options: object) -> str:
    """What a command prints; not measured."""
    try:
        return subprocess.run(argv, check=True, capture_output=True, text=True, **options).stdout  # type: ignore[call-overload]
    except subprocess.CalledProcessError as e:
        raise Failed(f"{portable(' '.join(argv))} ended with {e.returncode}:\n{(e.stderr or '')[-LOG_TAIL_CHARS:]}") from e
