"""One request to one server: bounded in time and size, to an address that was judged before.

http.client on a socket of ours, because both the address and the end are ours to fix: HTTP
libraries look the name up themselves, and their limits start anew with every byte that drips in.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer

from django.conf import settings

from links.guard import Guard
from links.targets import Target

# Of a body this much shows that there is one.
MOST_BYTES = 4_096


@dataclass(frozen=True)
class Reply:
    status: int
    location: str


@dataclass(frozen=True)
class Asker:
    guard: Guard
    tls: ssl.SSLContext
    seconds: float

    def ask(self, method: str, target: Target) -> Reply:
        """Raises Unusable, OSError (TimeoutError, ssl.SSLError …) or HTTPException."""
        address = self.guard.address_of(target)
        with (
            socket.create_connection((address, target.port), timeout=self.seconds) as connected,
            _cut_after(connected, self.seconds),
            self._speaking(connected, target) as speaking,
        ):
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = speaking
            connection.request(method, target.path, headers=_headers(target))
            answer = connection.getresponse()
            if method == "GET":
                answer.read1(MOST_BYTES)
            return Reply(answer.status, answer.headers.get("Location", ""))

    def _speaking(self, connected: socket.socket, target: Target) -> socket.socket:
        if target.scheme == "http":
            return connected
        return self.tls.wrap_socket(connected, server_hostname=target.host)


@contextmanager
def _cut_after(connected: socket.socket, seconds: float) -> Iterator[None]:
    """Ends the connection when its time is over, however much still trickles in."""
    over: list[bool] = []
    # TLS takes the descriptor of the socket away from it; this one stays.
    own = connected.dup()

    def cut() -> None:
        over.append(True)
        with suppress(OSError):
            own.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
        if over:
            # What a cut connection had sent until then may look like a whole answer.
            raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        if over:
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        own.close()


def _headers(target: Target) -> dict[str, str]:
    return {
        "Host": target.authority,
        "User-Agent": user_agent(),
        "Accept": "text/html, */*;q=0.5",
        "Connection": "close",
    }


def user_agent() -> str:
    """Who asks, and where to find out more."""
    name = settings.SITE_SHORT_NAME.encode("ascii", "ignore").decode().strip()
    return f"{name} (link check; +{settings.SITE_URL}/)"
