import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import diff
from publishing.diff import Changed, Piece
from tests.support import merge_strategies

texts = merge_strategies.texts | st.text() | st.text(alphabet="ab \n,。我们เก็", max_size=40)


def shown(before, after):
    """The pieces with marks: [-gone-] and {+new+}."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in diff.words(before, after))


def record(fields=None, key="relief", tags=(), measurements=None):
    return {
        "kind": "impact.statistic",
        "key": key,
        "fields": {"slug": key, **(fields or {})},
        "tags": list(tags),
        "parts": {"measurements": measurements or {}},
    }


def told(before, after):
    return [(each.path, each.before, each.after) for each in diff.records(before, after)]


@merge_strategies.patient
@given(texts, texts)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = diff.words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert all(piece.text for piece in pieces)


@merge_strategies.patient
@given(texts)
def test_a_text_is_all_the_same_as_itself(text):
    assert diff.words(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (
            "In 2012 IJM and partners freed 2,400 people.",
            "In 2012 IJM and partners freed 2,500 people.",
            "In 2012 IJM and partners freed [-2,400-]{+2,500+} people.",
        ),
        ("IJM’s police", "IJM’s own police", "IJM’s {+own +}police"),
        ("It doesn't work.", "It does work.", "It [-doesn't-]{+does+} work."),
        ("", "All new", "{+All new+}"),
        ("All gone", "", "[-All gone-]"),
        (
            "One.\n\nTwo.\n\nThree.\n",
            "One.\n\nThree.\n",
            "One.\n\n[-Two.\n\n-]Three.\n",
        ),
        (
            "The survivors left.\n\nThe court ruled.",
            "The survivors left.\n\nThe high court ruled.",
            "The survivors left.\n\nThe {+high +}court ruled.",
        ),
        (
            "We quote {{ figure:relief@2012 }} here.",
            "We quote {{ figure:relief@2013 }} here.",
            "We quote [-{{ figure:relief@2012 }}-]{+{{ figure:relief@2013 }}+} here.",
        ),
        ("我们帮助了很多人。", "我们帮助了许多人。", "我们帮助了[-很-]{+许+}多人。"),
        ("เขาทำงานที่นี่", "เขาทำงานที่นั่น", "เขาทำงานที่[-นี่-]{+นั่น+}"),
        ("हम काम करते हैं", "हम मदद करते हैं", "हम [-काम-]{+मदद+} करते हैं"),
        ("שלום עולם", "שלום רב", "שלום [-עולם-]{+רב+}"),
        ("safe 👩‍👩‍👧 now", "safe 👩‍👧 now", "safe [-👩‍👩‍👧-]{+👩‍👧+} now"),
        (
            "Police of the town found it.",
            "Survivors of a village spoke.",
            "[-Police of the town found it-]{+Survivors of a village spoke+}.",
        ),
    ],
)
def test_changes_are_marked_word_by_word(before, after, marked):
    assert shown(before, after) == marked


def test_a_record_tells_every_field_tag_and_part_that_differs_in_its_order():
    before = record(
        {"title": "People", "featured": False, "office": None, "sources": [["a"]]},
        tags=["children", "police"],
        measurements={"u1": {"key": "2011", "value": "1"}, "u2": {"key": "2012", "value": "2"}},
    )
    after = record(
        {"title": "People freed", "featured": True, "office": ["kenya"], "sources": [["a"], ["b"]]},
        key="freed",
        tags=["children", "court"],
        measurements={"u1": {"key": "2011", "value": "3"}, "u3": {"key": "2013", "value": None}},
    )
    assert told(before, after) == [
        (("key",), "relief", "freed"),
        (("fields", "title"), "People", "People freed"),
        (("fields", "featured"), "false", "true"),
        (("fields", "office"), "", "kenya"),
        (("fields", "sources"), "a", "a\nb"),
        (("tags", "court"), "", "court"),
        (("tags", "police"), "police", ""),
        (("parts", "measurements", "u1", "value"), "1", "3"),
        (("parts", "measurements", "u3", "key"), "", "2013"),
        (("parts", "measurements", "u2", "key"), "2012", ""),
        (("parts", "measurements", "u2", "value"), "2", ""),
    ]


def test_a_difference_carries_its_pieces():
    changed = diff.records(record({"title": "a b"}), record({"title": "a c"}))
    pieces = (Piece("same", "a "), Piece("gone", "b"), Piece("new", "c"))
    assert changed == [Changed(("fields", "title"), "a b", "a c", pieces)]


def test_newlines_and_spaces_at_line_ends_are_no_difference():
    assert told(record({"answer": "a \r\nb\r\n"}), record({"answer": "a\nb"})) == []


def test_a_part_with_nothing_in_it_is_told_by_its_coming():
    after = record(measurements={"u1": {"key": None}})
    assert told(record(), after) == [(("parts", "measurements", "u1"), "", "")]


def test_without_a_record_before_everything_is_new():
    assert told(None, record({"title": "People"}, tags=["a"])) == [
        (("key",), "", "relief"),
        (("fields", "title"), "", "People"),
        (("tags", "a"), "", "a"),
    ]


@merge_strategies.patient
@given(merge_strategies.three())
def test_records_differ_exactly_where_something_is_told(three):
    for one, other in ((three[0], three[1]), (three[1], three[2])):
        assert [each.path for each in diff.records(one, one)] == []
        for changed in diff.records(one, other):
            kept = [piece.text for piece in changed.pieces if piece.kind != "gone"]
            assert "".join(kept) == changed.after
        json.dumps([each.path for each in diff.records(None, other)])


def shuffled(seed, count, alphabet):
    chance = random.Random(seed)
    return [chance.choice(alphabet) for _ in range(count)]


WORDS = ["the", "survivors", "police", "court", "free", "law", "people", "children", "work"]


# Made by the test itself: to know the names of tests costs no texts.
HUGE = {
    "one long line": lambda: [" ".join(shuffled(seed, 170_000, WORDS)) for seed in (1, 2)],
    "half a million lines": lambda: ["\n".join(shuffled(seed, 500_000, "ab")) for seed in (1, 2)],
    "reversed": lambda: [
        "\n".join(map(str, numbers)) for numbers in (range(20_000), range(20_000, 0, -1))
    ],
    "words": lambda: [" ".join(shuffled(seed, 16_000, WORDS)) for seed in (1, 2)],
    "no spaces": lambda: ["我" * 300_000, "我" * 299_999 + "们"],
}


@pytest.mark.wide
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_compared_and_both_can_be_read_from_it(name):
    before, after = HUGE[name]()
    # Work that grows with the square of the length would not end within a test run.
    pieces = diff.words(before, after)
    assert "".join(each.text for each in pieces if each.kind != "new") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after
