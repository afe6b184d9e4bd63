import datetime
from xml.etree import ElementTree as Xml

import pytest
import xmlschema
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq.models import Entry
from tests.support import factories, json_schemas, public_addresses

SITE = "https://answers.example.org"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def listed(client):
    """{address: lastmod or None}"""
    root = Xml.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext("s:loc", namespaces=NAMES): url.findtext("s:lastmod", namespaces=NAMES)
        for url in root.iterfind("s:url", NAMES)
    }


@pytest.mark.usefixtures("content")
def test_every_public_page_is_listed_once_and_nothing_else(client):
    root = Xml.fromstring(client.get("/sitemap.xml").content)
    found = [each.text for each in root.iterfind("s:url/s:loc", NAMES)]
    assert sorted(found) == sorted(SITE + page for page in public_addresses.pages())


@pytest.mark.usefixtures("content")
def test_it_is_what_the_standard_asks_for(client):
    content = client.get("/sitemap.xml").content
    json_schemas.assert_valid("sitemap", content)
    relative = content.replace(f"<loc>{SITE}/faq/</loc>".encode(), b"<loc>/faq/</loc>")
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        json_schemas.assert_valid("sitemap", relative)


def test_addresses_never_follow_the_host_header(client, settings):
    settings.ALLOWED_HOSTS = ["evil.example"]
    body = client.get("/sitemap.xml", headers={"Host": "evil.example"}).content
    assert b"evil" not in body
    assert f"{SITE}/faq/".encode() in body


def test_a_page_is_dated_by_its_text_and_a_list_by_its_newest(client):
    old, new = (datetime.datetime(2026, month, 3, tzinfo=datetime.UTC) for month in (1, 5))
    factories.entry(slug="old", changed_at=old, tags=["courts"])
    factories.entry(slug="new", changed_at=new, tags=["courts"])
    dates = listed(client)
    assert dates[f"{SITE}/faq/old/"] == "2026-01-03T00:00:00+00:00"
    assert dates[f"{SITE}/faq/"] == "2026-05-03T00:00:00+00:00"
    assert dates[f"{SITE}/faq/tags/courts/"] == "2026-05-03T00:00:00+00:00"
    assert dates[f"{SITE}/safety/"] is None


def test_what_is_not_public_is_not_listed(client):
    factories.entry(slug="draft", live=False, tags=["secret"])
    assert Entry.everything.exists()
    assert not [address for address in listed(client) if "draft" in address or "secret" in address]


def test_it_takes_the_same_number_of_queries_however_much_there_is(client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    factories.entry(tags=["courts"])
    factories.figure(tags=["courts"])
    factories.office(tags=["courts"])
    few = queries()
    for number in range(5):
        factories.entry(tags=[f"subject {number}"])
        factories.figure(tags=["courts"])
        factories.office(country_code="UG", tags=["land"])
    assert queries() == few
