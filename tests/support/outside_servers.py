"""Servers on this machine that stand for the outside, and names that lead to them."""

import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from links.checking import Checker
from links.guard import Guard, is_public, look_up
from tests.support.time_limits import SAFETY_NET

# Seconds a request may take where the server never comes to an end.
LITTLE = 0.6
AUTHORITY = trustme.CA()


class Outside:
    """`answers[path]` is a function of the handler; every request is noted in `asked`."""

    def __init__(self, secure_name=""):
        self.answers, self.asked, self.names = {}, [], {}
        self.under_way = self.most_at_once = 0
        self.lock = threading.Lock()
        self.is_closed = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.server.handle_error = lambda *broken_off: None
        if secure_name:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            AUTHORITY.issue_cert(secure_name).configure_cert(context)
            wrapped = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
            self.server.socket = wrapped
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True)
        self.thread.start()

    def at(self, path, host="site.example", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self):
        self.is_closed.set()
        self.server.shutdown()
        self.server.server_close()

    def guard(self):
        """Every name without an entry in `names` leads here; this one server is admitted."""
        return Guard(self._look_up, self._admits)

    def checker(self, **values):
        tls = ssl.create_default_context()
        AUTHORITY.configure_trust(tls)
        defaults = {"guard": self.guard(), "tls": tls, "seconds": SAFETY_NET, "pause": 0.0}
        return Checker(**(defaults | values))

    def outcome(self, address, **values):
        ((_address, outcome),) = self.checker(**values).check([address])
        return outcome

    def methods(self, path):
        return [method for method, asked, _headers in self.asked if asked == path]

    def _look_up(self, host, port):
        found = self.names.get(host)
        if isinstance(found, Exception):
            raise found
        # What is an address already, in whatever notation, the system reads as it always does.
        is_number = host[-1].isdigit() or ":" in host
        return found or (look_up(host, port) if is_number else ["127.0.0.1"])

    def _admits(self, address, port):
        return (address, port) == ("127.0.0.1", self.port) or is_public(address)

    def _handler(self):
        outside = self

        class Handler(BaseHTTPRequestHandler):
            under_way = False
            is_closed = self.is_closed

            def answer(self):
                with outside.lock:
                    outside.asked.append((self.command, self.path, dict(self.headers)))
                    self.under_way = True
                    outside.under_way += 1
                    outside.most_at_once = max(outside.most_at_once, outside.under_way)
                try:
                    outside.answers.get(self.path, gone)(self)
                finally:
                    self._is_over()

            do_GET = do_HEAD = answer

            def end_headers(self):
                # Before the first byte leaves: whoever hears it may ask the next at once.
                self._is_over()
                super().end_headers()

            def _is_over(self):
                with outside.lock:
                    outside.under_way -= self.under_way
                    self.under_way = False

            def log_message(self, *arguments):
                pass

        return Handler


@contextmanager
def running(**values):
    outside = Outside(**values)
    try:
        yield outside
    finally:
        outside.close()


def says(status, body=b"<p>Hello</p>", **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


gone = says(404)
fine = says(200)


def leads(to, status=302):
    return says(status, b"", Location=to)


def only_for(method, status=405):
    """Well to one method, with `status` to the other."""

    def answer(handler):
        (fine if handler.command == method else says(status))(handler)

    return answer


def slow(seconds):
    def answer(handler):
        time.sleep(seconds)
        fine(handler)

    return answer


def silent(handler):
    """Says nothing for as long as the server is there."""
    handler.is_closed.wait(SAFETY_NET)


def dripping(head=b""):
    """A byte every twentieth of a second without end, so that no single wait is ever long."""

    def answer(handler):
        handler.wfile.write(head)
        while not handler.is_closed.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return answer


def endless(handler):
    """A body without end, as fast as it is taken."""
    handler.send_response(200)
    handler.end_headers()
    if handler.command != "HEAD":
        while True:
            handler.wfile.write(b"x" * 65_536)


def raw(text):
    def answer(handler):
        handler.wfile.write(text)

    return answer
