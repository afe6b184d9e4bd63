from xml.etree import ElementTree as Xml

import feedparser
import pytest
import xmlschema
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citing.feed import NAMESPACE
from publishing.models import Revision
from tests.support import json_schemas, publication_history

pytestmark = pytest.mark.django_db
SITE = "https://answers.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def read(client):
    response = client.get("/feeds/changes.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    json_schemas.assert_valid("atom", response.content)
    found = feedparser.parse(response.content)
    assert not found.bozo
    assert found.version == "atom10"
    return found


def test_an_empty_feed_is_valid(client):
    found = read(client)
    assert found.entries == []
    assert found.feed.id == "tag:answers.example.org,2026:changes"
    assert found.feed.updated == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("needed", ["id", "title", "updated", "author"])
def test_the_schema_misses_what_an_entry_needs(client, needed):
    publication_history.entry()
    feed = Xml.fromstring(client.get("/feeds/changes.atom").content)
    entry = feed.find(f"{{{NAMESPACE}}}entry")
    entry.remove(entry.find(f"{{{NAMESPACE}}}{needed}"))
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        json_schemas.assert_valid("atom", Xml.tostring(feed))


def test_it_tells_of_changes_and_corrections_newest_first(client):
    row = publication_history.entry(slug="what-is-it", question="What is it?")
    publication_history.change(row, "2026-04-01", answer="A", note="We said it better.")
    publication_history.change(
        row, "2026-05-01", answer="B", note="", weight=publication_history.MINOR
    )
    publication_history.change(
        row, "2026-06-01", answer="C", note="Wrong year.", weight=publication_history.CORRECTION
    )
    found = read(client)
    assert [each.summary for each in found.entries] == [
        "Correction: Wrong year.",
        "We said it better.",
        "First published.",
    ]
    newest = found.entries[0]
    assert newest.link == f"{SITE}/faq/what-is-it/v/4/"
    assert newest.id == f"tag:answers.example.org,2026:{row.pk}/4"
    assert (newest.title, newest.author) == ("What is it?", "International Justice Mission")
    assert newest.updated == found.feed.updated == "2026-06-01T12:00:00+00:00"


def test_what_was_taken_down_is_told_as_its_page_tells_it(client):
    row = publication_history.entry(slug="what-is-it", question="What was it?")
    publication_history.withdraw(row, "2026-06-01", note="The report is old")
    said = "We took this page down on 1 June 2026: The report is old."
    newest, first = read(client).entries
    assert (newest.title, newest.summary) == ("What was it?", said)
    assert newest.link == f"{SITE}/faq/what-is-it/"
    assert newest.updated == "2026-06-01T12:00:00+00:00"
    assert newest.id == f"tag:answers.example.org,2026:{row.pk}/withdrawn/2"
    assert newest.author == "International Justice Mission"
    page = client.get("/faq/what-is-it/")
    assert page.status_code == 410
    assert said in page.text
    assert first.link == f"{SITE}/faq/what-is-it/v/1/"


def test_what_was_taken_down_outside_the_editor_is_told_without_a_reason(client):
    row = publication_history.entry()
    type(row).everything.filter(pk=row.pk).update(live=False)
    with publication_history.at("2026-06-01"):
        publication_history.actions.record_outside(publication_history.drafts.fresh(row))
    assert read(client).entries[0].summary == "We took this page down on 1 June 2026."


def test_its_ids_stay_when_the_address_changes(client):
    row = publication_history.entry(slug="what-is-it")
    before = {each.id for each in read(client).entries}
    publication_history.change(row, "2026-04-01", slug="what-is-this")
    assert before <= {each.id for each in read(client).entries}


@pytest.mark.wide
def test_it_holds_fifty_and_no_name_of_the_staff(client):
    row = publication_history.entry()
    for number in range(52):
        publication_history.change(row, "2026-04-01", hour=number % 24, answer=f"Words {number}.")
    found = read(client)
    assert len(found.entries) == 50
    assert "person-" not in str(found)


def test_what_was_wrong_and_what_nobody_may_see_is_not_in_it(client):
    row = publication_history.entry(question="Was it made up?")
    publication_history.drafts.save(
        row, publication_history.factories.user("Writer"), question="A secret?"
    )
    assert "secret" not in str(read(client))
    publication_history.withdraw(
        row, "2026-06-01", reason=Revision.Reason.WRONG, note="It was made up."
    )
    assert read(client).entries == []
    assert "made up" not in client.get("/feeds/changes.atom").text


def test_signs_that_xml_cannot_hold_do_not_break_it(client):
    row = publication_history.entry()
    publication_history.change(row, "2026-04-01", answer="A", note="One\x08two <b>&amp;")
    assert read(client).entries[0].summary.startswith("Onetwo")


def test_it_takes_two_queries(client):
    for _each in range(4):
        publication_history.entry()
    with CaptureQueriesContext(connection) as queries:
        client.get("/feeds/changes.atom")
    assert len(queries) <= 3
