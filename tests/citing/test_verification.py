import pytest

from publishing.models import Revision
from tests.citing.test_version_page import body
from tests.support import factories, publication_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    made = publication_history.entry(slug="what-is-it", answer="The first words.")
    return publication_history.change(made, "2026-04-01", answer="The second words.")


def test_a_hash_leads_to_its_version_and_tells_what_changed_since(client, row):
    first, _second = publication_history.versions(row)
    page = body(client.get(f"/verify/{first.hash.upper()}/"))
    assert "belongs to version 1, published 1 March 2026." in page
    assert '<a href="/faq/what-is-it/v/1/">Read version 1</a>' in page
    assert "<del>first</del><ins>second</ins> words." in page
    assert "We made it clearer." in page


def test_the_hash_of_today_says_that_nothing_changed(client, row):
    page = body(client.get(f"/verify/{publication_history.latest(row).hash}/"))
    assert "This is today’s version: nothing has changed since." in page


@pytest.mark.parametrize("digest", ["0" * 64, "abc", "a" * 2000])
def test_an_unknown_hash_is_not_found_and_says_so(client, digest):
    response = client.get(f"/verify/{digest}/")
    assert response.status_code == 404
    assert "No published text has this fingerprint." in body(response)


def test_the_hash_of_a_draft_is_unknown(client, row):
    draft = publication_history.drafts.save(row, factories.user("Writer"), answer="Secret words.")
    assert client.get(f"/verify/{draft.hash}/").status_code == 404


def test_a_text_that_came_back_has_both_its_versions(client, row):
    publication_history.change(row, "2026-05-01", answer="The first words.")
    first = publication_history.versions(row)[0]
    page = body(client.get(f"/verify/{first.hash}/"))
    assert "belongs to version 3" in page
    assert "belongs to version 1" in page


def test_what_was_wrong_is_known_but_not_shown(client, row):
    first = publication_history.versions(row)[0]
    publication_history.withdraw(
        row, "2026-06-01", reason=Revision.Reason.WRONG, note="It was made up"
    )
    page = body(client.get(f"/verify/{first.hash}/"))
    assert "It was made up." in page
    assert "words." not in page
    assert "/v/1/" not in page
