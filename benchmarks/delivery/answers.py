"""One request over a connection of its own, and the answer with every byte of it."""

import gzip
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

import brotli

# As today's browsers ask.
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PATIENCE = 30.0
PAUSE = 0.002


class Wrong(Exception):
    """An answer that must not be measured; the message says what came instead."""


class Missing(Exception):
    """Something to compare with is not on this machine; the message says what."""


@dataclass(frozen=True)
class Answer:
    """`size` counts the status line and the headers too."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    size: int

    def header(self, name: str) -> str:
        found = [value for each, value in self.headers if each.lower() == name.lower()]
        return found[0] if found else ""

    def text(self) -> str:
        """The body as a browser unpacks it."""
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
        body: bytes = unpack[self.header("Content-Encoding")](self.body)
        return body.decode()


def ask(port: int, path: str, headers: Mapping[str, str] = BROWSER) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    pairs = tuple(response.getheaders())
    return Answer(response.status, pairs, body, _head(response, pairs) + len(body))


def _head(response: HTTPResponse, pairs: tuple[tuple[str, str], ...]) -> int:
    lines = [f"HTTP/1.1 {response.status} {response.reason}", *(f"{n}: {v}" for n, v in pairs), ""]
    return sum(len(line) + 2 for line in lines)


def first(port: int, path: str) -> Answer:
    """The first answer of a server that may still be starting."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask(port, path)
        except OSError as error:
            if time.monotonic() > deadline:
                raise Wrong(f"port {port} does not answer: {error}") from error
            time.sleep(PAUSE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
