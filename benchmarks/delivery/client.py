"""The load where wrk is missing: client.py CONNECTIONS SECONDS [-H FIELD]… ADDRESS

Prints how many answers came and how many bytes each had on average.
"""

import argparse
import re
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"


class Reader:
    """One connection: the next request is sent when the answer to the last has come whole."""

    def __init__(self, address: tuple[str, int], request: bytes) -> None:
        self.socket = socket.create_connection(address)
        self.request = request
        self.answers = self.bytes = 0
        self.ask()

    def ask(self) -> None:
        self.waiting = b""
        self.socket.sendall(self.request)

    def read(self) -> None:
        came = self.socket.recv(262_144)
        if not came:
            sys.exit("The server closed a connection.")
        self.waiting += came
        head, end, body = self.waiting.partition(END)
        if end and len(body) >= expected(head):
            self.answers += 1
            self.bytes += len(self.waiting)
            self.ask()


def expected(head: bytes) -> int:
    """How long the body is; any other status than 200 and 304 ends the run."""
    status = head[9:12]
    if status not in (b"200", b"304"):
        sys.exit(f"The server answered {status.decode()}.")
    length = LENGTH.search(head)
    if length is None and status == b"200":
        sys.exit("The server did not say how long its answer is.")
    return int(length[1]) if length and status == b"200" else 0


def main(connections: int, seconds: float, fields: list[str], address: str) -> None:
    parts = urlsplit(address)
    lines = [f"GET {parts.path} HTTP/1.1", f"Host: {parts.netloc}", *fields, "", ""]
    where = (parts.hostname or "", parts.port or 80)
    readers = [Reader(where, "\r\n".join(lines).encode()) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for key, _events in selector.select(timeout=1):
                key.data.read()
    answers = sum(reader.answers for reader in readers)
    print(answers, sum(reader.bytes for reader in readers) / max(answers, 1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("connections", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("-H", action="append", default=[], dest="fields")
    parser.add_argument("address")
    main(**vars(parser.parse_args()))
