#!/bin/sh
# dlt, then dbt-duckdb: dlt_dbt.sh BIN DATABASE URL PAGE_SIZE [options of dlt_load.py]; BIN has both tools.
set -e
here=$(cd "$(dirname "$0")" && pwd)
bin=$1
database=$2
shift
"$bin/python" "$here/dlt_load.py" "$@"
BENCH_DATABASE=$database DO_NOT_TRACK=1 "$bin/dbt" -q run --project-dir "$here/dbt" --profiles-dir "$here/dbt" \
    --target-path "$database.dbt" --log-path "$database.dbt"
