import pytest
from hypothesis import given
from hypothesis import strategies as st

from citing.typography import curled, inner, stopped, title_case


@pytest.mark.parametrize(
    ("written", "cased"),
    [
        ("what is it?", "What Is It?"),
        ("a guide to the law", "A Guide to the Law"),
        ("what they look for", "What They Look For"),
        ("before and after: between the lines", "Before and after: Between the Lines"),
        ("e-mail, iPhone and IJM", "E-Mail, iPhone and IJM"),
        ("rights—and the law", "Rights—and the Law"),
        ("", ""),
    ],
)
def test_titles_have_the_capitals_of_english(written, cased):
    assert title_case(written) == cased


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("“freedom”", "‘freedom’"),
        ("IJM’s “partner”", "IJM’s ‘partner’"),
        ("“he said ‘no’”", "‘he said “no”’"),
        ("survivors’ rights", "survivors’ rights"),
        ("an orphan ”", "an orphan ’"),
    ],
)
def test_quotes_within_quotes_change_their_kind(written, turned):
    assert inner(written) == turned


@pytest.mark.parametrize(
    ("written", "ended"),
    [
        ("Rescue victims", "Rescue victims."),
        ("Why?", "Why?"),
        ("“freedom”", "“freedom.”"),
        ("Is it ‘safe’?", "Is it ‘safe’?"),
        ("In the U.S.", "In the U.S."),
        ("survivors’", "survivors’."),
        ("“Why?”", "“Why?”"),
    ],
)
def test_a_full_stop_is_never_doubled(written, ended):
    assert stopped(written) == ended


def test_straight_quotes_become_those_of_print():
    assert curled("what 'is' \"it\", IJM's?") == "what “is” “it”, IJM’s?"


@given(st.text())
def test_no_text_loses_a_letter(text):
    assert title_case(text).upper() == text.upper()
    assert stopped(text).replace(".", "") == text.replace(".", "")
    for change in (inner, curled):
        assert change(text).translate(QUOTES) == text.translate(QUOTES)


QUOTES = str.maketrans("“”‘’'", '"' * 5)
