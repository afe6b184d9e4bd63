import pytest

from publishing import numerals


@pytest.mark.parametrize(
    ("count", "words"), [(0, "none"), (1, "one"), (12, "twelve"), (13, "13"), (1300, "1,300")]
)
def test_small_numbers_are_words_and_larger_ones_digits(count, words):
    assert numerals.in_words(count) == words
