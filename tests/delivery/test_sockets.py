"""Requests as no library sends them, byte for byte, to the running server."""

import socket
import time
from contextlib import closing
from http.client import BadStatusLine, HTTPResponse
from urllib.parse import urlsplit

import pytest

from tests.support import site_server
from tests.support.finished_pages import OPENED
from tests.support.time_limits import SAFETY_NET

pytestmark = pytest.mark.fault

PAGES = ("/", "/faq/", "/faq/what-is-ijm/", "/faq/what-is-ijm.json", "/impact.csv", "/agencies/")
A_SECOND = 1.1
# It is said to nobody, and everything that is kept is dropped.
DROPPED = """
import uuid
from publishing.models import Counter
Counter.objects.update(lineage=uuid.uuid4())
"""
TARGETS = [
    *("//{0}", "/.{0}", "/x/..{0}", "/%2E{0}", "{0}%2F", "{0}%00", "{0};x=y", "{0}?", "{0}?utm=1"),
    *("{0}?utm=%ff", "{0}?utm=\xff", "{0}?%00", "{0}#x", "{0}%20", "{0}?on=2026-01-01", "{0}\x7f"),
    *(
        "http://evil.example{0}",
        "http://{1}{0}",
        "https://{1}{0}",
        "{0}?" + "x=1&" * 2_000,
        "{0}\xff",
    ),
]
LINES = [
    *("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X_Forwarded_Proto: https"),
    *("X-Forwarded-Port: 1", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https, http"),
    *("X-HTTP-Method-Override: POST", "Accept-Encoding: br;q=0, *", "Accept-Encoding: gzip;q=foo"),
    *(
        "Accept-Encoding: identity;q=0",
        "Accept-Encoding: br\r\nAccept-Encoding: gzip",
        "Range: bytes=0-1",
    ),
    *(
        "If-None-Match: *",
        "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
        "If-Range: x\r\nRange: bytes=1-",
    ),
    *("Cookie: sessionid=x", "Accept-Language: xx", "Host: evil.example", "Content-Length: 0"),
    *("Transfer-Encoding: chunked\r\n\r\n0", "Expect: 100-continue", "Connection: x\r\nX: y"),
    *("X-Script-Name: /evil", "Script-Name: /evil", "Path-Info: /evil", "X: " + "y" * 7_000),
]
HOSTS = (
    "evil.example",
    "",
    "{1}:1",
    "{1}, evil.example",
    "{1}@evil.example",
    "evil.example:{2}",
    "[::1]",
)


@pytest.fixture(scope="module", params=["as it is", "behind a proxy"])
def running(request, seeded, tmp_path_factory):
    trusted = {"TRUST_PROXY_HEADERS": "True"} if request.param == "behind a proxy" else {}
    with site_server.serving(seeded, tmp_path_factory.mktemp("site"), **trusted) as site:
        yield site


def test_no_odd_request_changes_what_others_get(running):
    expected = ordinary(running)
    for tricks in (targets, lines, hosts, methods):
        running.manage("shell", "--no-imports", "-c", DROPPED)
        time.sleep(A_SECOND)
        for asked in tricks(running):
            # Whatever it is answered, and be it nothing.
            send(running, asked)
        assert ordinary(running) == expected


def test_an_unknown_host_is_refused_each_time(running):
    for _ in range(3):
        for page in PAGES:
            asked = f"GET {page} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
            assert send(running, asked)[0] == 400


def targets(site):
    for page in PAGES:
        for target in TARGETS:
            yield request(site, target.format(page, host(site)))


def lines(site):
    for page in PAGES:
        for line in LINES:
            yield request(site, page, line)


def hosts(site):
    for page in PAGES:
        for name in HOSTS:
            named = name.format("", host(site), urlsplit(site.address).port)
            yield f"GET {page} HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\n\r\n"
        yield f"GET {page} HTTP/1.0\r\n\r\n"
        yield f"GET {page} HTTP/1.1\r\nConnection: close\r\n\r\n"


def methods(site):
    for page in PAGES:
        for method in ("HEAD", "POST", "PUT", "OPTIONS", "TRACE", "get", "X"):
            yield request(site, page, "Content-Length: 0", method=method)


def host(site):
    return urlsplit(site.address).netloc


def request(site, target, line="X: y", method="GET"):
    return (
        f"{method} {target} HTTP/1.1\r\nHost: {host(site)}\r\nConnection: close\r\n{line}\r\n\r\n"
    )


def ordinary(site):
    """What readers get who ask as browsers do; every date left out."""
    said = [send(site, request(site, page, "Accept-Encoding: gzip, br")) for page in PAGES]
    assert {status for status, _headers, _body in said} == {200}
    return said


def send(site, asked):
    """(status, headers, decoded body); status 0 where the server hangs up."""
    port = urlsplit(site.address).port
    with closing(socket.create_connection(("127.0.0.1", port), timeout=SAFETY_NET)) as connection:
        try:
            connection.sendall(asked.encode("latin-1"))
            answer = HTTPResponse(connection, method=asked.partition(" ")[0])
            answer.begin()
            body = answer.read()
        except (BadStatusLine, OSError):
            return 0, {}, b""
    headers = {name: said for name, said in answer.getheaders() if name.lower() not in OF_NOW}
    coding = answer.getheader("Content-Encoding")
    return answer.status, headers, OPENED[coding](body) if body else body


OF_NOW = {"date", "last-modified", "content-length", "content-security-policy"}
