import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.citing.test_version_page import body
from tests.support import publication_history

pytestmark = pytest.mark.django_db


def corrected(day, note, **values):
    row = publication_history.entry(**values)
    return publication_history.change(
        row, day, answer=f"Words of {day}.", note=note, weight=publication_history.CORRECTION
    )


def test_a_site_without_errors_says_so(client):
    assert "Nothing has been corrected yet." in body(client.get("/about/corrections/"))


def test_corrections_of_every_kind_stand_newest_first(client):
    corrected("2026-04-01", "It named the wrong year.", slug="what-is-it", question="What is it?")
    figure = publication_history.figure(slug="relief", title="People brought relief")
    publication_history.change_value(figure, "2026-05-01", 7, note="A digit was missing.")
    row = publication_history.entry()
    publication_history.change(row, "2026-06-01", answer="New words.", note="No error at all.")
    page = body(client.get("/about/corrections/"))
    assert page.index("A digit was missing.") < page.index("It named the wrong year.")
    assert "No error at all." not in page
    assert '<a href="/faq/what-is-it/v/2/">What is it?</a>' in page
    assert "1 May 2026 · version 2" in page


def test_an_answer_that_quotes_a_corrected_figure_is_listed_with_it(client):
    figure = publication_history.figure(slug="relief", title="People brought relief")
    publication_history.entry(question="Who was helped?", answer="{{ figure:relief }} were.")
    publication_history.change_value(figure, "2026-05-01", 7, note="A digit was missing.")
    assert "Who was helped?" in body(client.get("/about/corrections/"))


@pytest.mark.wide
def test_there_are_twenty_a_page_and_any_page_answers(client):
    for number in range(22):
        corrected(f"2026-04-{number + 1:02}", f"Correction number {number}.")
    first, second = (body(client.get(f"/about/corrections/?page={each}")) for each in (1, 2))
    assert "Correction number 21." in first
    assert "Correction number 1." not in first
    assert "Correction number 1." in second
    assert 'rel="next">Older corrections' in first
    for page in ("0", "99", "x", "-1"):
        assert client.get(f"/about/corrections/?page={page}").status_code == 200


def test_it_takes_as_many_queries_for_ten_as_for_two(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/about/corrections/")
        return len(captured)

    for number in range(2):
        corrected("2026-04-01", f"Correction {number}.")
    few = queries()
    for number in range(8):
        corrected("2026-04-02", f"Another {number}.")
    assert queries() == few <= 4
