import datetime

import pytest

from impact import quoting
from impact.models import Statistic
from publishing import kinds
from publishing.markdown import Quote
from tests.support import factories

pytestmark = pytest.mark.django_db


def yearly(slug, *years, **values):
    figure = factories.statistic(slug=slug)
    for year in years:
        factories.measurement(
            statistic=figure,
            key=str(year),
            value=year,
            period_from=datetime.date(year, 1, 1),
            period_to=datetime.date(year, 12, 31),
            **values,
        )
    return figure


def text_of(key, pin=""):
    quote = Quote("figure", key, pin)
    found = quoting.resolve([quote])
    return found[quote].text if quote in found else None


def test_a_quote_shows_the_newest_value_and_a_pinned_one_stays():
    figure = yearly("relief", 2012, 2013)
    assert (text_of("relief"), text_of("relief", "2012")) == ("2,013 people", "2,012 people")
    factories.measurement(
        statistic=figure,
        key="2014",
        value=2014,
        period_from=datetime.date(2014, 1, 1),
        period_to=datetime.date(2014, 12, 31),
    )
    assert (text_of("relief"), text_of("relief", "2012")) == ("2,014 people", "2,012 people")


def test_only_the_newest_names_its_period_behind_the_figure():
    yearly("relief", 2012)
    newest, pinned = Quote("figure", "relief"), Quote("figure", "relief", "2012")
    found = quoting.resolve([newest, pinned])
    assert (found[newest].suffix, found[pinned].suffix) == ("2012", "")


def test_what_is_not_there_or_not_public_is_left_out():
    yearly("hidden", 2012)
    Statistic.everything.update(live=False)
    factories.statistic(slug="empty")
    yearly("relief", 2012)
    for quote in [("nothing",), ("hidden",), ("hidden", "2012"), ("empty",), ("relief", "2013")]:
        assert text_of(*quote) is None


def test_a_superseded_value_names_the_newer_one():
    later = factories.measurement(statistic=yearly("later"), key="2013", value=140)
    factories.measurement(
        statistic=factories.statistic(slug="old", unit="convictions"),
        key="2012",
        status="superseded",
        superseded_by=later,
    )
    quote = Quote("figure", "old", "2012")
    note = quoting.resolve([quote])[quote].note
    assert note["status_sentence"].startswith("A newer figure exists: 140 people.")


def test_the_cost_does_not_grow_with_figures_and_values(django_assert_num_queries):
    for number in range(20):
        figure = yearly(f"figure-{number}", *range(2000, 2010), said_in=factories.source())
        newer = figure.measurements.get(key="2009")
        figure.measurements.filter(key="2008").update(status="superseded", superseded_by=newer)
    quotes = [
        Quote("figure", f"figure-{number}", pin) for number in range(20) for pin in ("", "2008")
    ]
    with django_assert_num_queries(2):
        assert len(quoting.resolve(quotes)) == 40


def test_every_figure_and_value_may_be_named_hidden_ones_too():
    yearly("relief", 2012, 2013)
    factories.statistic(slug="hidden", live=False)
    assert sorted(quoting.keys()) == ["hidden", "relief"]
    assert sorted(quoting.pins("relief")) == ["2012", "2013"]
    assert list(quoting.pins("nothing")) == []


def test_the_word_figure_is_known_to_texts():
    yearly("relief", 2012)
    quote = Quote("figure", "relief")
    assert kinds.resolve([quote, Quote("nothing", "relief")]).keys() == {quote}
