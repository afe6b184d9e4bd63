from publishing import plain
from publishing.markdown import Quote, Quoted

RELIEF = {Quote("figure", "relief"): Quoted("more than 2,400", "2400", "/x/", "as-stated", "2012")}


def test_a_text_is_its_words_line_by_line():
    text = "## What\n\nA *first*\nparagraph & more.\n\n- one\n- [two](https://example.org/a)\n"
    assert plain.words(text, {}) == "What\nA first paragraph & more.\none\ntwo"


def test_a_figure_is_the_words_readers_see():
    text = "In all {{ figure:relief }} people."
    assert plain.words(text, RELIEF) == "In all more than 2,400 (2012) people."


def test_cells_and_raw_html_stay_apart():
    text = "| a | b |\n|---|---|\n| 1 | <b>2</b> |"
    assert plain.words(text, {}) == "a\nb\n1\n<b>2</b>"
