import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faq.models import Entry
from publishing import tags
from tests.support import factories

pytestmark = pytest.mark.django_db

HARD = [
    "bonded labour",
    "courts, police",
    'so-called "justice"',
    "women’s rights",
    "law & order",
    "<b>",
    "100%",
    "a/b",
    "ការងារ",
    "évidence",
    "💚",
    "🕊️ peace",
]


def test_any_name_comes_back_as_it_was_given():
    entry = factories.entry(tags=HARD)
    assert tags.names(entry) == sorted(HARD)
    assert tags.names(Entry.objects.get(pk=entry.pk)) == sorted(HARD)


@pytest.mark.parametrize("name", HARD)
def test_every_tag_has_an_address_of_its_own(client, name):
    entry = factories.entry(tags=[name])
    factories.entry(tags=[f"{name}!", "💚💚", "💚"])
    [tag] = tags.of([entry])[entry.pk]
    page = client.get(reverse("faq:tag-detail", args=[tag.slug]))
    assert page.status_code == 200
    assert entry.question in page.content.decode()


def test_names_are_trimmed_and_empty_ones_left_out():
    entry = factories.entry(tags=[" courts ", "", "  ", "courts"])
    assert tags.names(entry) == ["courts"]


def test_a_name_in_other_letters_is_the_same_tag():
    factories.entry(tags=["Courts"])
    assert tags.names(factories.entry(tags=["courts", "COURTS"])) == ["Courts"]


def test_putting_replaces_and_an_empty_list_clears():
    entry = factories.entry(tags=["courts", "police"])
    tags.put(entry, ["police", "slavery"])
    assert tags.names(entry) == ["police", "slavery"]
    tags.put(entry, [])
    assert tags.names(entry) == []


def test_objects_without_tags_and_no_objects_are_answered():
    entry = factories.entry()
    assert tags.of([entry])[entry.pk] == []
    assert tags.of([]) == {}


def test_tags_of_two_models_do_not_mix():
    entry, figure = factories.entry(tags=["courts"]), factories.statistic(tags=["courts", "police"])
    [courts] = tags.of([entry])[entry.pk]
    assert tags.tagged(Entry, courts) == [entry.pk]
    assert tags.tagged(type(figure), courts) == [figure.pk]
    assert [(tag.name, count) for tag, count in tags.with_counts(Entry)] == [("courts", 1)]


def test_counts_are_of_live_rows():
    for live in (True, True, False):
        factories.entry(tags=["courts"], live=live)
    factories.entry(tags=["police"], live=False)
    assert [(tag.name, count) for tag, count in tags.with_counts(Entry)] == [("courts", 2)]


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


def test_the_cost_does_not_grow_with_rows_and_tags():
    few = [factories.entry(tags=["a"])]
    many = [factories.entry(tags=["a", "b", f"c{number}"]) for number in range(30)]
    tags.of(few)
    assert queries(lambda: tags.of(few)) == queries(lambda: tags.of(many)) == 1
    assert queries(lambda: tags.with_counts(Entry)) == 1
