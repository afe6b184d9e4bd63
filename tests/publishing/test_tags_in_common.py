import pytest

from faq.models import Entry
from impact.models import Statistic
from publishing import tags, tags_in_common
from tests.support import factories

pytestmark = pytest.mark.django_db


def sharing(*names, most=4, model=Entry):
    return list(tags_in_common.sharing(model, names, most=most).items())


def test_rows_that_share_most_tags_come_first():
    one, two = factories.entry(tags=["a"]), factories.entry(tags=["a", "b"])
    factories.entry(tags=["c"])
    assert sharing("a", "b") == [(two.pk, 2), (one.pk, 1)]
    assert sharing("a", "b", most=1) == [(two.pk, 2)]


def test_what_shares_as_much_comes_in_the_order_of_ids():
    made = [factories.entry(tags=["a"]) for _ in range(5)]
    assert [pk for pk, _common in sharing("a", most=9)] == sorted(each.pk for each in made)


def test_nothing_shares_no_tag_or_one_that_nobody_knows():
    factories.entry(tags=["a"])
    assert sharing() == sharing("b") == []


def test_only_rows_of_the_model_count():
    figure, entry = factories.statistic(tags=["a"]), factories.entry(tags=["a"])
    assert sharing("a") == [(entry.pk, 1)]
    assert sharing("a", model=Statistic) == [(figure.pk, 1)]


def test_it_takes_one_query_however_many_tags(django_assert_num_queries):
    names = ["a", 'so-called "justice"', "100%", "ការងារ"]
    entry = factories.entry(tags=names)
    sharing("a")
    with django_assert_num_queries(1):
        assert sharing(*names) == [(entry.pk, 4)]


def test_of_a_tag_that_many_carry_only_some_are_looked_at():
    made = sorted(factories.entry(tags=["a"]).pk for _ in range(5))
    rare = factories.entry()
    tags.put(rare, ["a", "b"])
    found = tags_in_common.sharing(Entry, ["a", "b"], most=9, looked_at=3)
    assert set(found) <= {*made, rare.pk}
    assert sum(found.values()) == 4
    assert rare.pk in found
