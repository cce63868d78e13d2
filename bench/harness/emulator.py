"""An emulator of Google Cloud Storage as a process, with one bucket."""

from __future__ import annotations

import functools
import json
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from .bank import cpu_of
from .process import ROOT, WORK, Failed, output

BUCKET = "bench"
START_SECONDS = 30
STARTS_MAX = 5
REQUEST_SECONDS = 300


@functools.cache
def program() -> Path:
    """The emulator that the tests use, pinned there; built once a user."""
    output(["bash", str(ROOT / "acceptance/prepare/20-fake-gcs-server.sh"), str(WORK / "prepared")])
    found = sorted((WORK / "prepared/fake-gcs-server").glob("v*"))
    if not found:
        raise Failed("fake-gcs-server is not there and cannot be built: it needs Go")
    return found[-1]


class Emulator:
    """Keeps objects in its memory; ends with its block. At level `info` its log has a line for each request."""

    def __init__(self, log_level: str = "error") -> None:
        self.log_level = log_level
        self.log = WORK / "logs" / "emulator.log"

    def __enter__(self) -> Emulator:
        (WORK / "logs").mkdir(parents=True, exist_ok=True)
        for _ in range(STARTS_MAX):
            if self._started():
                self._ask("POST", "/storage/v1/b?project=bench", json.dumps({"name": BUCKET}).encode())
                return self
        raise Failed("the emulator did not start: see bench/.work/logs/emulator.log")

    def _started(self) -> bool:
        """Somebody else may take the port before the emulator does."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}"
        command = [str(program()), "-scheme", "http", "-host", "127.0.0.1", "-port", str(port)]
        command += ["-public-host", self.host, "-external-url", self.url, "-log-level", self.log_level, "-backend", "memory"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self._ask("GET", "/_internal/healthcheck")
                return self.process.poll() is None
            except OSError:
                time.sleep(0.05)
        self._end()
        return False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def env(self) -> dict[str, str]:
        """As Google's own clients find an emulator."""
        return {"STORAGE_EMULATOR_HOST": self.url}

    def cpu(self) -> float:
        return cpu_of(self.process.pid)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        with self._open(method, path, body) as answer:
            return answer.read()

    def _open(self, method: str, path: str, body: bytes | None = None) -> BinaryIO:
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"}, method=method)
        return urllib.request.urlopen(request, timeout=REQUEST_SECONDS)

    def names(self, prefix: str = "") -> Iterator[str]:
        token = ""
        while True:
            query = urllib.parse.urlencode({"prefix": prefix, **({"pageToken": token} if token else {})})
            page = json.loads(self._ask("GET", f"/storage/v1/b/{BUCKET}/o?{query}"))
            yield from (item["name"] for item in page.get("items", []))
            token = page.get("nextPageToken", "")
            if not token:
                return

    def content(self, name: str) -> BinaryIO:
        return self._open("GET", f"/download/storage/v1/b/{BUCKET}/o/{urllib.parse.quote(name, safe='')}?alt=media")

    def remove(self, prefix: str = "") -> None:
        for name in list(self.names(prefix)):
            self._ask("DELETE", f"/storage/v1/b/{BUCKET}/o/{urllib.parse.quote(name, safe='')}")
