"""What is drawn, and what is not, from plain values."""

from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from django.template.loader import render_to_string

from impact import charts
from impact.exports import pictures

STATISTIC = {"title": "Convictions", "counted": "convictions won", "unit": "convictions"}


def value(number, amount, **fields):
    defaults = {
        "key": str(number),
        "value": str(amount),
        "qualifier": "exactly",
        "form": "number",
        "period_from": f"{number}-01-01",
        "period_to": f"{number}-12-31",
        "compared_with": "",
        "status": "as-stated",
    }
    return defaults | fields


def drawn(*values, where="", source="Source: a report."):
    return charts.chart(STATISTIC, values, where=where, source=source)


def test_one_value_is_a_sentence_and_no_chart():
    assert drawn(value(2012, 132)) is None


def test_two_years_are_drawn_oldest_first_with_the_finding_as_title():
    chart = drawn(value(2012, 132), value(2011, 66), where="worldwide")
    assert chart.title == "Convictions: 66 convictions (2011), 132 convictions (2012)"
    assert chart.subtitle == "Convictions won; worldwide."
    assert chart.source == "Source: a report."
    assert [(bar.period, bar.label, bar.width) for bar in chart.bars] == [
        ("2011", "66", Decimal(50)),
        ("2012", "132", Decimal(100)),
    ]
    assert chart.text == "2011: 66 convictions; 2012: 132 convictions."


def test_what_is_not_said_is_not_left_away():
    assert "where is not stated" in drawn(value(2011, 1), value(2012, 2)).subtitle


def test_a_rise_and_a_fall_stand_on_two_sides_of_zero():
    chart = drawn(value(2011, -50, form="change"), value(2012, 150, form="change"))
    assert chart.zero == Decimal(25)
    assert [(bar.left, bar.width) for bar in chart.bars] == [(0, 25), (25, 75)]
    assert [bar.label for bar in chart.bars] == ["50% decrease", "increase of 150%"]


def test_nothing_but_zeros_is_drawn_without_dividing_by_it():
    assert [bar.width for bar in drawn(value(2011, 0), value(2012, 0)).bars] == [0, 0]


@pytest.mark.parametrize(
    "other",
    [
        {"form": "percent"},
        {"qualifier": "more-than"},
        {"period_from": None, "period_to": None},
        {"period_from": "2008-01-01"},
        {"period_from": "2012-06-01"},
        {"compared_with": "the year before"},
    ],
)
def test_what_cannot_be_compared_is_not_drawn(other):
    assert drawn(value(2011, 1), value(2012, 2, **other)) is None


def test_one_in_three_and_one_in_ten_are_not_drawn():
    assert drawn(value(2011, 3, form="one-in"), value(2012, 10, form="one-in")) is None


def test_two_values_for_one_year_are_no_series():
    assert drawn(value(2011, 1), value(2012, 2), value(2012, 3, key="other")) is None


def test_a_corrected_value_gives_way_and_an_old_one_stays():
    corrected = value(2012, 99, key="wrong", status="superseded")
    chart = drawn(value(2011, 1, status="superseded"), corrected, value(2012, 2))
    assert [bar.label for bar in chart.bars] == ["1", "2"]


def test_leap_years_and_months_are_of_one_length():
    february = {"period_from": "2012-02-01", "period_to": "2012-02-29"}
    march = {"period_from": "2012-03-01", "period_to": "2012-03-31"}
    assert drawn(value(2012, 1, **february), value(2012, 2, **march))


def test_equal_sources_and_statuses_are_said_once():
    known = [
        ("2011", "“A”, no date", "as stated", "CC0"),
        ("2012", "“A”, no date", "confirmed", "CC0"),
    ]
    assert charts.origin(known) == (
        "Source: “A”, no date. Status: 2011: as stated, 2012: confirmed. Licence: CC0."
    )
    assert "Status: as stated. " in charts.origin(known[:1])


def test_the_file_is_well_formed_and_says_what_it_shows():
    chart = drawn(value(2011, 66), value(2012, 132), source="Source: “A & <B>”. " * 8)
    sheet = pictures.sheet(chart)
    picture = render_to_string("impact/chart.svg", {"sheet": sheet}, using="public")
    root = Xml.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == chart.title
    assert "2012: 132 convictions." in root.find(f"{space}desc").text
    assert "A & <B>" in root.find(f"{space}desc").text
    assert int(root.get("height")) == sheet.height > chart.height
    assert len(root.findall(f".//{space}rect")) == 3


def test_no_line_of_the_file_runs_out_of_it():
    chart = drawn(value(2011, 66), value(2012, 132), where="a place with a long name, " * 9)
    sheet = pictures.sheet(chart)
    lines = [*sheet.title, *sheet.subtitle, *sheet.source]
    assert max(len(text) for _top, text in lines) <= pictures.LETTERS
    tops = [top for top, _text in lines]
    assert tops == sorted(tops)
    assert tops[-1] < sheet.height
