import pytest
from django.core.exceptions import ValidationError

from publishing import quotes
from tests.support import factories

UNPINNED = (
    "This sentence names 2012, so its figure must stay with one value: write"
    " {{ figure:relief@… }} with the year or name of that value."
)


@pytest.fixture
def _figures(db):
    relief = factories.statistic(slug="relief")
    for key in ("2012", "2013", "undated"):
        factories.measurement(statistic=relief, key=key)
    factories.figure(slug="cebu-decrease")
    factories.office(slug="kenya")


def said_of(text):
    try:
        quotes.validate(text)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "No figure here, not even in 2012.",
        "Relief came to {{ figure:relief }}.",
        "In 2012, relief came to {{ figure:relief@2012 }}.",
        "Once, relief came to {{ figure:relief@undated }}.",
        "In 2012 it was {{ figure:relief@2012 }}. It is {{ figure:relief }}.",
        "In {{ place:kenya }}, relief came in 2012.",
        "[{{ figure:relief }}](/impact/relief/)",
    ],
)
def test_a_text_that_keeps_the_rules_is_accepted(text):
    assert said_of(text) == []


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{{ figure:cebu-decrese }}",
            "There is no figure called ‘cebu-decrese’. Did you mean ‘cebu-decrease’?",
        ),
        ("{{ figure:something-else }}", "There is no figure called ‘something-else’."),
        ("{{ place:kenia }}", "There is no place called ‘kenia’. Did you mean ‘kenya’?"),
        (
            "{{ figure:relief@2021 }}",
            "The figure ‘relief’ has no value called ‘2021’."
            " Did you mean ‘2012’ or ‘2013’ or ‘undated’?",
        ),
        ("{{ figur:relief }}", "“figur” cannot be quoted. Did you mean ‘figure’?"),
        ("{{ zzz:relief }}", "“zzz” cannot be quoted."),
        (
            "{{ place:kenya@2012 }}",
            "A place has no values to choose from: write {{ place:kenya }}.",
        ),
        (
            "{{ relief }}",
            "“{{ relief }}” is not a figure this site can read. Write {{ figure:its-address }} or"
            " {{ figure:its-address@2012 }}.",
        ),
        (
            "{{ figure:relief",
            "“{{” is not a figure this site can read. Write {{ figure:its-address }} or"
            " {{ figure:its-address@2012 }}.",
        ),
        ("`{{ figure:relief }}`", "A figure cannot stand inside code. Take the backticks away."),
        (
            "[a](/b '{{ figure:relief }}')",
            "A figure cannot stand in a link’s address or title. Write it in the text.",
        ),
        (
            "![a](/a.png)",
            "Pictures cannot be shown in a text here. Take “![…](…)” out.",
        ),
        ("In 2012, {{ figure:relief }} came.", UNPINNED),
    ],
)
def test_a_broken_rule_is_said_with_the_way_out(text, said):
    assert said_of(text) == [said]


@pytest.mark.usefixtures("_figures")
def test_all_problems_are_said_at_once_and_each_once():
    text = "{{ figure:a }} {{ figure:a }} `{{ figure:relief }}`\n\nIn 2012, {{ figure:relief }}."
    assert said_of(text) == [
        "There is no figure called ‘a’.",
        "A figure cannot stand inside code. Take the backticks away.",
        UNPINNED,
    ]


@pytest.mark.usefixtures("_figures")
def test_the_cost_of_a_check_does_not_grow_with_the_figures(django_assert_max_num_queries):
    text = " ".join(f"{{{{ figure:unknown-{number} }}}}" for number in range(30))
    with django_assert_max_num_queries(1):
        assert len(said_of(text)) == 30


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(
    "sentence",
    [
        "In 2012, {{ figure:relief }} came.",
        "{{ figure:relief }} came in 2012.",
        "{{ figure:relief }} came (2012).",
        "{{ figure:relief }} came in the 2012–13 season.",
        "In Jan. 2012 Dr. Mara counted {{ figure:relief }}.",
        "In 2012, e.g. {{ figure:relief }}.",
        "In 2012 the U.S. police counted {{ figure:relief }}.",
        "In 2012 J. Smith counted {{ figure:relief }}.",
        "In 2012 it rose by 3.5 to {{ figure:relief }}.",
        "In 2012\nit was {{ figure:relief }}.",
        "- In **2012**, {{ figure:relief }}",
        "| in 2012 {{ figure:relief }} |\n|-|\n| a |",
        "In [2012](/a), {{ figure:relief }} came.",
    ],
)
def test_a_sentence_that_names_a_year_needs_a_pinned_figure(sentence):
    assert said_of(sentence) == [UNPINNED]


@pytest.mark.usefixtures("_figures")
@pytest.mark.parametrize(
    "text",
    [
        "That was 2012. {{ figure:relief }} came.",
        "“That was 2012.” {{ figure:relief }} came.",
        "**That was 2012.** {{ figure:relief }} came.",
        "Was it 2012? {{ figure:relief }} came!",
        "## In 2012\n{{ figure:relief }} came.",
        "- 2012\n- {{ figure:relief }}",
        "That was 2012\n\n{{ figure:relief }} came.",
        "২০১২।  2012। {{ figure:relief }}",
        "ឆ្នាំ 2012។ {{ figure:relief }}",
        "那是2012年。{{ figure:relief }}",
        "هل كان 2012؟ {{ figure:relief }}",
        "[A report](https://example.org/2012/) counted {{ figure:relief }}.",
        "<https://example.org/2012/> counted {{ figure:relief }}.",
        "It cost $2012, and 2,012 or 20123 or 2012.5 saw {{ figure:relief }}.",
        "Growth of 2000% and {{ figure:relief }}.",
        "Room 1066 has {{ figure:relief }}.",
    ],
)
def test_a_year_elsewhere_or_another_number_does_not_count(text):
    assert said_of(text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("He said “one.” Then two.", ["He said “one.", "Then two."]),
        ("Dr. Mara and e.g. J. Smith came.", ["Dr. Mara and e.g. J. Smith came."]),
        ("It is 3.5. It was 4.", ["It is 3.5.", "It was 4."]),
        ("She waited… and left… Then came back.", ["She waited… and left…", "Then came back."]),
        ("一。二！三？", ["一。", "二！", "三？"]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text, sentences):
    assert quotes.sentences(text) == sentences
