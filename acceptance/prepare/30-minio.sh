#!/usr/bin/env bash
# A MinIO server, for the tests of s3:// URLs. Usage: 30-minio.sh FOLDER
# Built once per user and version; without Go or the network nothing is installed, and those tests skip, saying so.
set -euo pipefail
target="${1:?}/minio"
version=v0.0.0-20260212201848-7aac2a2c5b7c
cache="${EIDER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/eider}/minio-$version"

mkdir -p "$target"
if [ ! -x "$cache/minio" ]; then
    go=$(command -v go || true)
    if [ -z "$go" ]; then
        echo "go not found: s3:// is not tested (Debian: apt-get install golang)" >&2
        exit 0
    fi
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/build.XXXXXX")
    echo "Building MinIO, once (a few minutes) …" >&2
    if ! GOBIN="$work" CGO_ENABLED=0 "$go" install -ldflags='-s -w' "github.com/minio/minio@$version"; then
        rm -f "$work/minio" && rmdir "$work"
        echo "MinIO cannot be built: s3:// is not tested" >&2
        exit 0
    fi
    # In one step: another run may be at it as well.
    mv -f "$work/minio" "$cache/minio"
    rmdir "$work"
fi
if [ "$(readlink "$target/minio" || true)" != "$cache/minio" ]; then
    ln -sfn "$cache/minio" "$target/minio"
fi
