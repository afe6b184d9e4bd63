import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from publishing.models import Revision
from tests.support import drafts, factories, publication_history

pytestmark = pytest.mark.django_db
SITE = "https://answers.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def body(response):
    return " ".join(response.content.decode().split())


def changed(**values):
    row = publication_history.entry(slug="what-is-it", answer="The first words.", **values)
    return publication_history.change(
        row, "2026-04-01", answer="Other words.", note="We said it better."
    )


def test_the_newest_version_says_that_it_will_keep_its_address(client):
    changed()
    page = body(client.get("/faq/what-is-it/v/2/"))
    assert "Version 2, published 1 April 2026." in page
    assert "This is today’s version. It will keep this address." in page
    assert "Other words." in page


def test_an_old_version_is_as_it_was_and_leads_to_today(client):
    changed()
    page = body(client.get("/faq/what-is-it/v/1/"))
    assert "Version 1, published 1 March 2026. The text has changed since." in page
    assert "The first words." in page
    assert "Other words." not in page
    assert '<a href="/faq/what-is-it/">Read today’s version</a>' in page
    assert '<a href="/faq/what-is-it/history/?from=1&amp;to=2" rel="nofollow">' in page
    assert f'<link rel="canonical" href="{SITE}/faq/what-is-it/">' in page
    assert "What is question" in page
    assert "(version 1) ·" in page


def test_a_version_shows_the_figures_it_quoted_then(client):
    figure = publication_history.figure(slug="relief", value=2400)
    publication_history.entry(slug="what-is-it", answer="There were {{ figure:relief }} in all.")
    publication_history.change_value(figure, "2026-05-01", 2500)
    assert "2,400" in body(client.get("/faq/what-is-it/v/1/"))
    assert "2,500" not in body(client.get("/faq/what-is-it/v/1/"))
    assert "2,500" in body(client.get("/faq/what-is-it/v/2/"))
    assert "2,400" in body(client.get("/impact/relief/v/1/"))


def test_a_version_carries_its_hash(client):
    row = changed()
    digest = publication_history.versions(row)[0].hash
    page = body(client.get("/faq/what-is-it/v/1/"))
    assert f'<a href="/verify/{digest}/" rel="nofollow"><code>{digest}</code></a>' in page
    assert digest not in body(client.get("/faq/what-is-it/"))


def test_a_version_is_dated_by_the_last_change_readers_were_told_of(client):
    row = changed()
    publication_history.change(
        row, "2026-05-01", weight=publication_history.MINOR, note="", answer="Other wurds."
    )
    assert "Text changed 1 April 2026" in body(client.get("/faq/what-is-it/v/3/"))


@pytest.mark.parametrize("number", [0, 3, 2**31, 10**30])
def test_a_version_that_never_was_is_not_found(client, number):
    changed()
    assert client.get(f"/faq/what-is-it/v/{number}/").status_code == 404


def test_nothing_of_a_draft_is_found_by_a_version(client):
    factories.entry(slug="draft", live=False)
    assert client.get("/faq/draft/v/1/").status_code == 404
    assert client.get("/faq/draft/history/").status_code == 404


def test_a_former_address_leads_to_the_same_version(client):
    row = changed()
    publication_history.change(row, "2026-05-01", slug="what-is-this")
    response = client.get("/faq/what-is-it/v/1/")
    assert (response.status_code, response["Location"]) == (301, "/faq/what-is-this/v/1/")
    assert "The first words." in body(client.get("/faq/what-is-this/v/1/"))
    moved = client.get("/faq/what-is-it/history/?on=2026-03-01")
    assert moved["Location"] == "/faq/what-is-this/history/?on=2026-03-01"


def test_a_cited_version_outlives_its_address_being_taken_by_another_text(client):
    row = changed()
    publication_history.change(row, "2026-05-01", slug="what-is-this")
    publication_history.entry("2026-06-01", slug="what-is-it", answer="Somebody else’s words.")
    assert client.get("/faq/what-is-it/v/2/")["Location"] == "/faq/what-is-this/v/2/"
    assert "Somebody else’s words." in body(client.get("/faq/what-is-it/v/1/"))


def test_withdrawn_content_keeps_its_versions_with_the_reason(client):
    row = changed()
    publication_history.withdraw(row, "2026-06-01")
    response = client.get("/faq/what-is-it/v/1/")
    page = body(response)
    assert response.status_code == 200
    assert "We took this page down on 1 June 2026: The report is old." in page
    assert "The first words." in page
    assert "Read today’s version" not in page
    assert f'<link rel="canonical" href="{SITE}/faq/what-is-it/v/1/">' in page


def test_a_draft_after_a_withdrawal_does_not_move_its_versions(client):
    row = changed()
    publication_history.withdraw(row, "2026-06-01")
    drafts.save(drafts.fresh(row), factories.user("Writer"), slug="secret-plan")
    assert client.get("/faq/what-is-it/v/1/").status_code == 200
    assert client.get("/faq/secret-plan/v/1/").status_code == 404


def test_what_was_wrong_is_not_shown_again(client):
    row = changed()
    publication_history.withdraw(
        row, "2026-06-01", reason=Revision.Reason.WRONG, note="It was made up"
    )
    addresses = ("v/1/", "v/2/", "history/?from=1&to=2", "history/?on=2026-03-05")
    for address in addresses:
        response = client.get(f"/faq/what-is-it/{address}")
        assert response.status_code == 410, address
        assert "It was made up." in body(response)
        assert "words." not in body(response)
    page = body(client.get("/faq/what-is-it/history/"))
    assert "Taken off the site" in page
    assert "/v/1/" not in page


def test_a_version_says_that_words_were_taken_out_of_it(client):
    row = publication_history.entry(slug="what-is-it", answer="She lives in Mombasa now.")
    with publication_history.at("2026-07-01"):
        actions.remove_for_safety(obj=row, words="Mombasa", by=factories.user("Manager"))
    page = body(client.get("/faq/what-is-it/v/1/"))
    assert "Mombasa" not in page
    assert "Part of this page was removed on 1 July 2026 to keep someone safe." in page
    assert "Part of this page was removed on" not in body(client.get("/faq/what-is-it/v/2/"))
    assert "Part of this page was removed" in body(client.get("/about/corrections/"))


SAID = "Part of this page was removed on 1 July 2026 to keep someone safe. The rest is unchanged."


def test_what_is_not_on_the_site_any_more_says_it_too(client):
    row = publication_history.entry(slug="what-is-it", answer="She lives in Mombasa now.")
    publication_history.withdraw(row, "2026-06-01")
    with publication_history.at("2026-07-01"):
        actions.remove_for_safety(
            obj=drafts.fresh(row), words="Mombasa", by=factories.user("Manager")
        )
    page = body(client.get("/faq/what-is-it/v/1/"))
    assert "Mombasa" not in page
    assert SAID in page


def test_a_text_that_quoted_the_words_says_it_too(client):
    figure = publication_history.figure(slug="relief", unit="people in Mombasa")
    row = publication_history.entry(slug="what-is-it", answer="Relief for {{ figure:relief }}.")
    publication_history.entry(slug="another", answer="Nothing of it.")
    with publication_history.at("2026-07-01"):
        actions.remove_for_safety(obj=figure, words="Mombasa", by=factories.user("Manager"))
    page = body(client.get(f"/faq/{row.slug}/v/1/"))
    assert "Mombasa" not in page
    assert SAID in page
    assert "to keep someone safe" not in body(client.get("/faq/another/v/1/"))


def test_a_version_names_its_content_also_under_former_addresses(client):
    row = changed()
    publication_history.change(row, "2026-05-01", slug="what-is-this")
    keys = client.get("/faq/what-is-this/v/1/")["Surrogate-Key"].split()
    assert {"faq.entry:what-is-it", "faq.entry:what-is-this"} <= set(keys)


def test_a_page_without_a_published_version_offers_no_citation(client):
    factories.entry(slug="new")
    assert 'id="cite"' not in body(client.get("/faq/new/"))


def test_a_version_takes_the_same_number_of_queries_however_many_there_are(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/faq/what-is-it/v/1/").status_code == 200
        return len(captured)

    row = changed()
    queries()
    few = queries()
    for day in range(1, 9):
        publication_history.change(row, f"2026-05-0{day}", answer=f"Words of day {day}.")
    assert queries() == few <= 18
