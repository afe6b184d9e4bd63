import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.citing.test_version_page import body
from tests.support import factories, publication_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    made = publication_history.entry("2026-03-01", slug="what-is-it", answer="The first words.")
    publication_history.change(
        made, "2026-04-01", answer="The second words.", note="We said it better."
    )
    return publication_history.change(
        made,
        "2026-05-01",
        answer="The third words.",
        note="It named the wrong year.",
        weight=publication_history.CORRECTION,
    )


def on(client, day, today="2026-06-15"):
    with publication_history.at(today):
        return client.get(f"/faq/what-is-it/history/?on={day}")


def test_the_history_tells_what_changed_when_and_why(client, row):
    page = body(client.get("/faq/what-is-it/history/"))
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert "1 May 2026 · Correction" in page
    assert "It named the wrong year." in page
    assert "1 March 2026 · First published" in page
    assert '<a href="/faq/what-is-it/v/2/">Read version 2</a>' in page
    assert "?from=1&amp;to=2" in page


def test_the_history_names_nobody(client, row):
    assert "person-" not in body(client.get("/faq/what-is-it/history/"))


def test_drafts_are_no_part_of_it(client, row):
    drafted = factories.user("Writer")
    publication_history.drafts.save(row, drafted, answer="Secret words.")
    page = body(client.get("/faq/what-is-it/history/"))
    assert page.count("Read version") == 3
    assert "Secret" not in page


@pytest.mark.parametrize(
    ("day", "words", "number"),
    [
        ("2026-03-01", "The first words.", 1),
        ("2026-03-31", "The first words.", 1),
        ("2026-04-01", "The second words.", 2),
        ("2026-06-15", "The third words.", 3),
    ],
)
def test_a_day_shows_what_the_public_read(client, row, day, words, number):
    response = on(client, day)
    page = body(response)
    assert response.status_code == 200
    assert words in page
    assert f"readers found version {number} here." in page


def test_a_day_of_change_names_what_stood_there_before(client, row):
    assert "For a part of the day it was version 1" in body(on(client, "2026-04-01"))
    assert "For a part of the day" not in body(on(client, "2026-04-02"))


def test_days_are_those_of_the_site(client, settings):
    settings.TIME_ZONE = "Africa/Nairobi"
    row = publication_history.entry("2026-03-01", slug="what-is-it", answer="The first words.")
    publication_history.change(row, "2026-04-01", hour=22, answer="The second words.")
    assert "The first words." in body(on(client, "2026-04-01"))
    assert "The second words." in body(on(client, "2026-04-02"))
    assert "2 April 2026" in body(client.get("/faq/what-is-it/history/"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-28", "On 28 February 2026 this page was not here yet. It began on 1 March 2026."),
        ("0001-01-01", "this page was not here yet"),
        ("2026-06-16", "16 June 2026 has not come yet."),
        ("9999-12-31", "31 December 9999 has not come yet."),
    ],
)
def test_a_day_without_a_text_says_so(client, row, day, said):
    response = on(client, day)
    assert response.status_code == 200
    assert said in body(response)
    assert "words." not in body(response)


@pytest.mark.parametrize(
    "day",
    ["", "today", "2026-13-01", "2026-02-30", "23/11/2026", "%00", "x" * 5000, "２０２６-01-01"],
)
def test_nonsense_is_an_error_of_the_form(client, row, day):
    response = on(client, day)
    assert response.status_code == 400
    assert "is not a day we can read" in body(response)
    assert 'aria-invalid="true"' in body(response)


def test_a_day_after_a_withdrawal_tells_why_nothing_was_there(client, row):
    publication_history.withdraw(row, "2026-05-20")
    page = body(on(client, "2026-05-21"))
    assert "On 21 May 2026 this page was not on the site." in page
    assert "We took this page down on 20 May 2026: The report is old." in page
    assert "The third words." in body(on(client, "2026-05-19"))


def test_two_versions_are_compared_word_by_word(client, row):
    page = body(client.get("/faq/what-is-it/history/?from=1&to=3"))
    assert "<del>first</del><ins>third</ins> words." in page
    assert "It named the wrong year." in page
    assert page == body(client.get("/faq/what-is-it/history/?from=3&to=1"))


def test_a_changed_figure_shows_in_the_comparison(client):
    figure = publication_history.figure(slug="relief", value=2400, office=factories.office())
    publication_history.entry(slug="what-is-it", answer="There were {{ figure:relief }} in all.")
    publication_history.change_value(figure, "2026-05-01", 2500)
    answer = body(client.get("/faq/what-is-it/history/?from=1&to=2"))
    assert "<del>2,400</del><ins>2,500</ins> people in all." in answer
    assert "<del>2400</del><ins>2500</ins>" in body(
        client.get("/impact/relief/history/?from=1&to=2")
    )


@pytest.mark.parametrize(
    "query", ["from=1", "from=1&to=9", "from=a&to=b", "from=&to=", "to=-1&from=²"]
)
def test_versions_that_are_not_there_cannot_be_compared(client, row, query):
    response = client.get(f"/faq/what-is-it/history/?{query}")
    assert response.status_code == 400
    assert "no two such versions" in body(response)


def test_the_history_takes_as_many_queries_for_ten_versions_as_for_three(client, row):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/faq/what-is-it/history/").status_code == 200
        return len(captured)

    queries()
    few = queries()
    for day in range(1, 8):
        publication_history.change(row, f"2026-07-0{day}", answer=f"Words of day {day}.")
    assert queries() == few <= 4
