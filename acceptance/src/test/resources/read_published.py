"""Reads a published warehouse with the DuckDB of PYTHONPATH, over and over until its input ends.

Usage: read_published.py FILE. The last line is JSON: the version, how often it read, failures, rows by table and view.
"""

import json
import sys
import threading

import duckdb

PAUSE_SECONDS = 0.02

def rows(path):
    with duckdb.connect(path, read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1"
        ).fetchall()
        return {name: len(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in names}


def main():
    path = sys.argv[1]
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    reads, failures = 0, []
    while True:
        is_last = ended.is_set()
        try:
            last = rows(path)
        except Exception as failure:
            last = {}
            failures.append(str(failure))
        reads += 1
        if reads == 1:
            print("reading", flush=True)
        if is_last:
            break
        ended.wait(PAUSE_SECONDS)
    print(json.dumps({"version": duckdb.__version__, "reads": reads, "failures": failures[:5], "rows": last}))


main()
