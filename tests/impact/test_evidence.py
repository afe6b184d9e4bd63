from itertools import product

import pytest

from impact import evidence

STATISTIC = {
    "title": "Convictions",
    "sentence": "that lawyers helped to win",
    "counted": "convictions of violent offenders",
    "unit": "convictions",
    "places": "Cebu, the Philippines",
}
MEASUREMENT = {
    "key": "2012",
    "qualifier": "more-than",
    "value": "132.0000",
    "form": "number",
    "period_from": "2012-01-01",
    "period_to": "2012-12-31",
    "period_note": "",
    "compared_with": "",
    "said_in": ["handout"],
    "measured_by": "outside auditors",
    "how_counted": "from court records",
    "status": "as-stated",
    "confirmed_on": None,
    "superseded_by": None,
    "looked_on": None,
}


def statistic(**values):
    return STATISTIC | values


def measurement(**values):
    return MEASUREMENT | values


def undated(**values):
    return measurement(key="undated", period_from=None, period_to=None, **values)


def test_a_measurement_in_words():
    known = evidence.evidence(statistic(), measurement(), source="A report")
    assert (known.key, known.text, known.value) == ("2012", "more than 132 convictions", "132")
    assert known.period == "2012"
    assert known.status.code == "as-stated"
    assert known.facts == (
        "2012.",
        "Cebu, the Philippines.",
        "Measured by outside auditors.",
        "From court records.",
        "Said in “A report”.",
    )


def test_what_is_not_known_is_written_out():
    known = evidence.evidence(statistic(places=""), undated(measured_by="", how_counted=""))
    assert known.facts == (
        "Date not stated.",
        "Not stated: place, who counted, how it was counted, source.",
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "2012"),
        ({"period_note": "school year"}, "2012; school year"),
        ({"period_from": None, "period_to": None}, "Date not stated"),
        (
            {"period_from": None, "period_to": None, "period_note": "over four years"},
            "over four years",
        ),
    ],
)
def test_the_time_is_said_as_far_as_it_is_known(values, words):
    assert evidence.when(measurement(**values)) == words


def test_a_quoted_figure_names_its_time_unless_it_stays_with_one_value():
    newest = evidence.quoted("convictions", STATISTIC, MEASUREMENT, pinned=False, newer="")
    pinned = evidence.quoted("convictions", STATISTIC, MEASUREMENT, pinned=True, newer="")
    assert (newest.suffix, pinned.suffix) == ("2012", "")
    assert newest.text == pinned.text == "more than 132 convictions"
    assert newest.url == "/impact/convictions/"
    assert newest.status == "as-stated"
    assert newest.note["facts"][0] == "2012."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": "confirmed", "confirmed_on": "2026-11-23"}, "on 23 November 2026."),
        ({"status": "not-traced", "looked_on": "2026-11-23"}, "on 23 November 2026"),
        ({"status": "superseded"}, "A newer figure exists: 140 convictions (2013)."),
        ({"said_in": ["handout"]}, "IJM’s handout says this."),
        ({"said_in": ["annual-report"]}, "Its source says this."),
        ({"said_in": None}, "Its source is not stated."),
    ],
)
def test_the_status_says_how_well_it_is_known(values, sentence):
    status = evidence.status_of(measurement(**values), newer="140 convictions (2013)")
    assert sentence in status.sentence


def test_nothing_is_unknown_where_everything_is_given():
    known = measurement(
        form="change", compared_with="2008", status="confirmed", confirmed_on="2026-11-23"
    )
    assert evidence.unknown(statistic(), known) == []


@pytest.mark.parametrize(
    ("of_statistic", "of_measurement", "unknown"),
    [
        ({"places": ""}, {}, "where this was counted"),
        ({"counted": ""}, {}, "exactly what was counted"),
        ({}, {"measured_by": ""}, "who counted"),
        ({}, {"how_counted": ""}, "how it was counted"),
        ({}, {"said_in": None}, "where it is said"),
        ({}, {"period_from": None, "period_to": None}, "when this was counted"),
        (
            {},
            {"period_from": None, "period_to": None, "period_note": "over four years"},
            "the first and the last year",
        ),
        ({}, {"form": "change"}, "what it was compared with"),
        ({}, {"status": "as-stated", "confirmed_on": None}, "the report of those who measured"),
    ],
)
def test_each_empty_field_is_named_as_unknown(of_statistic, of_measurement, unknown):
    confirmed = {"status": "confirmed", "confirmed_on": "2026-11-23"}
    found = evidence.unknown(statistic(**of_statistic), measurement(**confirmed | of_measurement))
    assert found == [unknown]


def test_no_combination_of_empty_fields_is_silent():
    empty = {"measured_by": "", "how_counted": "", "said_in": None}
    for chosen in product((False, True), repeat=len(empty)):
        values = {name: empty[name] for name, take in zip(empty, chosen, strict=True) if take}
        found = evidence.unknown(statistic(), measurement(**values))
        assert len(found) >= sum(chosen)


def newest(**measurements):
    return evidence.newest(measurements)


def year(number, **values):
    return measurement(period_from=f"{number}-01-01", period_to=f"{number}-12-31", **values)


def test_a_figure_without_values_has_no_newest():
    assert newest() is None


def test_the_latest_period_is_the_newest_whatever_the_order():
    assert newest(a=year(2012), b=year(2013), c=undated()) == "b"
    assert newest(c=undated(), b=year(2013), a=year(2012)) == "b"


def test_an_undated_value_stands_where_it_is_alone():
    assert newest(a=undated()) == "a"


def test_of_two_periods_with_one_end_the_shorter_is_newer():
    long = measurement(period_from="2009-01-01", period_to="2012-12-31")
    assert newest(a=long, b=year(2012)) == "b"
    assert newest(b=year(2012), a=long) == "b"


def test_a_superseded_value_is_passed_over_while_another_is_left():
    old = year(2013, status="superseded")
    assert newest(a=old, b=year(2012)) == "b"
    assert newest(a=old, b=undated()) == "b"
    assert newest(a=old, b=year(2012, status="superseded")) == "a"


def test_values_stand_in_the_order_of_their_time():
    found = evidence.in_order({"a": year(2013), "b": undated(), "c": year(2012)})
    assert [each["period_to"] for each in found] == [None, "2012-12-31", "2013-12-31"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("over four years ", "Over four years."),
        ("Is it so?", "Is it so?"),
        ("Done.", "Done."),
        ("IJM counted", "IJM counted."),
        ("", "."),
    ],
)
def test_a_phrase_becomes_a_sentence(text, whole):
    assert evidence.sentence(text) == whole
