import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Known, distance, meant, trigrams

WORDS = [
    Known(*each)
    for each in [("trafficking", 4), ("traffickers", 3), ("police", 8), ("policy", 9), ("court", 5)]
]
letters = st.text(alphabet="abc", max_size=6)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("traffiking", "trafficking"),
        ("trafikking", "trafficking"),
        ("trafficikng", "trafficking"),
        ("polcie", "police"),
        ("polic", "policy"),
        ("coourt", "court"),
        ("kourt", "court"),
        ("cou", ""),
        ("zebra", ""),
        ("2012", ""),
        ("c0urt", ""),
    ],
)
def test_the_nearest_word_was_meant(typed, word):
    assert meant(typed, WORDS) == word


def test_of_two_words_as_near_the_more_usual_was_meant():
    assert meant("polict", WORDS) == "policy"
    assert meant("polict", [Known("police", 8), Known("policy", 2)]) == "police"


def test_the_first_letter_is_seldom_wrong():
    assert meant("bourt", [Known("court", 90), Known("boust", 1)]) == "boust"


@given(letters, letters)
def test_a_distance_is_the_same_from_both_sides(first, second):
    there = distance(first, second, 2)
    assert there == distance(second, first, 2)
    assert (there == 0) == (first == second)
    assert there <= 3


def test_two_letters_that_changed_places_are_one_step():
    assert distance("ab", "ba", 2) == 1
    assert distance("polcie", "police", 2) == 1


def test_the_ends_of_a_word_count_too():
    assert trigrams("cat") == ["<ca", "cat", "at>"]
    assert trigrams("aaaa") == ["<aa", "aaa", "aa>"]
