"""The seeded texts are our own, short and plain (look.md, section 9 of the house's style)."""

import re

import pytest

from tests.support.seeded_content import ENTRIES, HANDOUT, filled, sentences, texts

LONGEST_COMMON_RUN = 7
# British and American spelling would hide a copied run.
SPELLINGS = (
    (r"isation", "ization"),
    (r"our\b", "or"),
    (r"ours\b", "ors"),
    (r"programme", "program"),
)
NEVER = re.compile(
    r"\b(currently|today|recently|nowadays|stunning|tragic|horrific|unprecedented|we|our|us)\b",
    re.IGNORECASE,
)
OUR_OWN_WE = re.compile(r"\b[Ww]e don’t know\b")


def words(text):
    text = text.lower().replace("’", "'")
    for british, american in SPELLINGS:
        text = re.sub(british, american, text)
    return re.findall(r"[a-z0-9][a-z0-9,.']*[a-z0-9%]|[a-z0-9]", text)


def runs(text, length=LONGEST_COMMON_RUN + 1):
    found = words(text)
    return {" ".join(found[at : at + length]) for at in range(len(found) - length + 1)}


def by_entry(name):
    return [pytest.param(each[name], id=each["slug"]) for each in ENTRIES]


def test_no_run_of_eight_words_is_the_handouts():
    theirs = runs(HANDOUT)
    copied = {place: found for place, text in texts() if (found := runs(text) & theirs)}
    assert copied == {}


def test_a_copied_run_would_be_found_in_either_spelling():
    copy = "IJM is a global organisation that protects the poor from violence, says the handout"
    assert runs(copy) & runs(HANDOUT)


@pytest.mark.parametrize("text", by_entry("short_answer"))
def test_a_short_answer_has_20_to_60_words_and_ends_as_a_sentence(text):
    assert 20 <= len(text.split()) <= 60
    assert text.endswith(".")
    assert "\n" not in text


@pytest.mark.parametrize("text", by_entry("short_answer"))
def test_a_short_answer_holds_no_figure(text):
    assert not re.search(r"\d|\{\{", text)


def test_every_sentence_has_fewer_than_25_words():
    long = [
        (place, sentence)
        for place, text in texts()
        for sentence in sentences(text)
        if len(sentence.split()) >= 25
    ]
    assert long == []


def test_no_word_dates_itself_dramatises_or_speaks_as_the_organisation():
    found = [
        (place, match.group())
        for place, text in texts()
        for match in NEVER.finditer(OUR_OWN_WE.sub("", text))
    ]
    assert found == []


@pytest.mark.parametrize("text", by_entry("answer"))
def test_the_organisations_name_is_spelt_out_at_its_first_mention(text):
    first = text.index("IJM")
    assert text[:first].endswith("International Justice Mission (")


@pytest.mark.parametrize("entry", [pytest.param(each, id=each["slug"]) for each in ENTRIES])
def test_an_answer_that_speaks_of_sexual_violence_against_children_says_so_above(entry):
    text = filled(entry["short_answer"] + " " + entry["answer"])
    speaks = any(
        re.search(r"\b(child|children|girls)\b", sentence)
        and re.search(r"\b(sex|sexual|abuse|exploit\w*)\b", sentence)
        for sentence in sentences(text)
    )
    assert (entry["content_note"] == "child-sexual-violence") == speaks
