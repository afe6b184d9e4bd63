import datetime

import pytest

from impact import statuses
from impact.models import Measurement


@pytest.mark.parametrize(
    ("code", "details", "word", "sentence"),
    [
        (
            "as-stated",
            {},
            "As stated",
            "IJM’s handout says this. Nobody here has yet traced it to its first source.",
        ),
        (
            "as-stated",
            {"said_in": "annual-report"},
            "As stated",
            "Its source says this. Nobody here has yet traced it to its first source.",
        ),
        (
            "as-stated",
            {"said_in": None},
            "As stated",
            "Its source is not stated. Nobody here has yet traced it to its first source.",
        ),
        (
            "confirmed",
            {"on": "2026-11-23"},
            "Confirmed",
            "Checked against its first source on 23 November 2026.",
        ),
        (
            "superseded",
            {"newer": "140 convictions (2013)"},
            "Superseded",
            "A newer figure exists: 140 convictions (2013)."
            " This one stays for readers who cited it.",
        ),
        (
            "not-traced",
            {"on": "2026-01-02"},
            "Not traced",
            "We looked for the first source on 2 January 2026 and did not find it.",
        ),
    ],
)
def test_a_status_is_a_word_and_a_sentence(code, details, word, sentence):
    assert statuses.status(code, **details) == statuses.Status(code, word, sentence)


def test_every_status_a_value_can_have_is_explained_once():
    assert [each.code for each in statuses.explained()] == Measurement.Status.values


def test_a_day_is_written_out_from_a_date_or_its_iso_form():
    assert statuses.day("2026-11-23") == "23 November 2026"
    assert statuses.day(datetime.date(2026, 11, 23)) == "23 November 2026"
