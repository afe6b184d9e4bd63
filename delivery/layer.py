"""In front of Django: a page that was finished once is handed out as it is.

Take it away and the site is slower, never wrong.
"""

import copy
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count
from typing import Any

from django.utils.http import http_date

from delivery import asking, passing
from delivery.asking import Environ
from delivery.currency import Currency
from delivery.finished import Finished, Rendered, StartResponse
from delivery.flights import Flights
from delivery.packer import Packer
from delivery.store import Store
from delivery.tally import Tally
from delivery.watching import Watch

Application = Callable[[Environ, StartResponse], Iterable[bytes]]
# (scheme, host, path, query): nothing else of a question changes a public answer.
Name = tuple[Any, Any, str, str | None]
Made = tuple[Rendered, Finished | None]
READING = ("GET", "HEAD")
# So many paths are remembered with the query parameters that count there.
MOST_PATHS = 10_000


class Delivery:
    """A WSGI application around another.

    `beside`: prefixes of addresses it leaves alone. `scheme`: the WSGI name of what says whether
    a request came encrypted.
    """

    def __init__(
        self,
        django: Application,
        watch: Watch,
        *,
        beside: tuple[str, ...] = (),
        scheme: str = "wsgi.url_scheme",
        tally: Tally | None = None,
    ) -> None:
        self.store = Store()
        self.hits, self.misses = count(), count()
        self._django = django
        self._beside = beside
        self._scheme = scheme
        self._currency = Currency(self.store, watch)
        self._flights: Flights[Made] = Flights()
        self._tally = tally
        self._packer = Packer(self.store, self.tell)
        self._parameters: dict[str, frozenset[str]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if path.startswith(self._beside):
            return self._django(environ, start_response)
        now = time.time()
        # Asked before the store is: a page that is found afterwards shows this state or a newer.
        token = self._currency.token(now)
        if query and path in self._parameters:
            query = asking.reduced(query, self._parameters[path])
        name = (environ.get(self._scheme), environ.get("HTTP_HOST"), path, query)
        page = self.store.get(name)
        if page is not None and token is not None and environ["REQUEST_METHOD"] in READING:
            page.used = now
            next(self.hits)
            return page.answer(environ, start_response)
        if token is None or query is None or environ["REQUEST_METHOD"] not in READING:
            return self._django(environ, start_response)
        return self._missed(environ, start_response, name, token)

    def tell(self) -> None:
        """Say how it goes, where staff can read it."""
        if self._tally is not None:
            # Counters that lose nothing between threads can be read only as copies.
            found, rendered = (next(copy.copy(each)) for each in (self.hits, self.misses))
            size = self.store.size
            self._tally.say(found=found, rendered=rendered, pages=len(self.store), size=size)

    def _missed(
        self, environ: Environ, start_response: StartResponse, name: Name, token: Any
    ) -> Iterable[bytes]:
        next(self.misses)
        make = partial(self._make, environ, name, token)
        # Who asks after a publication must not wait for a page begun before it.
        (rendered, page), is_mine = self._flights.once((name, token), make)
        if page is None and not is_mine:
            # What is not for everybody is not for who waited, either.
            rendered, page = make()
        if page is not None:
            return page.answer(environ, start_response)
        return passing.answer(rendered, environ, start_response)

    def _make(self, environ: Environ, name: Name, token: Any) -> Made:
        started, moment = time.monotonic(), time.time()
        path, query = name[2], name[3] or ""
        rendered = self._rendered(asking.whole(environ, query))
        if not passing.is_for_everybody(rendered) or not self._is_whole_name(rendered, path, query):
            return rendered, None
        modified = rendered.header("last-modified") or http_date(moment)
        is_dated = self._currency.is_dated(started)
        page = Finished(rendered, modified=modified if is_dated else "")
        page.used = moment
        if self._currency.keep(name, page, token, moment):
            self._packer.add(name, page)
            return rendered, page
        # Something moved meanwhile: the text may be older than the date it was given.
        return rendered, Finished(rendered)

    def _is_whole_name(self, rendered: Rendered, path: str, query: str) -> bool:
        """Whether the page depends on just what stands in the query.

        With more in it, this page may say so; without, the next one is found by what counts.
        """
        known = asking.parameters(rendered.header(asking.NO_VARY_SEARCH))
        if known is None:
            return not query
        if len(self._parameters) >= MOST_PATHS:
            self._parameters.clear()
        self._parameters[path] = known
        return asking.reduced(query, known) == query

    def _rendered(self, environ: Environ) -> Rendered:
        said: list[Any] = []

        def start(status: str, headers: Any, exc_info: Any = None) -> None:
            said[:] = [status, headers]

        body = self._django(environ, start)
        try:
            content = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        return Rendered(said[0], said[1], content)
