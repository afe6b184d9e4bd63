"""Up and down: the order among siblings, by a button that needs no script."""

import pytest

from faq.models import Entry
from impact.models import FieldOffice
from tests.support import admin_addresses, factories


def order(model):
    return [str(row) for row in model.everything.order_by("order", "slug")]


@pytest.fixture
def three(db):
    topic = factories.topic()
    return [factories.entry(question=name, slug=name, topic=topic) for name in "abc"]


def test_a_row_moves_past_its_neighbour_though_all_had_the_same_number(editor, three):
    response = editor.post(admin_addresses.of("move", three[2], "up"))
    assert order(Entry) == ["a", "c", "b"]
    assert response.url.endswith(f"#up-{three[2].pk}")
    page = editor.get(response.url).content.decode()
    assert "“c” now stands before “b”." in page
    editor.post(admin_addresses.of("move", three[0], "down"))
    assert order(Entry) == ["c", "a", "b"]


def test_the_ends_say_so(editor, three):
    page = editor.post(admin_addresses.of("move", three[0], "up"), follow=True).content.decode()
    assert "“a” already stands first." in page
    page = editor.post(admin_addresses.of("move", three[2], "down"), follow=True).content.decode()
    assert "“c” already stands last." in page


def test_only_siblings_count(editor, three):
    elsewhere = factories.entry(question="elsewhere")
    part = factories.entry(question="part", parent=three[0])
    for obj in (elsewhere, part):
        page = editor.post(admin_addresses.of("move", obj, "up"), follow=True).content.decode()
        assert "already stands first." in page


def test_places_move_within_their_region(editor):
    kenya = factories.office(name="Kenya", slug="kenya")
    factories.office(name="Peru", slug="peru", region="latin-america")
    factories.office(name="Ghana", slug="ghana")
    editor.post(admin_addresses.of("move", kenya, "up"))
    rows = FieldOffice.everything.filter(region="africa").order_by("order", "slug")
    assert [row.name for row in rows] == ["Kenya", "Ghana"]


def test_the_list_stays_as_it_was_filtered(editor, three):
    response = editor.post(admin_addresses.of("move", three[1], "up") + "?q=x&p=2")
    assert "?q=x&p=2#" in response.url


def test_reading_an_address_moves_nothing(editor, three):
    assert editor.get(admin_addresses.of("move", three[2], "up")).status_code == 405
    assert editor.post(admin_addresses.of("move", three[2], "sideways")).status_code == 404
    assert order(Entry) == ["a", "b", "c"]
