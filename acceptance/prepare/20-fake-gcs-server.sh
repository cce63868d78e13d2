#!/usr/bin/env bash
# An emulator of Google Cloud Storage. Usage: 20-fake-gcs-server.sh FOLDER
# Built once a user and kept in the cache folder. Without Go or the network nothing is installed, and the tests on it
# skip, saying so.
set -euo pipefail
target="${1:?}/fake-gcs-server"
version=v1.56.1
module=github.com/fsouza/fake-gcs-server

[ ! -x "$target/$version" ] || exit 0
cache="${EIDER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/eider}/fake-gcs-server"
if [ ! -x "$cache/$version" ]; then
    if ! command -v go >/dev/null; then
        echo "go not found: gs:// is not tested against an emulator (Debian: apt-get install golang-go)" >&2
        exit 0
    fi
    echo "Building $module@$version (about a minute, once) …" >&2
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/build.XXXXXX")
    if CGO_ENABLED=0 GOBIN="$work" go install -trimpath -ldflags=-s "$module@$version"; then
        # Renamed when it is whole: another build may run beside.
        mv -f "$work/fake-gcs-server" "$cache/$version"
    else
        echo "$module cannot be built: gs:// is not tested against an emulator" >&2
    fi
    rmdir "$work" 2>/dev/null || true
    [ -x "$cache/$version" ] || exit 0
fi
mkdir -p "$target"
cp "$cache/$version" "$target/.$version.$$"
mv -f "$target/.$version.$$" "$target/$version"
