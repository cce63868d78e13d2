#!/usr/bin/env bash
# DuckDB for Python in the versions that read a published file. Usage: duckdb-readers.sh FOLDER
# Without Python or the network nothing is installed, and the tests of those readers skip, saying so.
set -euo pipefail
target="$1/duckdb-readers"

python=$(command -v python3 || true)
if [ -z "$python" ] || ! "$python" -m pip --version >/dev/null 2>&1; then
    echo "python3 with pip not found: readers of other DuckDB versions are not tested (Debian: apt-get install python3-pip)" >&2
    exit 0
fi

for version in 1.4.5 1.5.6 2.0.0; do
    [ ! -e "$target/$version/.whole" ] || continue
    rm -rf "${target:?}/$version"
    mkdir -p "$target/$version"
    if "$python" -m pip install --quiet --disable-pip-version-check --no-input --root-user-action=ignore --no-deps \
        --only-binary :all: --target "$target/$version" "duckdb==$version"; then
        touch "$target/$version/.whole"
    else
        echo "duckdb $version cannot be installed: its reader is not tested" >&2
    fi
done
