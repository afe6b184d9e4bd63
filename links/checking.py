"""Many addresses at once, of one host one after the other."""

import logging
import ssl
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from links.asking import Asker
from links.following import Outcome, follow
from links.guard import Guard
from links.models import Check
from links.turns import Turns

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checker:
    guard: Guard = field(default_factory=Guard)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    # For one request, with looking up and all.
    seconds: float = 15.0
    # Between two requests to one host.
    pause: float = 1.0
    hosts_at_once: int = 8

    def check(self, addresses: Iterable[str]) -> Iterator[tuple[str, Outcome]]:
        """Each address with its outcome, as they come in; nothing is left running afterwards."""
        by_host = _by_host(addresses)
        asker, turns = Asker(self.guard, self.tls, self.seconds), Turns(self.pause)
        done: SimpleQueue[tuple[str, Outcome]] = SimpleQueue()
        stop = Event()

        def work(same_host: list[str]) -> None:
            for address in same_host:
                if stop.is_set():
                    return
                done.put((address, _outcome(address, asker, turns)))

        pool = ThreadPoolExecutor(self.hosts_at_once, thread_name_prefix="links")
        try:
            for same_host in by_host:
                pool.submit(work, same_host)
            for _each in range(sum(map(len, by_host))):
                yield done.get()
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


def _outcome(address: str, asker: Asker, turns: Turns) -> Outcome:
    try:
        return follow(address, asker, turns)
    except Exception:
        # Whoever waits for this outcome would wait for ever.
        logger.exception("%s could not be checked", address)
        return Outcome(Check.State.UNCLEAR, _("Something broke on our side while checking it."))


def _by_host(addresses: Iterable[str]) -> list[list[str]]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[_host(address)].append(address)
    # The host with most to ask takes longest, so it starts first.
    return sorted(hosts.values(), key=len, reverse=True)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
