import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.citing.test_version_page import body
from tests.support import publication_history

pytestmark = pytest.mark.django_db
SITE = "https://answers.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def test_an_answer_says_how_to_cite_it(client):
    publication_history.entry(slug="what-is-it", question="What is it?")
    page = body(client.get("/faq/what-is-it/"))
    assert '<a href="#cite">Cite this answer ↓</a>' in page
    assert "The citation points to version 1, which will not change." in page
    assert (
        '<p class="mark">International Justice Mission. (2026, March 1). <i>What is it?</i>'
        f" Student Research Questions and Answers. {SITE}/faq/what-is-it/v/1/</p>"
    ) in page
    assert '<p class="mark">(International Justice Mission, 2026, para. 1)</p>' in page
    assert '<p class="mark">(International Justice Mission, par. 1)</p>' in page
    assert '<p class="mark">(International Justice Mission 2026)</p>' in page
    assert "“What Is It?” <i>Student Research" in page
    for name in ("ris", "bibtex", "csl-json"):
        assert f'href="/cite/?id=faq:what-is-it@1&amp;format={name}"' in page
    assert '<a href="/cite/?id=faq:what-is-it@1" rel="nofollow">Add to a list</a>' in page
    assert "2026 is when this page last changed." in page


def test_only_where_figures_are_quoted_their_own_year_is_asked_for(client):
    publication_history.figure(slug="relief")
    publication_history.entry(slug="plain")
    publication_history.entry(slug="quoting", answer="{{ figure:relief }} were helped.")
    asks = "give their own year"
    assert asks not in body(client.get("/faq/plain/"))
    assert asks in body(client.get("/faq/quoting/"))
    assert "give its own year" in body(client.get("/impact/relief/"))


def test_a_figure_is_cited_as_data_without_paragraphs(client):
    publication_history.figure(slug="relief", title="People brought relief")
    page = body(client.get("/impact/relief/"))
    assert "Cite this figure" in page
    assert "(2026). <i>People brought relief</i> [Dataset]." in page
    assert '<p class="mark">(International Justice Mission, 2026)</p>' in page
    assert "para." not in page


def test_a_page_tells_its_last_three_changes(client):
    row = publication_history.entry(slug="what-is-it")
    for month in range(4, 8):
        publication_history.change(
            row, f"2026-0{month}-01", answer=f"{month}", note=f"Note {month}."
        )
    page = body(client.get("/faq/what-is-it/"))
    assert "Version 5, 1 July 2026: Note 7." in page
    assert "Version 3, 1 May 2026: Note 5." in page
    assert "Note 4." not in page
    assert '<a href="/faq/what-is-it/history/">All versions</a>' in page


def test_its_last_three_changes_are_found_behind_many_checks(client):
    row = publication_history.entry(slug="what-is-it", question="What is it?")
    for number in range(1, 5):
        row = publication_history.change(
            row,
            f"2026-03-{number + 1:02}",
            note=f"Change {number}.",
            question=f"What is it, {number}?",
        )
    for day in range(10, 20):
        row = publication_history.change(
            row,
            f"2026-03-{day}",
            weight=publication_history.MINOR,
            note="",
            reviewed_on=f"2026-03-{day}",
        )
    page = body(client.get("/faq/what-is-it/"))
    assert "The citation points to version 5" in page
    assert [f"Change {number}." in page for number in range(1, 5)] == [False, True, True, True]


def test_a_long_history_takes_as_many_queries_as_a_short_one(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            body(client.get("/faq/what-is-it/"))
        return len(captured)

    row = publication_history.entry(slug="what-is-it", question="What is it?")
    queries()  # content types are looked up once and kept
    few = queries()
    for number in range(10):
        row = publication_history.change(
            row, f"2026-03-{number + 2:02}", question=f"Is it {number}?"
        )
    assert queries() == few


def test_an_old_version_cites_itself(client):
    row = publication_history.entry(slug="what-is-it")
    publication_history.change(row, "2026-04-01", answer="Other words.")
    page = body(client.get("/faq/what-is-it/v/1/"))
    assert "(2026, March 1). " in page
    assert f"{SITE}/faq/what-is-it/v/1/</p>" in page


def test_the_frame_leads_to_corrections_and_to_the_feed(client):
    page = body(client.get("/safety/"))
    assert '<a href="/about/corrections/">Corrections</a>' in page
    assert '<a href="/feeds/changes.atom">What changed</a>' in page
    assert '<link rel="alternate" type="application/atom+xml"' in page
