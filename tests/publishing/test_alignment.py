from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import alignment
from tests.support.merge_strategies import patient

few = st.lists(st.sampled_from("abcd"), max_size=12)


def length(runs):
    return sum(length for *_, length in runs)


@patient
@given(few, few)
def test_runs_are_equal_in_order_and_as_long_as_they_can_be(before, after):
    end = (0, 0)
    for i, j, length in alignment.runs(before, after):
        assert length > 0
        assert before[i : i + length] == after[j : j + length]
        assert i >= end[0]
        assert j >= end[1]
        assert (i, j) != end or end == (0, 0)
        end = i + length, j + length
    assert end[0] <= len(before)
    assert end[1] <= len(after)


@patient
@given(few, few)
def test_it_finds_the_same_whatever_was_compared_before(before, after):
    assert alignment.runs(before, after) == alignment.runs(list(before), list(after))
    assert alignment.runs(before, before) == ([(0, 0, len(before))] if before else [])


@patient
@given(few, few)
def test_it_matches_something_wherever_something_can_be(before, after):
    found = length(alignment.runs(before, after))
    longest = SequenceMatcher(None, before, after, autojunk=False).find_longest_match().size
    assert (found > 0) == (longest > 0)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("", "abc", []),
        ("abc", "abc", [(0, 0, 3)]),
        ("abc", "axc", [(0, 0, 1), (2, 2, 1)]),
        ("aXbXc", "aXc", [(0, 0, 2), (4, 2, 1)]),
        ("abab", "baba", [(1, 0, 3)]),
    ],
)
def test_small_sequences_are_matched_as_a_person_would(before, after, runs):
    assert alignment.runs(before, after) == runs


def test_an_edit_in_a_long_monotonous_text_is_found():
    before = ["a", "b"] * 10_000
    after = [*before[:7_000], "new", *before[7_001:15_000], *before[15_002:]]
    assert length(alignment.runs(before, after)) == len(before) - 3
