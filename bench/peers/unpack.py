"""Unpacks zstd parts into a folder: unpack.py FOLDER PART..."""

import pathlib
import sys

import zstandard

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for part in map(pathlib.Path, sys.argv[2:]):
    with open(part, "rb") as source, open(folder / part.stem, "wb") as target:
        zstandard.ZstdDecompressor().copy_stream(source, target)
