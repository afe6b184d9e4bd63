import html
import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.marking import LONGEST, excerpt, marked, spans, telling
from search.typed import parse


def units(text):
    return parse(text).units


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        (
            "Police and the police’s courts",
            "police court",
            "<b>Police</b> and the <b>police’s</b> <b>courts</b>",
        ),
        ("Bonded labour, labour bonded", '"bonded labour"', "<b>Bonded labour</b>, labour bonded"),
        ("การค้ามนุษย์ในไทย", "มนุษย์", "การค้า<b>มนุษย์</b>ในไทย"),
        ("Núñez", "nunez", "<b>Núñez</b>"),
        (
            "<script>a & b</script>",
            "script",
            "&lt;<b>script</b>&gt;a &amp; b&lt;/<b>script</b>&gt;",
        ),
        ("nothing", "zebra", "nothing"),
    ],
)
def test_found_words_are_marked_in_an_escaped_text(text, query, shown):
    assert marked(text, units(query)) == shown.replace("<b>", "<mark>").replace("</b>", "</mark>")


@given(st.text(), st.text(max_size=40))
def test_marks_take_nothing_from_a_text_and_add_no_other_markup(text, query):
    shown = marked(text, units(query))
    plain = re.sub("</?mark>", "", shown)
    assert html.unescape(plain) == html.unescape(str(html.escape(text)))
    assert not re.search("[<>]", plain)


WORDS = ["court", "law", "police"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=2),
    st.lists(st.sampled_from([*WORDS, '"court law"', '"law court"'])),
)
@example(["court", "law", "court"], ['"court law"', '"law court"', "court"])
@example(["court", "police", "law"], ["law", "court"])
def test_no_mark_stands_within_another(text, query):
    found = spans(" ".join(text), units(" ".join(query)))
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_a_long_text_is_cut_around_what_was_found():
    text = "some words before it " * 60 + "the court " + "and words after it " * 60
    shown = excerpt(text, units("court"))
    assert "court" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < LONGEST + 10
    assert excerpt("A court.", units("court")) == "A court."


def test_a_long_text_without_spaces_is_cut_too():
    assert len(excerpt("法" * 5000, units("法"))) < LONGEST + 10


def test_the_sentence_that_says_most_of_it_is_told():
    sentences = ["Police came.", "The police went to court.", "A court and the police."]
    assert telling(sentences, units("court police")) == "The police went to court."
    assert telling(sentences, units("zebra")) == ""
