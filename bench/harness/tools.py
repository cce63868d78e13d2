"""What the contestants need: made below .work at first use, absent tools told by name."""

from __future__ import annotations

import functools
import shutil
import sys
from pathlib import Path

from .process import BENCH, ROOT, WORK, Failed, output

PEERS = BENCH / "peers"
DIST = ROOT / "cli" / "target" / "dist"
LAUNCHER = ROOT / "eider"
JAVA = "java"

# Pinned, so that a run elsewhere compares with the same releases.
PACKAGES = {
    "pandas": ["duckdb==2.0.0", "pandas==3.1.1", "pyarrow==26.0.1", "requests==2.34.2", "zstandard"],
    "dlt": ["dlt[duckdb,parquet]==1.31.0", "dbt-duckdb==1.11.1", "dbt-core==1.11.16", "duckdb==2.0.0"],
}


@functools.cache
def venv(name: str) -> Path:
    """The bin folder of a virtual environment with the pinned packages."""
    folder = WORK / "venv" / name
    wanted = "\n".join(PACKAGES[name])
    marker = folder / "installed"
    if not marker.exists() or marker.read_text() != wanted:
        print(f"installing {wanted.replace(chr(10), ' ')} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        output([sys.executable, "-m", "venv", str(folder)])
        output([str(folder / "bin" / "pip"), "install", "-q", *PACKAGES[name]])
        marker.write_text(wanted)
    return folder / "bin"


def python(name: str) -> str:
    return str(venv(name) / "python")


def go_fetch() -> str:
    """The Go client of the API."""
    return go_program("fetch")


@functools.cache
def go_program(name: str) -> str:
    """A Go client, built."""
    if shutil.which("go") is None:
        raise Failed("Go is not installed")
    binary = WORK / "bin" / name
    output(["go", "build", "-o", str(binary), "."], cwd=PEERS / name)
    return str(binary)


@functools.cache
def eider() -> str:
    """The launcher; its first start builds what is not built."""
    if not LAUNCHER.exists():
        raise Failed("the launcher ./eider is not there")
    output([str(LAUNCHER), "--help"])
    return str(LAUNCHER)


@functools.cache
def java_classes() -> str:
    """The class path of bench/src, compiled against the libraries that Eider itself uses."""
    eider()
    classes = WORK / "classes"
    classes.mkdir(parents=True, exist_ok=True)
    sources = [str(f) for f in sorted((BENCH / "src").glob("*.java"))]
    output(["javac", "-d", str(classes), "-cp", f"{DIST}/lib/*", *sources])
    return f"{classes}:{DIST}/lib/*"


@functools.cache
def sandbox_jar() -> Path:
    found = [j for j in sorted((ROOT / "sandbox" / "target").glob("eider-sandbox-*.jar")) if "tests" not in j.name]
    if not found:
        eider()
        found = sorted((ROOT / "sandbox" / "target").glob("eider-sandbox-*.jar"))
    if not found:
        raise Failed("the sandbox is not built: run ./eider --help, or mvn -DskipTests package")
    return found[0]
