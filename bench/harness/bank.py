"""The sandbox's API as a process, and how fast it can serve."""

from __future__ import annotations

import json
import math
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from .process import WORK, Failed
from .tools import JAVA, sandbox_jar

START_SECONDS = 120
ACCOUNTS = 4500
DAYS = 90
# Trend and weekdays of the generator bring this many transactions for each one asked for.
GROWTH = 1.042


class Bank:
    """A seeded bank of about `records` transactions; ends with its block, or with this program."""

    def __init__(self, records: int, *options: str) -> None:
        per_day = max(1, round(records / DAYS / GROWTH))
        self.command = [
            JAVA, "-Xmx6g" if records > 500_000 else "-Xmx1g", "-cp", str(sandbox_jar()), "dev.eider.sandbox.Main",
            "--accounts", str(ACCOUNTS), "--days", str(DAYS), "--per-day", str(per_day), "--until-stdin-closes", *options,
        ]  # fmt: skip

    def __enter__(self) -> Bank:
        (WORK / "logs").mkdir(parents=True, exist_ok=True)
        log = open(WORK / "logs" / "sandbox.log", "ab")
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            raise Failed("the sandbox did not start: see bench/.work/logs/sandbox.log")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(self.url + path, timeout=START_SECONDS) as answer:
            return json.load(answer)

    def records(self) -> int:
        return int(self.get("/_sandbox/health")["datasets"]["transactions"])

    def cpu(self) -> float:
        return cpu_of(self.process.pid)


def cpu_of(pid: int) -> float:
    """CPU seconds of a server so far, where the system tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100
    except OSError:
        return math.nan


@dataclass(frozen=True)
class Ceiling:
    """What a reader that only counts bytes gets from the server over one connection."""

    pages: int
    bytes: int
    seconds: float

    def text(self) -> str:
        return f"{self.pages} pages, {self.bytes / 1e6:.0f} MB in {self.seconds:.2f} s ({self.bytes / 1e6 / self.seconds:.0f} MB/s)"


def ceiling(url: str, page_size: int) -> Ceiling:
    """Reads every page by a bare socket, without looking into the bodies. The first call also renders the pages."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    buffer = bytearray(1 << 20)
    pages = total = 0
    target: str | None = f"/transactions?page_size={page_size}"
    start = time.monotonic()
    with socket.create_connection((host, port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while target:
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            head, got = _head(connection, buffer)
            length = int(head.lower().split("content-length:", 1)[1].split("\r\n", 1)[0])
            rest = length - got
            while rest > 0:
                read = connection.recv_into(buffer, min(rest, len(buffer)))
                if read == 0:
                    raise Failed("the server closed the connection within a body")
                rest -= read
            pages += 1
            total += length
            target = head.split("<" + url, 1)[1].split(">", 1)[0] if 'rel="next"' in head else None
    return Ceiling(pages, total, time.monotonic() - start)


def _head(connection: socket.socket, buffer: bytearray) -> tuple[str, int]:
    filled = 0
    while True:
        read = connection.recv_into(memoryview(buffer)[filled:])
        if read == 0:
            raise Failed("the server closed the connection")
        filled += read
        end = buffer.find(b"\r\n\r\n", 0, filled)
        if end >= 0:
            return buffer[:end].decode("latin-1"), filled - end - 4
