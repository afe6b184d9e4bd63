"""Questions, answers and organisations as files: the same content as their pages."""

import csv
import datetime
import io
import json

import pytest

from publishing import actions
from tests.support import factories, seeded_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(db):
    seeded_database.put(versions=False)


def loaded(response):
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_an_answer_is_told_with_its_paragraphs_and_figures(client):
    figure = factories.figure(slug="freed", value=500)
    answer = "First.\n\nThey freed {{ figure:freed }} in {{ place:kenya }}.\n\n- a list"
    factories.office(slug="kenya", name="Kenya")
    factories.entry(slug="how", question="How?", answer=answer, tags=["courts"])
    told = loaded(client.get("/faq/how.json"))
    assert (told["id"], told["question"], told["subjects"]) == ("faq:how", "How?", ["courts"])
    assert [each["number"] for each in told["paragraphs"]] == [1, 2, None]
    second = told["paragraphs"][1]
    assert second["text"] == "They freed 500 people in Kenya."
    assert second["quotes"] == ["figure:freed"]
    value = told["figures"]["figure:freed"]
    assert value["figure"] == f"impact:{figure.slug}"
    assert value["qualifier"]["code"] == "exactly"
    for name in ("date", "source", "status", "licence"):
        assert value[name]["words"]


def test_a_pinned_figure_keeps_its_value_and_a_missing_one_says_so(client):
    factories.entry(slug="how", answer="A {{ figure:nothing }}.")
    told = loaded(client.get("/faq/how.json"))
    assert told["figures"] == {}
    assert "“nothing” not found" in told["paragraphs"][0]["text"]


def test_links_of_a_text_lead_to_the_site_from_anywhere(client, settings):
    settings.SITE_URL = "https://answers.example.org"
    factories.figure(slug="freed")
    factories.entry(slug="how", answer="A {{ figure:freed }}.")
    html = loaded(client.get("/faq/how.json"))["paragraphs"][0]["html"]
    assert 'href="https://answers.example.org/impact/freed/"' in html


def test_parts_parents_sources_and_notes_are_told(client):
    seen = datetime.date(2026, 3, 4)
    source = factories.source(title="A story", address="https://example.org/", accessed_on=seen)
    whole = factories.entry(slug="whole", content_note="child-sexual-violence", sources=[source])
    factories.entry(slug="part", parent=whole)
    told = loaded(client.get("/faq/whole.json"))
    assert [each["slug"] for each in told["parts"]] == ["part"]
    assert told["content_note"] == "This answer mentions sexual violence against children."
    assert told["read_more"][0]["state"] == "Worked on 4 March 2026"
    assert loaded(client.get("/faq/part.json"))["part_of"]["id"] == "faq:whole"


def test_the_version_to_cite_is_named(client):
    entry = factories.entry(slug="how")
    assert loaded(client.get("/faq/how.json"))["version"] is None
    actions.record_outside(entry)
    version = loaded(client.get("/faq/how.json"))["version"]
    assert version["address"].endswith("/faq/how/v/1/")


@pytest.mark.usefixtures("content")
def test_all_questions_stand_under_their_topics(client):
    told = loaded(client.get("/faq.json"))
    assert told["overview"].startswith("Nine questions.")
    found = {each["slug"] for topic in told["topics"] for each in walked(topic["questions"])}
    assert {"what-is-ijm", "rescue-victims", "training-for-local-law-enforcement"} <= found
    for slug in found:
        assert client.get(f"/faq/{slug}.json").status_code == 200


def walked(rows):
    return [each for row in rows for each in (row, *walked(row["parts"]))]


def test_an_organisation_says_what_is_not_known_of_it(client):
    factories.agency(slug="help", name="Help", telephone="+254 1", country="Kenya")
    (told,) = loaded(client.get("/agencies.json"))["organisations"]
    assert (told["telephone"], told["web_address"]) == ("+254 1", None)
    assert "Not stated: what it offers" in " ".join(told["how_known"])
    (row,) = csv.DictReader(io.StringIO(client.get("/agencies.csv").content.decode(), newline=""))
    # A spreadsheet would add it up.
    assert row["telephone"] == "'+254 1"
    assert row["web_address"] == ""


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_organisations_are_not_kept_by_the_browser(client, ending):
    assert client.get(f"/agencies.{ending}")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/faq.json", "/agencies.json", "/agencies.csv"])
def test_what_is_not_public_is_in_no_list(client, address):
    factories.entry(slug="hidden-one", live=False)
    factories.agency(slug="hidden-two", live=False)
    response = client.get(address)
    assert response.status_code == 200
    assert b"hidden" not in response.content


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/faq.json", 6), ("/faq/how.json", 13), ("/agencies.json", 3), ("/agencies.csv", 3)],
)
def test_a_file_takes_as_many_queries_with_much_as_with_little(
    client, many, address, queries, django_assert_num_queries
):
    figures = [factories.figure() for _ in range(many)]
    answer = " ".join(f"{{{{ figure:{each.slug} }}}} people." for each in figures)
    how = factories.entry(slug="how", answer=answer, tags=["courts"])
    for _ in range(many):
        factories.entry(answer=answer, parent=how)
        factories.entry(answer=answer, tags=["courts"])
        factories.agency()
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
