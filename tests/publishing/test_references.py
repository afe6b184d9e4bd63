import pytest

from publishing import references
from publishing.models import Reference
from tests.support import factories

pytestmark = pytest.mark.django_db

FIGURE = "impact.statistic"


def stored(entry):
    rows = Reference.objects.filter(object_id=entry.pk)
    return set(rows.values_list("kind", "to_kind", "to_key", "pin"))


def test_a_save_writes_what_the_text_quotes_and_drops_what_it_quotes_no_more():
    entry = factories.entry(answer="{{ figure:a }} {{ figure:b@2012 }} {{ place:kenya }}")
    assert stored(entry) == {
        ("faq.entry", FIGURE, "a", ""),
        ("faq.entry", FIGURE, "b", "2012"),
        ("faq.entry", "impact.fieldoffice", "kenya", ""),
    }
    kept = Reference.objects.get(to_key="a").pk
    entry.answer = "{{ figure:a }} {{ figure:b@2013 }} {{ nothing:c }} `{{ figure:d }}`"
    references.write(entry)
    assert stored(entry) == {
        ("faq.entry", FIGURE, "a", ""),
        ("faq.entry", FIGURE, "b", "2013"),
    }
    assert Reference.objects.get(to_key="a").pk == kept


def test_writing_the_same_again_changes_nothing(django_assert_num_queries):
    entry = factories.entry(answer="{{ figure:a }}")
    before = set(Reference.objects.values_list("pk", flat=True))
    references.write(entry)
    assert set(Reference.objects.values_list("pk", flat=True)) == before


def test_what_has_no_text_writes_nothing():
    for row in (factories.topic(), factories.agency(), factories.figure(), factories.user()):
        references.write(row)
    assert not Reference.objects.exists()


def test_a_row_that_goes_is_forgotten_alone():
    gone, stays = (factories.entry(answer="{{ figure:a }}") for _ in range(2))
    references.forget(gone)
    assert stored(gone) == set()
    assert references.referrers(FIGURE, "a") == [stays]


def test_referrers_are_found_by_figure_and_by_value():
    newest = factories.entry(slug="b", answer="{{ figure:a }}")
    pinned = factories.entry(slug="a", answer="{{ figure:a@2012 }} {{ figure:a@2012 }}")
    hidden = factories.entry(slug="c", answer="{{ figure:a@2013 }}", live=False)
    factories.entry(answer="{{ figure:ab }}")
    assert references.referrers(FIGURE, "a") == [pinned, newest, hidden]
    assert references.referrers(FIGURE, "a", pin="2012") == [pinned]
    assert references.referrers(FIGURE, "a", pin="") == [newest]
    assert references.referrers("faq.entry", "a") == []


def test_readers_hear_of_public_referrers_only():
    shown = factories.entry(answer="{{ figure:a }} {{ figure:b@2012 }}")
    factories.entry(answer="{{ figure:a }}", live=False)
    found = references.public_referrers(FIGURE, ["a", "b", "c"])
    assert dict(found) == {"a": [shown], "b": [shown]}


@pytest.mark.parametrize(
    "find",
    [
        pytest.param(lambda: references.referrers(FIGURE, "a"), id="all"),
        pytest.param(lambda: references.public_referrers(FIGURE, ["a"]), id="public"),
    ],
)
def test_finding_them_costs_two_queries_whatever_their_number(django_assert_num_queries, find):
    for _ in range(20):
        factories.entry(answer="{{ figure:a }}")
    with django_assert_num_queries(2):
        find()
