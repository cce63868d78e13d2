"""Copies a file and waits until it is on the disk: copy_file.py FROM TO."""

import os
import shutil
import sys

source, target = sys.argv[1:3]
shutil.copyfile(source, target)
with open(target, "rb") as f:
    os.fsync(f.fileno())
