"""Processes pinned to one core each, and what they cost as Linux counts it in /proc."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.delivery.answers import Wrong

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 10
_allowed = sorted(os.sched_getaffinity(0))
# With a single core both are the same, and figures for each second of CPU are still right.
SERVER_CORE, LOAD_CORE = _allowed[0], _allowed[-1]


def pinned(command: Sequence[str], core: int = SERVER_CORE) -> list[str]:
    """The same command, run with all that it starts by one core alone."""
    return ["taskset", "--cpu-list", str(core), *command]


def start(
    command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            pinned(command),
            env=dict(environment),
            cwd=folder,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A server on its core until the end; what it said is told where something went wrong."""
    process = start(command, environment, log, folder)
    try:
        yield process
    except Wrong as wrong:
        raise Wrong(f"{wrong}\n{log.read_text()}") from wrong
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started; nothing of anybody else's."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def tree(root: int) -> list[int]:
    """A process and all its descendants, parents first."""
    found = [root]
    for pid in found:
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, listing.read_text().split())
    return found


def cpu(pid: int) -> float:
    """Seconds of CPU, in the program and in the kernel for it, of a process and its children."""
    return sum(_ticks(each) for each in tree(pid)) / TICKS


def _ticks(pid: int) -> int:
    # The name may hold spaces and brackets, so fields are counted after it. Four of them: its
    # own, and those of its children that have ended.
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:15]))


def memory(pid: int) -> float:
    """Megabytes; of pages that several processes share, this process's part (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = next(line for line in lines if line.startswith("Pss:"))
    return int(found.split()[1]) / 1024
