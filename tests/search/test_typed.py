import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.typed import MOST_SIGNS, MOST_WORDS, corrected, parse


def units(text):
    return [" ".join(unit.terms) for unit in parse(text).units]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bonded labour", ["bond", "labor"]),
        ('"bonded labour" India', ["bond labor", "india"]),
        ("“bonded labour” «of children»", ["bond labor", "of children"]),
        ('bonded "labour', ["bond", "labor"]),
        ('"" court', ["court"]),
        ("what is a court", ["court"]),
        ("what is it", ["what", "is", "it"]),
        ("court courts Court", ["court"]),
        ("ค้า มนุษย์", [" ".join("ค้า"), " ".join("มนุษย์")]),
        ("法", ["法"]),
        ('AND OR NOT NEAR("a" b)', ["near", "b"]),
        ("title:court -police ^a* {b} (c)", ["titl", "court", "polic", "b", "c"]),
        ("\0court\0", ["court"]),
        ("!!! ... 🙂", []),
    ],
)
def test_what_is_typed_becomes_words_and_phrases(text, found):
    assert units(text) == found


def test_only_so_many_words_are_looked_for():
    typed = parse(" ".join(f"word{number}" for number in range(40)))
    assert len(typed.words) == MOST_WORDS
    assert typed.is_cut
    assert not parse("two words").is_cut


def test_ten_kilobytes_are_not_read_to_their_end():
    assert len(parse("a" * 10_000).text) == MOST_SIGNS


def test_a_phrase_needs_its_words_in_a_row_and_a_word_any_of_its_forms():
    word, phrase = parse('court "rule of law"').with_others({"court": ("courtship",)}).units
    assert word.groups() == [["court", "courtship"]]
    assert phrase.groups() == [["rule+law"]]
    assert parse('"of the"').units[0].groups() == [["of"], ["the"]]


def test_only_the_misspelt_words_are_put_right():
    typed = parse('Traffiking in "bondd labour", traffiking!')
    instead = {"traffiking": "trafficking", "bondd": "bonded"}
    assert corrected(typed, instead) == 'trafficking in "bonded labour", trafficking!'


@given(st.text(max_size=200))
def test_anything_can_be_typed(text):
    for unit in parse(text).units:
        assert all(token for group in unit.groups() for token in group)
