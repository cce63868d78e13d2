"""A broker as a process, topics filled for a race, and the peers that read them."""

from __future__ import annotations

import functools
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from .bank import cpu_of
from .process import WORK, Failed, output
from .tools import JAVA, PEERS

HOME = WORK / "kafka"
START_SECONDS = 60

PROPERTIES = """\
process.roles=broker,controller
node.id=%(id)d
listeners=PLAINTEXT://127.0.0.1:%(port)d,CONTROLLER://127.0.0.1:%(controller)d
advertised.listeners=PLAINTEXT://127.0.0.1:%(port)d
controller.listener.names=CONTROLLER
controller.quorum.voters=%(voters)s
log.dirs=%(folder)s/log
auto.create.topics.enable=false
default.replication.factor=%(replicas)d
offsets.topic.replication.factor=%(replicas)d
transaction.state.log.replication.factor=%(replicas)d
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.retention.hours=-1
"""


@functools.cache
def libs() -> str:
    """The folder of the jars that broker and peers run on, the programs of peers/kafka compiled among them."""
    jars, plugins, classes = HOME / "lib", HOME / "plugins", HOME / "classes"
    if not (jars / "done").exists():
        print("fetching Kafka ...", flush=True)
        shutil.rmtree(jars, ignore_errors=True)
        pom = str(PEERS / "kafka" / "pom.xml")
        output(["mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={jars}"])
        plugins.mkdir(parents=True, exist_ok=True)
        for jar in jars.glob("connect-file-*.jar"):
            jar.rename(plugins / jar.name)
        (jars / "done").touch()
    classes.mkdir(parents=True, exist_ok=True)
    sources = [str(f) for f in sorted((PEERS / "kafka").glob("*.java"))]
    output(["javac", "-d", str(classes), "-cp", f"{jars}/*", *sources])
    return str(jars)


def java(program: str, *arguments: object, heap: str = "512m") -> list[str]:
    """A program of peers/kafka or of Kafka itself."""
    return [JAVA, f"-Xmx{heap}", "-cp", f"{HOME / 'classes'}:{libs()}/*", program, *map(str, arguments)]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Broker:
    """One broker or several on this machine, their logs below .work; they end with their block."""

    def __init__(self, nodes: int = 1, settings: dict[str, str] | None = None) -> None:
        self.nodes = nodes
        self.settings = {"min.insync.replicas": str(max(1, nodes - 1)), **(settings or {})}

    def __enter__(self) -> Broker:
        folder = HOME / "broker"
        shutil.rmtree(folder, ignore_errors=True)
        ports = [_free_port() for _ in range(2 * self.nodes)]
        self.ports, controllers = ports[: self.nodes], ports[self.nodes :]
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        voters = ",".join(f"{i + 1}@127.0.0.1:{port}" for i, port in enumerate(controllers))
        cluster = output(java("kafka.tools.StorageTool", "random-uuid")).strip()
        self.processes = [
            self._start(folder / str(i + 1), cluster, {"id": i + 1, "port": port, "controller": controllers[i], "voters": voters})
            for i, port in enumerate(self.ports)
        ]
        for port in self.ports:
            self._wait(port)
        return self

    def _start(self, folder: Path, cluster: str, node: dict[str, object]) -> subprocess.Popen[bytes]:
        folder.mkdir(parents=True)
        config = folder / "server.properties"
        more = "".join(f"{name}={value}\n" for name, value in self.settings.items())
        config.write_text(PROPERTIES % {"folder": folder, "replicas": self.nodes, **node} + more)
        output(java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", config))
        (WORK / "logs").mkdir(parents=True, exist_ok=True)
        with open(WORK / "logs" / "broker.log", "ab") as log:
            command = java("kafka.Kafka", config, heap="1g" if self.nodes == 1 else "512m")
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _wait(self, port: int) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and all(p.poll() is None for p in self.processes):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        self._end()
        raise Failed("the broker did not start: see bench/.work/logs/broker.log")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()
        shutil.rmtree(HOME / "broker", ignore_errors=True)

    def _end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def cpu(self) -> float:
        return sum(cpu_of(process.pid) for process in self.processes)

    def fill(self, topic: str, partitions: int, records: int, size: int, *settings: str) -> dict:
        """What was produced: records and bytes of their values."""
        print(f"producing {records:,} records of {size} bytes to {partitions} partitions ...", flush=True)
        return _said(self.filling(topic, partitions, records, size, *settings))

    def filling(self, topic: str, partitions: int, records: int, size: int, *settings: str) -> list[str]:
        """The command that produces."""
        return java("FillTopic", self.bootstrap, topic, partitions, records, size, *settings)

    def count(self, topic: str, *settings: str) -> list[str]:
        """The command of a bare consumer thread a partition."""
        return java("CountTopic", self.bootstrap, topic, *settings)

    def counted(self, topic: str, *settings: str) -> dict:
        """What bare consumers read."""
        return _said(self.count(topic, *settings))

    def bytes_on_disk(self, topic: str) -> int:
        """Of all replicas."""
        return sum(f.stat().st_size for f in (HOME / "broker").glob(f"*/log/{topic}-*/*.log"))


def _said(command: list[str]) -> dict:
    return json.loads(output(command).splitlines()[-1])


def connect_sink(python: str, broker: Broker, topic: str, size: int, target: Path) -> list[str]:
    """The command of Kafka Connect's file sink."""
    script = str(PEERS / "connect_sink.py")
    return [python, script, libs(), str(HOME / "plugins"), broker.bootstrap, topic, str(size), str(target)]
