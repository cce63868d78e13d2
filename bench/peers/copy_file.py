"""Copies a file and waits until it is on the disk: copy_file.py FROM TO."""

import json
import os
import shutil
import sys
import time

start = time.monotonic()
source, target = sys.argv[1:3]
shutil.copyfile(source, target)
with open(target, "rb") as f:
    os.fsync(f.fileno())
print(json.dumps({"millis": round((time.monotonic() - start) * 1000)}))
