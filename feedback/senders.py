"""Who answered lately: keyed hashes in this process's memory, and nothing on any disk.

The key is thrown away every hour and with it all that was known. It keeps one network from
counting without end, and a double click from counting twice; who has many networks is only
stopped by the limit of the page itself (counting.MOST_AN_HOUR).
"""

import hashlib
import ipaddress
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest

AN_HOUR = 3600.0
# A school class behind one address answers a few pages each.
MOST_AN_HOUR = 120
# The same answer to the same page within this time is one press.
TWICE = 10.0
# So many are remembered; beyond it the oldest are forgotten first.
MOST_KNOWN = 20_000
# One connection has all addresses of such a network (RFC 6177).
IPV6_NETWORK = 64


@dataclass
class Senders:
    since: float = 0.0
    key: bytes = b""
    counts: OrderedDict[bytes, int] = field(default_factory=OrderedDict)
    pressed: OrderedDict[bytes, float] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def may(self, sender: str, now: float) -> bool:
        """Whether this sender has not answered too often in this hour; it counts as one more."""
        with self.lock:
            self._renew(now)
            hashed = self._hashed(sender)
            count = self.counts.pop(hashed, 0) + 1
            _keep(self.counts, hashed, count)
            return count <= MOST_AN_HOUR

    def is_again(self, *pressed: str, now: float) -> bool:
        """Whether exactly this was pressed a moment ago."""
        with self.lock:
            self._renew(now)
            hashed = self._hashed(*pressed)
            before = self.pressed.pop(hashed, None)
            _keep(self.pressed, hashed, now)
            return before is not None and now - before < TWICE

    def _renew(self, now: float) -> None:
        if not self.key or now - self.since >= AN_HOUR:
            self.key, self.since = secrets.token_bytes(32), now
            self.counts.clear()
            self.pressed.clear()

    def _hashed(self, *parts: str) -> bytes:
        told = "\0".join(parts).encode(errors="replace")
        return hashlib.blake2b(told, key=self.key, digest_size=16).digest()


def _keep(known: OrderedDict[bytes, Any], hashed: bytes, value: Any) -> None:
    known[hashed] = value
    if len(known) > MOST_KNOWN:
        known.popitem(last=False)


def network(request: HttpRequest) -> str:
    """Where a request comes from, as far as one connection reaches; "" where nothing tells."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUST_PROXY_HEADERS:
        # The last one is the proxy's own word; those before it are the sender's.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        found = found.ipv4_mapped or found
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), IPV6_NETWORK), strict=False))
