"""The layer around Django itself, in this process, and what Django would say without it."""

import random
from contextlib import contextmanager
from unittest import mock
from urllib.parse import unquote

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import override_settings

from delivery.layer import Delivery
from delivery.watching import RowWatch
from tests.support import small_site
from tests.support.finished_pages import OPENED, Answer, environ

# Pages name static files as they are, as in every test.
STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# These say how an answer is sent, and the layer is there to say it better.
OF_THE_LAYER = {"Cache-Control", "Content-Encoding", "Content-Length", "ETag", "Last-Modified"}


class Site:
    """`layer` keeps what `django` answers; both look at the same database."""

    def __init__(self, watch=None, **options):
        self.django = WSGIHandler()
        self.layer = Delivery(
            self.django, watch or RowWatch(), beside=("/admin/", "/static/"), **options
        )

    def ask(self, address, **named):
        return asked(self.layer, address, **named)

    def fresh(self, address, **named):
        return asked(self.django, address, **named)

    def ask_exactly(self, path, query, **named):
        """With a query as it is, whatever signs are in it."""
        return asked(self.layer, path, query, **named)

    def fresh_exactly(self, path, query, **named):
        return asked(self.django, path, query, **named)

    def warm(self, addresses):
        """{address: what is kept of it}"""
        return {address: self.ask(address) for address in addresses}

    def again(self):
        """Another that keeps the same pages."""
        other = Site()
        other.ask("/nothing/")
        for name, page in self.layer.store._pages.items():
            other.layer.store.put(name, page)
        return other

    @property
    def kept(self):
        """The addresses of all kept pages."""
        return {
            path + (f"?{query}" if query else "") for *_host, path, query in self.layer.store._pages
        }


@contextmanager
def made(blocker):
    """(rows, site) of the small content, for all tests of a module; nothing of it stays."""
    with (
        blocker.unblock(),
        transaction.atomic(),
        kept_open(),
        override_settings(STORAGES=STORAGES),
    ):
        yield vars(small_site.made()), Site()
        transaction.set_rollback(True)


@contextmanager
def kept_open():
    """A request ends with a look at the connection, which is closed within a transaction."""
    with mock.patch.dict(connection.settings_dict, AUTOCOMMIT=connection.get_autocommit()):
        yield


def asked(application, address, query="", **named):
    path, _question, own = address.partition("?")
    # As WSGI has it (PEP 3333): the bytes of the path, each as a sign of its own.
    return Answer(application, environ(unquote(path, "latin-1"), own + query, **named))


def body(answer):
    return OPENED[answer.headers.get("Content-Encoding")](answer.body)


def naming(pages, names, seed):
    """The addresses of pages that say one of these names, and of three others.

    `pages`: {address: (status, headers, body)}.
    """
    words = [name.encode() for name in names]
    found = {each for each, page in pages.items() if any(word in page[2] for word in words)}
    others = sorted(set(pages) - found)
    return found | set(random.Random(seed).sample(others, min(3, len(others))))


def stale(layer, addresses):
    """Those of them that are kept and would be answered otherwise by Django."""
    return {
        each
        for each in layer.kept & set(addresses)
        if seen(layer.ask(each)) != seen(layer.fresh(each))
    }


def seen(answer):
    """All of an answer that Django decides."""
    headers = {name: said for name, said in answer.headers.items() if name not in OF_THE_LAYER}
    headers.pop("Vary", None)
    return answer.status, headers, body(answer)
