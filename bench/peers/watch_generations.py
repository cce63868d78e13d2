"""How old records are when readers first see them, as JSON: watch_generations.py PROJECT FACT UNTIL.

Looks at the published generation until the file UNTIL exists. Of each partition, records behind the last offset seen
are new; their age is the time since they were sent, by the topic's own timestamps.
"""

import json
import pathlib
import sys
import time

import duckdb

LOOK_SECONDS = 0.05
NEW = """
SELECT f.kafka_partition, f.kafka_offset, epoch(f.sent_at)
FROM {fact} f LEFT JOIN (SELECT unnest(?) AS p, unnest(?) AS o) seen ON seen.p = f.kafka_partition
WHERE f.kafka_offset > coalesce(o, -1)
"""


def main() -> None:
    project, fact, until = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    current = project / "data/warehouse/current"
    seen: dict[int, int] = {}
    ages: list[float] = []
    names: set[str] = set()
    stored = 0
    over = False
    while not over:
        over = until.exists()
        name = current.resolve().name if current.exists() else ""
        if name and name not in names:
            now = time.time()
            names.add(name)
            stored = max(stored, sum(1 for _ in (project / "data/warehouse/generations").iterdir()))
            with duckdb.connect(str(current / "warehouse.duckdb"), read_only=True) as published:
                rows = published.execute(NEW.format(fact=fact), [list(seen), list(seen.values())]).fetchall()
            for partition, offset, sent in rows:
                ages.append(now - sent)
                seen[partition] = max(offset, seen.get(partition, -1))
        time.sleep(LOOK_SECONDS)
    ages.sort()
    figures = {"records": len(ages), "generations": len(names), "stored": stored}
    if ages:
        figures |= {"p50": ages[len(ages) // 2], "p99": ages[len(ages) * 99 // 100], "max": ages[-1]}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
