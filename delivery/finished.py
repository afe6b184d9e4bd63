"""A finished answer: every byte of it fixed before the next reader asks."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from delivery import encodings, packing

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
# What a reader's program needs to know of a page it has already (RFC 9110, 15.4.5).
ON_304 = frozenset({"access-control-allow-origin", "cache-control", "vary", "surrogate-key"})
# Said anew for each coding, or of this one connection.
OWN = frozenset({"content-length", "content-encoding", "etag", "last-modified", "vary"})
# A reader asks again each time; a shared cache may answer for one second by itself.
REVALIDATED = "public, max-age=0, s-maxage=1, must-revalidate"
VARY = ("Vary", "Accept-Encoding")
# What a page costs beside its bodies, about: headers, keys, the objects themselves.
OVERHEAD = 4_096


@dataclass(frozen=True, slots=True)
class Rendered:
    """What Django answered, whole."""

    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """All values of one header, as one; "" where there is none."""
        return ", ".join(value for each, value in self.headers if each.lower() == name)


@dataclass(slots=True)
class Coded:
    headers: Headers
    body: list[bytes]


class Finished:
    """One page in every coding, with its answers for those who have it already.

    `used` is when it was last asked for, by the clock of the store.
    """

    __slots__ = ("_coded", "_etag", "_modified", "_not_modified", "_status", "keys", "used")

    def __init__(self, rendered: Rendered, *, modified: str = "") -> None:
        """`modified`: Last-Modified; empty where it could not tell two texts apart."""
        self.keys = frozenset(rendered.header("surrogate-key").split())
        self.used = 0.0
        self._status = rendered.status
        self._etag = _etag(rendered)
        self._modified = modified
        common = [each for each in rendered.headers if each[0].lower() not in OWN]
        if not rendered.header("cache-control"):
            common.append(("Cache-Control", REVALIDATED))
        common += [("ETag", self._etag), VARY]
        common += [("Last-Modified", modified)] if modified else []
        self._not_modified = _not_modified(common)
        self._coded = {encodings.IDENTITY: coded(common, rendered.body, "")}
        if packing.is_worth(rendered.body, rendered.header("content-type")):
            for coding in encodings.CODED:
                packed = packing.pack(rendered.body, coding, packing.QUICK)
                self._coded[coding] = coded(common, packed, coding)

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        if self._is_known(environ):
            start_response("304 Not Modified", self._not_modified.copy())
            return []
        coding = encodings.chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        answer = self._coded.get(coding) or self._coded[encodings.IDENTITY]
        # A copy, for some servers add their own to the list they are given.
        start_response(self._status, answer.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _is_known(self, environ: dict[str, Any]) -> bool:
        """RFC 9110, 13.2.2: an entity tag, where one is sent, decides alone.

        A date has to be the very one that was said: those of two hosts cannot be compared.
        """
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags == self._etag or _among(self._etag, tags)
        return bool(self._modified) and environ.get("HTTP_IF_MODIFIED_SINCE") == self._modified

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(each.body[0]) for each in self._coded.values())

    def date(self, modified: str) -> None:
        """Say from now on when it was modified, where that could not be said at once."""
        if self._modified:
            return
        said = ("Last-Modified", modified)
        for coding, known in tuple(self._coded.items()):
            self._coded[coding] = Coded([*known.headers, said], known.body)
        self._not_modified = [*self._not_modified, said]
        self._modified = modified

    def pack_well(self) -> int:
        """Put the smallest bodies in place of the quick ones; how many bytes that saves."""
        plain = self._coded[encodings.IDENTITY].body[0]
        before = self.size
        for coding in encodings.CODED:
            quick = self._coded.get(coding)
            body = packing.pack(plain, coding, packing.BEST) if quick else b""
            if quick and len(body) < len(quick.body[0]):
                # One assignment: whoever is being answered has the old pair or the new one.
                self._coded[coding] = Coded(_sized(quick.headers, body), [body])
        return before - self.size


def _etag(rendered: Rendered) -> str:
    """Weak, for it stands for every coding and for both ways of packing (RFC 9110, 8.8.1)."""
    given = rendered.header("etag").removeprefix("W/").strip('"')
    return f'W/"{given or hashlib.sha256(rendered.body).hexdigest()[:32]}"'


def _among(etag: str, header: str) -> bool:
    opaque = etag.removeprefix("W/")
    given = (each.strip().removeprefix("W/") for each in header.split(","))
    return any(each in (opaque, "*") for each in given)


def coded(common: Headers, body: bytes, coding: str) -> Coded:
    """A body in its coding, "" for none, with the headers that say so and how long it is."""
    headers = [*common, *([("Content-Encoding", coding)] if coding else [])]
    return Coded(_sized(headers, body), [body])


def _sized(headers: Iterable[tuple[str, str]], body: bytes) -> Headers:
    others = [each for each in headers if each[0] != "Content-Length"]
    return [*others, ("Content-Length", str(len(body)))]


def _not_modified(common: Headers) -> Headers:
    kept = [each for each in common if each[0].lower() in ON_304 or each[0] == "ETag"]
    return [*kept, *(each for each in common if each[0] == "Last-Modified")]
