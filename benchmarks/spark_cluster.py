"""A standalone Spark cluster on this machine alone, for the tests and the benchmark: a master and its workers, started from
the pyspark package, reachable from nowhere else, and gone when the process that started it is."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from answerable.engines.java import find_java, java_home

LOOPBACK = "127.0.0.1"
START_WITHIN_S = 120
# For short work: the first compiler alone and the simplest collector halve the work of starting five of these.
QUICK = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
# The command runs beside a shell that waits for its input to close: when we end, however that happens, the shell ends the
# whole group, the executors that a worker has started included.
GUARD = '"$@" & read -r _; kill -KILL 0'


@contextmanager
def cluster(workers: int, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """A running cluster with so many workers of one core and 1 GB each; gives its address. more: environment variables for
    its processes. Raises TimeoutError, with what the processes said, when it does not come up."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="answerable-cluster-")))
        environment = {**os.environ, "JAVA_HOME": str(stack.enter_context(java_home(find_java()))),
                       "SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "256m", **(more or {})}
        master = folder / "master.log"
        stack.enter_context(_process(["master.Master", "--host", LOOPBACK, "--port", "0", "--webui-port", "0"],
                                     environment, master))
        address = _awaited(master, rf"Starting Spark master at (spark://{LOOPBACK}:\d+)", 1)
        for place in range(workers):
            options = ["--host", LOOPBACK, "--cores", "1", "--memory", "1g", "--webui-port", "0",
                       "--work-dir", str(folder / f"work-{place}"), address]
            stack.enter_context(_process(["worker.Worker", *options], environment, folder / f"worker-{place}.log"))
        if workers:
            _awaited(master, r"Registering worker (\S+)", workers)
        yield address


@contextmanager
def _process(words: list[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    package = find_spec("pyspark")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pyspark is not installed: pip install 'answerable[spark]'")
    command = [str(Path(package.origin).parent / "bin" / "spark-class"), f"org.apache.spark.deploy.{words[0]}", *words[1:]]
    with log.open("wb") as said:
        process = subprocess.Popen(["/bin/sh", "-c", GUARD, "sh", *command], stdin=subprocess.PIPE, stdout=said, stderr=said,
                                   env=environment, start_new_session=True)
    try:
        yield
    finally:
        process.stdin.close()
        process.wait()


def _awaited(log: Path, pattern: str, times: int) -> str:
    """The first match's group, once the pattern stands so often in the log."""
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        found = re.findall(pattern, log.read_text(errors="replace"))
        if len(found) >= times:
            return str(found[0])
        time.sleep(0.1)
    raise TimeoutError("the cluster did not come up:\n" + "\n".join(
        f"{path.name}: {path.read_text(errors='replace')[-1000:]}" for path in sorted(log.parent.glob("*.log"))))
