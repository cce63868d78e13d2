"""Kafka Connect standalone with its FileStreamSink, until the file has so many lines: connect_sink.py LIBS PLUGINS BOOTSTRAP TOPIC BYTES FILE.

BYTES are those of all values with a line feed each. The worker is ended then, since it does not end by itself.
"""

import os
import pathlib
import subprocess
import sys
import time

POLL_SECONDS = 0.02
START_SECONDS = 120

libs, plugins, bootstrap, topic, wanted, target = sys.argv[1:]
folder = pathlib.Path(target).parent
worker, sink = folder / "worker.properties", folder / "sink.properties"
worker.write_text(f"""\
bootstrap.servers={bootstrap}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename={folder}/offsets
offset.flush.interval.ms=5000
listeners=http://127.0.0.1:0
plugin.path={plugins}
plugin.discovery=service_load
consumer.max.poll.records=5000
consumer.auto.offset.reset=earliest
""")
sink.write_text(f"""\
name=sink-{os.getpid()}
connector.class=org.apache.kafka.connect.file.FileStreamSinkConnector
tasks.max=1
topics={topic}
file={target}
""")
command = ["java", "-Xmx1g", "-cp", f"{libs}/*", "org.apache.kafka.connect.cli.ConnectStandalone", str(worker), str(sink)]
start = time.monotonic()
first = None
process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
try:
    while True:
        size = os.path.getsize(target) if os.path.exists(target) else 0
        now = time.monotonic()
        if size > 0 and first is None:
            first = now
        if size >= int(wanted):
            break
        if process.poll() is not None:
            sys.exit("Connect ended before the file was whole")
        if first is None and now - start > START_SECONDS:
            sys.exit("Connect did not start")
        time.sleep(POLL_SECONDS)
finally:
    process.terminate()
    process.wait()
print('{"millis": %d}' % ((now - (first or start)) * 1000))
