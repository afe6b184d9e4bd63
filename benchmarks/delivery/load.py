"""Many requests over a few connections kept open, from a core that serves nothing.

wrk where it is installed (on Debian: apt install wrk), else a client in Python, which is slower
itself; what a server spends for each request is right either way.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.delivery.answers import Wrong
from benchmarks.delivery.processes import LOAD_CORE, ROOT, pinned

CONNECTIONS = 16
UNITS = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}


@dataclass(frozen=True)
class Driven:
    """`size` is the mean of the answers' bytes, heads included."""

    requests: int
    size: float


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "a client in Python (apt install wrk is quicker)"


def drive(port: int, path: str, headers: Mapping[str, str], seconds: float) -> Driven:
    """As many requests as the server answers in that time; raises Wrong where one failed."""
    address = f"http://127.0.0.1:{port}{path}"
    fields = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
    if shutil.which("wrk"):
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s"]
        return _read(_run(["wrk", *options, *fields, address]), address)
    command = [sys.executable, "-m", "benchmarks.delivery.client", str(CONNECTIONS), str(seconds)]
    requests, size = _run([*command, *fields, address]).split()
    return Driven(int(requests), float(size))


def _run(command: list[str]) -> str:
    run = pinned(command, LOAD_CORE)
    finished = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise Wrong(finished.stderr.strip() or finished.stdout.strip())
    return finished.stdout


def _read(said: str, address: str) -> Driven:
    done = re.search(r"(\d+) requests in \S+, ([\d.]+)([KMG]?B) read", said)
    if done is None or "Non-2xx" in said or "Socket errors" in said:
        raise Wrong(f"{address} failed under load:\n{said}")
    requests = int(done[1])
    return Driven(requests, float(done[2]) * UNITS[done[3]] / max(requests, 1))
