import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.reading import words


def folded(text):
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("IJM’s anti-violence work", ["ijm", "anti", "violence", "work"]),
        ("“Why?”—he asked.", ["why", "he", "asked"]),
        ("more than 2,400, or 1.5m", ["more", "than", "2400", "or", "1", "5m"]),
        ("a_b c", ["a", "b", "c"]),
        ("don't l'homme", ["dont", "lhomme"]),
        ("क्या है।", ["क्या", "है"]),
        ("ไทย 2012", ["ไ", "ท", "ย", "2012"]),
        ("人身売買、日本", [*"人身売買", *"日本"]),
        ("ភាសា\u200bខ្មែរ។", [*"ភាសាខ្មែរ"]),
        ("Tokyo東京", ["tokyo", "東", "京"]),
        ("🙂 !? …", []),
        ("", []),
    ],
)
def test_a_text_is_read_word_by_word(text, read):
    assert folded(text) == read


@given(st.text())
def test_every_word_stands_where_it_says(text):
    at = 0
    for word in words(text):
        assert word.folded
        assert at <= word.start < word.end <= len(text)
        at = word.end


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF)))
def test_a_rare_sign_elsewhere_changes_no_word(text):
    assert folded(f"{text} 京") == [*folded(text), "京"]
