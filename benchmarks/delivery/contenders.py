"""Who takes part, and the rounds in which each is asked in turn."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.delivery import load
from benchmarks.delivery.answers import BROWSER, Wrong, ask
from benchmarks.delivery.databases import backends
from benchmarks.delivery.processes import cpu

ROUNDS = 9
SECONDS = 2.0
# wrk rounds what it counts, and Django pads what it compresses with random bytes.
TOLERANCE = 0.04


@dataclass(frozen=True)
class Contender:
    """`pids` are the first processes of all whose CPU counts, with those of its database."""

    port: int
    path: str
    pids: tuple[int, ...]
    database: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: dict(BROWSER))
    status: int = 200

    def check(self) -> int:
        """That it answers as it should; how many bytes."""
        answer = ask(self.port, self.path, self.headers)
        if answer.status != self.status:
            raise Wrong(f"port {self.port}{self.path}: {answer.status} instead of {self.status}")
        return answer.size

    def rate(self, seconds: float) -> float:
        """Requests for each second of CPU that its processes worked."""
        size = self.check()
        before = self.cpu()
        driven = load.drive(self.port, self.path, self.headers, seconds)
        spent = sum(now - before.get(pid, 0) for pid, now in self.cpu().items())
        if abs(driven.size - size) > size * TOLERANCE:
            raise Wrong(f"port {self.port}: answers of {driven.size:.0f} bytes, not {size}")
        self.check()
        return driven.requests / spent

    def cpu(self) -> dict[int, float]:
        return {pid: cpu(pid) for pid in (*self.pids, *backends(self.database))}


@dataclass(frozen=True)
class Found:
    """What each did in each round, in requests for each second of CPU."""

    rates: Mapping[str, list[float]]

    def rate(self, name: str) -> float:
        return median(self.rates[name])

    def ratios(self, ours: str, theirs: str) -> list[float]:
        """Ours to theirs, round by round: what slows a whole round slows both."""
        pairs = zip(self.rates[ours], self.rates[theirs], strict=True)
        return [mine / other for mine, other in pairs]


def rounds(contenders: Mapping[str, Contender]) -> Found:
    """Each in turn, again and again. The first round warms up and is thrown away."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for contender in contenders.values():
        contender.rate(1)
    for _round in range(ROUNDS):
        for name, contender in contenders.items():
            rates[name].append(contender.rate(SECONDS))
            # What it still does in the background must not fall into the next one's turn.
            time.sleep(0.2)
    return Found(rates)
