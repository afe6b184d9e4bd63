"""Every number in the seeded texts is a quoted figure."""

import re

import pytest

from publishing.markdown import QUOTE
from publishing.quotes import YEAR
from tests.support.seeded_content import (
    ENTRIES,
    HANDOUT,
    MEASUREMENTS,
    PLACES,
    STATISTICS,
    sentences,
    shown,
)

ANSWERS = [pytest.param(each["answer"], id=each["slug"]) for each in ENTRIES]


def figures_in(text):
    return [quote for quote in QUOTE.finditer(text) if quote["word"] == "figure"]


@pytest.mark.parametrize("text", ANSWERS)
def test_every_quote_names_a_figure_and_a_value_or_a_place_that_exist(text):
    for quote in QUOTE.finditer(text):
        if quote["word"] == "place":
            assert quote["key"] in PLACES
            assert quote["pin"] is None
        else:
            assert quote["word"] == "figure"
            assert quote["key"] in STATISTICS
            assert quote["pin"] is None or (quote["key"], quote["pin"]) in MEASUREMENTS


@pytest.mark.parametrize("text", ANSWERS)
def test_a_place_with_a_page_is_named_by_it(text):
    plain = re.sub(r"Guatemala City|\]\([^)]*\)", "", QUOTE.sub("", text))
    assert [name for name in PLACES.values() if name in plain] == []


@pytest.mark.parametrize("text", ANSWERS)
def test_no_number_is_typed_but_the_handouts_year(text):
    typed = re.findall(r"\d[\d,.]*\d|\d", QUOTE.sub("", text))
    assert set(typed) <= {"2012"}


@pytest.mark.parametrize("text", ANSWERS)
def test_a_sentence_about_a_year_quotes_pinned_values_only(text):
    for sentence in sentences(text):
        if YEAR.search(QUOTE.sub("", sentence)) or "year" in QUOTE.sub("", sentence).split():
            assert all(quote["pin"] for quote in figures_in(sentence)), sentence


def test_every_figure_is_quoted_in_an_answer():
    quoted = {quote["key"] for each in ENTRIES for quote in figures_in(each["answer"])}
    assert quoted == set(STATISTICS)


def test_figures_read_as_the_handout_qualifies_them():
    assert {slug: shown(each) for (slug, _key), each in MEASUREMENTS.items()} == {
        "cebu-decrease": "79% decrease",
        "relief": "more than 2,400 people",
        "convictions": "132 convictions",
        "aftercare": "more than 2,800 survivors and their families",
        "guatemala-convictions": "more than one in three convictions",
        "guatemala-increase": "increase of 1,000%",
        "largest-rescue": "more than 500 people",
        "communities": "more than 20 communities",
        "local-staff": "95%",
        "aftercare-limit": "at most 2 years",
        "trafficking-profits": "more than 32 billion dollars a year",
        "children-exploited": "nearly 2 million children",
    }


def test_what_the_handout_leaves_open_stays_open():
    for (slug, key), each in MEASUREMENTS.items():
        assert each["status"] == "as-stated"
        assert each["said_in"] == ["handout"]
        assert bool(each["measured_by"]) == (slug == "cebu-decrease")
        assert each["how_counted"] == ""
        assert bool(each["period_from"]) == (key == "2012") == STATISTICS[slug]["yearly"]


def test_a_place_is_given_only_where_the_handout_names_it():
    places = {slug: each["places"] for slug, each in STATISTICS.items() if each["places"]}
    assert places == {
        "cebu-decrease": "Cebu, the Philippines",
        "guatemala-convictions": "Guatemala City, Guatemala",
        "guatemala-increase": "Guatemala City, Guatemala",
    }
    assert "Cebu, the Philippines" in HANDOUT
    assert "Guatemala City" in HANDOUT
