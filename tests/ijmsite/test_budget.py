"""What a reader's first visit costs, as the real stack serves it."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support import delivery_layer, factories, public_addresses

FIRST_VISIT = 14_600  # what fits into the first ten packets of a connection
PAGE = 8_192
STYLESHEET = 4_096
SCRIPT = 1_536
REQUESTS = 3
MOST_QUERIES = 13

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
LOADED = re.compile(r'<(?:link\b[^>]*?rel="stylesheet"[^>]*?href|\w+\b[^>]*?\bsrc)="([^"]*)"')


def compressed(path):
    """As WhiteNoise compresses a collected file, once and for all."""
    return len(brotli.compress(Path(path).read_bytes(), quality=11))


def served(site, address):
    """The page, and its size on the wire for the first who asks: packed quickly."""
    answer = site.ask(address, accept_encoding="gzip, deflate, br")
    return answer.text, len(answer.body)


def with_its_files(site, address):
    page, size = served(site, address)
    files = {link.removeprefix("/static/") for link in LOADED.findall(page)}
    return size, [size, *(compressed(finders.find(name)) for name in files)]


def test_the_stylesheet_and_the_script_stay_small():
    assert compressed(finders.find("site.css")) <= STYLESHEET
    assert compressed(finders.find("site.js")) <= SCRIPT


@pytest.mark.usefixtures("content")
def test_every_page_fits_its_budget():
    site = delivery_layer.Site()
    for address in [*public_addresses.pages(), "/nothing/"]:
        page, parts = with_its_files(site, address)
        assert len(parts) <= REQUESTS, address
        assert page <= PAGE, (address, page)
        assert sum(parts) <= FIRST_VISIT, (address, parts)


@pytest.mark.usefixtures("content")
def test_every_page_takes_few_queries(client):
    counts = {}
    for address in public_addresses.pages():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}


def much(times):
    """One of everything that lists show, `times` over."""
    for number in range(times):
        names = ["courts", f"subject {number}"]
        place = factories.office(tags=names)
        figure = factories.figure(office=place, featured=True, tags=names)
        whole = factories.entry(tags=names, answer=f"{{{{ figure:{figure.slug} }}}} people.")
        factories.entry(parent=factories.entry(parent=whole, topic=whole.topic))
        factories.agency(country=f"Country {number}")
        factories.source(licence="CC BY 4.0")


@pytest.mark.parametrize(
    "address",
    ["/", "/faq/", "/faq/tags/courts/", "/impact/", "/offices/", "/agencies/", "/about/data/"],
)
def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_three(client, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    much(3)
    queries()  # content types are looked up once and kept
    few = queries()
    much(27)
    assert queries() == few
