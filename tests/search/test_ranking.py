import pytest

from search import tokens
from search.ranking import Sought, has_phrases, rarity, score
from search.typed import parse


def sought(text, **rarities):
    typed = parse(text)
    told = {unit.terms: rarities.get(unit.terms[0], 1.0) for unit in typed.units}
    return Sought(typed.units, told, tuple(word.term for word in typed.read))


def document(title="", lead="", tags=(), body=""):
    return tokens.analysis(title, lead, tags, body).written()


def in_order(query, *documents):
    scores = [score(each, query) for each in documents]
    return scores == sorted(scores, reverse=True) and len(set(scores)) == len(scores)


def test_a_title_counts_more_than_a_lead_and_a_lead_more_than_a_text():
    told = (document(title="A court case"), document(lead="A court case"), document(body="A court"))
    assert in_order(sought("court"), *told, document(body="Nothing"))


def test_a_title_word_for_word_counts_most():
    assert in_order(
        sought("what does ijm do"),
        document(title="What does IJM do?"),
        document(title="What is IJM?"),
        document(title="What IJM says"),
    )


def test_words_in_a_row_in_a_title_count_more_than_apart():
    assert in_order(
        sought("bonded labour law"),
        document(title="On bonded labour law"),
        document(title="On labour, bonded by law"),
    )


def test_a_rare_word_counts_more_than_a_common_one():
    query = sought("ijm aftercare", ijm=0.1, aftercar=3.0)
    assert in_order(query, document(body="aftercare"), document(body="IJM IJM IJM IJM"))
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0
    # Counts are kept by word, and may say more than there are documents.
    assert rarity(300, 100) > 0


def test_a_word_said_in_a_short_text_counts_more():
    assert in_order(
        sought("court"), document(body="A court."), document(body="A court. " + "x " * 900)
    )


@pytest.mark.parametrize(
    ("phrase", "is_there"),
    [("rule of law", True), ("rule law", False), ("law of", False), ("rule of", True)],
)
def test_a_phrase_stands_word_for_word(phrase, is_there):
    text = document(body="The rule of law.")
    assert has_phrases(text, parse(f'"{phrase}"').units) == is_there
