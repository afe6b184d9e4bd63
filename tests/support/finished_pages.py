"""Finished pages of tests, and how a reader's program asks for them."""

import gzip
import io

import brotli

from delivery.finished import Finished, Rendered

DATE = "Tue, 03 Mar 2026 10:00:00 GMT"
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def rendered(body=b"<p>Said.</p>" * 100, status="200 OK", **headers):
    named = {"Content_Type": "text/html; charset=utf-8", "Surrogate_Key": "faq.entry:a"} | headers
    listed = [(name.replace("_", "-"), value) for name, value in named.items() if value is not None]
    return Rendered(status, listed, body)


def finished(*arguments, modified=DATE, **named):
    return Finished(rendered(*arguments, **named), modified=modified)


def environ(path="/", query="", method="GET", **headers):
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }


class Answer:
    """What a WSGI application answered, for a look at it."""

    def __init__(self, application, asked):
        self.status, self.headers = "", {}
        body = application(asked, self._start)
        self.body = b"".join(body)
        getattr(body, "close", lambda: None)()

    def _start(self, status, headers, exc_info=None):
        self.status, self.headers = status, dict(headers)
        assert len(self.headers) == len(headers), f"a header stands twice: {headers}"

    @property
    def code(self):
        return int(self.status[:3])

    @property
    def text(self):
        return OPENED[self.headers.get("Content-Encoding")](self.body).decode()


def asked(application, *arguments, **named):
    return Answer(application, environ(*arguments, **named))
