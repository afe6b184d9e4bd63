"""The description of every address for programs, and that the site keeps to it."""

import json
import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from schemathesis.config import SchemathesisConfig

from ijmsite import openapi
from tests.support import yearly_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.wide]

# Answers with something else than a page for readers.
DATA = re.compile(r"\.(json|geojson|csv|svg|pdf|html|atom)\Z|\A(healthz|readyz|unapi|cite/)\Z")
# Of the site itself, with a format of their own (robotstxt.org, RFC 9116).
# The client of these tests does not unpack.
PLAIN = {"Accept-Encoding": "identity"}
KNOWN = {"robots.txt", "favicon.ico", ".well-known/security.txt"}


def routes(patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def test_every_address_for_programs_is_described_and_no_other():
    patterns = [
        each for each in get_resolver().url_patterns if not str(each.pattern).startswith("admin")
    ]
    found = {re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in routes(patterns)}
    described = {path.removeprefix("/") for path in openapi.description()["paths"]}
    assert {route for route in found if DATA.search(route)} - described == set()
    assert described <= found | {"search/suggest", "sitemap.xml"}
    assert not described & KNOWN


def test_it_is_served_as_json_that_may_be_read_from_anywhere(client):
    response = client.get("/api/openapi.json")
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["openapi"] == "3.1.0"


def test_every_operation_has_a_name_of_its_own():
    operations = [path["get"] for path in openapi.description()["paths"].values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
    assert all(each["summary"] for each in operations)


@pytest.fixture
def schema(db):
    # As Django's own test client does: a request must not close the connection of the test.
    each = (request_started, request_finished)
    connected = [signal.disconnect(close_old_connections) for signal in each]
    assert all(connected)
    yield _loaded()
    for signal in each:
        signal.connect(close_old_connections)


def _loaded():
    # Whether an id that is well formed names anything, only the site knows.
    answers = ["2xx", "3xx", "400", "404", "406"]
    checks = {"positive_data_acceptance": {"expected-statuses": answers}}
    config = SchemathesisConfig.from_dict({"checks": checks})
    loaded = schemathesis.openapi.from_wsgi(
        "/api/openapi.json", get_wsgi_application(), config=config
    )
    yearly_values.figure({2011: 66, 2012: 132}, slug="series")
    return loaded


BOUNDED = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_whatever_is_asked_rightly_is_answered_as_described(schema):
    for operation in schema.get_all_operations():
        ask(operation.ok(), schemathesis.GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", ["/faq/{slug}.json", "/impact/{slug}.csv", "/cite/"])
def test_whatever_is_asked_wrongly_is_answered_as_described(schema, path):
    ask(schema[path]["GET"], schemathesis.GenerationMode.NEGATIVE)


def ask(operation, mode):
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case):
        case.call_and_validate(headers=PLAIN)

    each()


@pytest.mark.parametrize(
    ("path", "slugs"),
    [
        ("/faq/{slug}.json", ["what-is-ijm", "what-evidence-shows-it-works"]),
        ("/impact/{slug}.json", ["cebu-decrease", "series"]),
        ("/impact/{slug}.csv", ["cebu-decrease", "series"]),
        ("/impact/{slug}.svg", ["cebu-decrease", "series"]),
    ],
)
def test_what_is_there_has_the_described_shape(schema, path, slugs):
    for slug in slugs:
        schema[path]["GET"].Case(path_parameters={"slug": slug}).call_and_validate(headers=PLAIN)


def test_citations_have_the_described_shape(schema):
    for name in ("apa", "ris", "bibtex", "csl-json"):
        query = {"id": ["faq:what-is-ijm"], "format": name}
        schema["/cite/"]["GET"].Case(query=query).call_and_validate(headers=PLAIN)
