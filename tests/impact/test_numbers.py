import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import numbers
from impact.models import Measurement


def phrase(value, form="number", qualifier="exactly", unit=""):
    return numbers.phrase(value=Decimal(value), qualifier=qualifier, form=form, unit=unit)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.0000", "0"),
        ("7", "7"),
        ("2400.0000", "2,400"),
        ("2400.5000", "2,400.5"),
        ("0.0001", "0.0001"),
        ("999999", "999,999"),
        ("1000000.0000", "1 million"),
        ("1500000", "1.5 million"),
        ("1550000", "1,550,000"),
        ("32000000000.0000", "32 billion"),
        ("2500000000000", "2,500 billion"),
        ("1E+3", "1,000"),
        ("99999999999999999999.9999", "99,999,999,999,999,999,999.9999"),
    ],
)
def test_a_number_is_grouped_and_large_round_ones_are_words(value, words):
    assert numbers.number(Decimal(value)) == words


@pytest.mark.parametrize(
    ("form", "value", "unit", "words"),
    [
        ("number", "132", "convictions", "132 convictions"),
        ("number", "132", "", "132"),
        ("percent", "95", "", "95%"),
        ("percent", "12.5", "of staff", "12.5% of staff"),
        ("change", "-79", "children", "79% decrease"),
        ("change", "1000", "", "increase of 1,000%"),
        ("change", "0", "", "no change"),
        ("one-in", "3", "convictions", "one in three convictions"),
        ("one-in", "10", "", "one in ten"),
        ("one-in", "12", "", "one in twelve"),
        ("one-in", "13", "", "one in 13"),
        ("one-in", "2.5", "", "one in 2.5"),
        ("money", "32000000000", "dollars a year", "32 billion dollars a year"),
        ("duration", "2", "years", "2 years"),
    ],
)
def test_each_form_has_its_own_words(form, value, unit, words):
    assert phrase(value, form, unit=unit) == words


@pytest.mark.parametrize(
    ("qualifier", "number", "decrease", "increase", "share"),
    [
        ("exactly", "5 people", "5% decrease", "increase of 5%", "one in five"),
        (
            "about",
            "about 5 people",
            "about 5% decrease",
            "increase of about 5%",
            "about one in five",
        ),
        (
            "nearly",
            "nearly 5 people",
            "nearly 5% decrease",
            "increase of nearly 5%",
            "nearly one in five",
        ),
        (
            "more-than",
            "more than 5 people",
            "more than 5% decrease",
            "increase of more than 5%",
            "more than one in five",
        ),
        (
            "at-most",
            "at most 5 people",
            "at most 5% decrease",
            "increase of at most 5%",
            "at most one in five",
        ),
    ],
)
def test_a_qualifier_stands_with_its_number(qualifier, number, decrease, increase, share):
    assert phrase(5, qualifier=qualifier, unit="people") == number
    assert phrase(-5, "change", qualifier) == decrease
    assert phrase(5, "change", qualifier) == increase
    assert phrase(5, "one-in", qualifier) == share


@settings(deadline=None)
@given(
    value=st.decimals(min_value=-100, max_value=10**15, places=4),
    form=st.sampled_from(Measurement.Form.values),
    qualifier=st.sampled_from(Measurement.Qualifier.values),
)
def test_every_value_has_words_without_an_exponent_or_loose_zeros(value, form, qualifier):
    words = phrase(value, form, qualifier, "people")
    assert "E" not in words
    assert "  " not in words
    assert ".0000" not in words
    assert Decimal(numbers.plain(value)) == value


@pytest.mark.parametrize(
    ("value", "plain"),
    [("-79.0000", "-79"), ("2400.0000", "2400"), ("0.5000", "0.5"), ("1E+10", "10000000000")],
)
def test_the_plain_value_is_what_a_program_reads(value, plain):
    assert numbers.plain(Decimal(value)) == plain


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        ("2012-01-01", "2012-12-31", "2012"),
        ("2009-01-01", "2012-12-31", "2009 to 2012"),
        ("2012-03-01", "2012-03-31", "March 2012"),
        ("2012-02-01", "2012-02-29", "February 2012"),
        ("2011-11-01", "2012-02-29", "November 2011 to February 2012"),
        ("2012-03-03", "2012-03-03", "3 March 2012"),
        ("2012-03-03", "2012-04-04", "3 March 2012 to 4 April 2012"),
        ("2012-01-01", "2012-12-30", "1 January 2012 to 30 December 2012"),
    ],
)
def test_a_period_is_as_short_as_it_can_be(start, end, words):
    dates = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    assert numbers.period(*dates) == words
