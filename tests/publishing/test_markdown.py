import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publishing import markdown
from publishing.markdown import Quote, Quoted

RELIEF = Quote("figure", "relief")
RELIEF_2012 = Quote("figure", "relief", "2012")
MORE = Quoted(
    text="more than 2,400 people",
    value="2400",
    url="/impact/relief/",
    status="as-stated",
    suffix="2012",
)
SHOWN = (
    '<a class="figure as-stated" href="/impact/relief/">'
    '<data value="2400">more than 2,400 people</data></a> (2012)'
)
# What people type when they mean well, and when they do not.
PIECES = st.sampled_from(
    [
        "{{ figure:relief }}",
        "{{figure:relief@2012}}",
        "{{ figure:",
        "}}",
        '<data value="figure:relief"></data>',
        '<data value="!figure:relief@2012"></data>',
        '"></data>',
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](/b '<data value=')",
        '[a](/b "<data value=")',
        "[{{ figure:relief }}](/b)",
        "![{{ figure:relief }}](/b)",
        "`{{ figure:relief }}`",
        "<https://example.org>",
        "| a | b |\n|:-:|---|\n| c | {{ figure:relief }} |\n",
        "\n\n",
        "# ",
        "- ",
        "> ",
        "    ",
        "```\n",
        "\\",
        "&lt;",
        "&#x22;",
        "*",
        "_",
        "\x00",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)
SAFE_ADDRESS = re.compile(r"^(https?:|mailto:|tel:|[^:]*$|[/?#.])", re.IGNORECASE)


class Seen(HTMLParser):
    """Every element with its attributes, as a browser would find them."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


def html_of(text, quoted=None):
    return "".join(
        markdown.fill(each.html, quoted if quoted is not None else {RELIEF: MORE})
        for each in markdown.render(text).fragments
    )


def placeholders(text):
    html = "".join(each.html for each in markdown.render(text).fragments)
    return sum(tag == "data" for tag, _attrs in Seen(html).elements)


@settings(deadline=None)
@given(TEXTS)
@example('[a](/b "<data value=") figure:relief"></data>')
def test_any_text_renders_and_holds_nothing_dangerous(text):
    for tag, attributes in Seen(html_of(text)).elements:
        assert tag in markdown.TAGS
        assert set(attributes) <= {"href", "title", "rel", "value", "start", "class"}
        assert attributes.get("class", "figure as-stated") == "figure as-stated"
        assert SAFE_ADDRESS.match((attributes.get("href") or "").strip())


@settings(deadline=None)
@given(TEXTS)
def test_every_placeholder_is_a_quote_somebody_wrote(text):
    written = len(markdown.QUOTE.findall(text))
    assert placeholders(text) <= written
    assert (placeholders(text) > 0) <= (len(markdown.quotes_in(text)) > 0)


@settings(deadline=None)
@given(TEXTS)
def test_rendering_blocks_and_misplaced_never_fail_on_any_text(text):
    assert markdown.misplaced(text) == sorted(set(markdown.misplaced(text)))
    assert all(isinstance(block, str) for block in markdown.blocks(text))


@pytest.mark.parametrize(
    "typed",
    [
        '<data value="figure:relief"></data>',
        '<data value="!figure:relief@2012"></data>',
        '&lt;data value="figure:relief"&gt;&lt;/data&gt;',
        '[a](/b "<data value=\\"figure:relief\\"></data>")',
        '[a](<data value="figure:relief"></data>)',
        '`<data value="figure:relief"></data>`',
        '    <data value="figure:relief"></data>',
        '![<data value="figure:relief"></data>](/b)',
    ],
)
def test_a_placeholder_typed_by_hand_stays_text(typed):
    assert markdown.quotes_in(typed) == ()
    assert placeholders(typed) == 0
    assert "2,400" not in html_of(typed)


def test_a_figure_is_a_link_with_its_value_and_its_time():
    assert html_of("It brought relief to {{ figure:relief }}.") == (
        f"<p>It brought relief to {SHOWN}.</p>"
    )


@pytest.mark.parametrize("space", ["", " ", "  ", "\n"])
def test_spaces_inside_the_braces_do_not_count(space):
    assert markdown.quotes_in(f"{{{{{space}figure:relief@2012{space}}}}}") == (RELIEF_2012,)


def test_quotes_come_in_order_and_once():
    text = "{{ figure:b }} and {{ figure:a }}\n\n- {{ figure:b }} {{ figure:a@2012 }}"
    assert [str(quote) for quote in markdown.quotes_in(text)] == [
        "figure:b",
        "figure:a",
        "figure:a@2012",
    ]


def test_a_figure_inside_a_link_is_not_linked_again():
    assert html_of("[about {{ figure:relief }} **or {{ figure:relief }}**](/faq/)") == (
        '<p><a href="/faq/" rel="noopener noreferrer">about '
        '<data value="2400">more than 2,400 people</data> (2012) <strong>or '
        '<data value="2400">more than 2,400 people</data> (2012)</strong></a></p>'
    )


def test_a_figure_after_a_link_is_linked():
    assert SHOWN in html_of("[questions](/faq/) {{ figure:relief }}")


def test_a_name_without_a_status_is_a_plain_link():
    kenya = {Quote("place", "kenya"): Quoted("Kenya", "", "/offices/kenya/", "")}
    assert (
        html_of("In {{ place:kenya }}.", kenya) == '<p>In <a href="/offices/kenya/">Kenya</a>.</p>'
    )
    assert html_of("[In {{ place:kenya }}](/a)", kenya).count("<a") == 1


def test_a_figure_that_is_not_there_is_said_in_words():
    assert html_of("{{ figure:nothing }}") == "<p><em>[figure “nothing” not found]</em></p>"
    assert "“a&amp;b&quot;”" in html_of('{{ figure:a&b" }}')


def test_what_a_figure_says_is_escaped():
    odd = Quoted("<b>1</b>", '"1"', '/a"b', "as-stated", suffix="<i>", note={})
    assert "<b>" not in html_of("{{ figure:relief }}", {RELIEF: odd})
    assert "<i>" not in html_of("{{ figure:relief }}", {RELIEF: odd})
    assert tuple(
        tag
        for tag, _attrs in Seen(html_of("{{ figure:relief }}", {RELIEF: odd})).elements
        if tag != "p"
    ) == ("a", "data")


@pytest.mark.parametrize(
    ("text", "tag"), [("# One", "h2"), ("## Two", "h2"), ("### Three", "h3"), ("###### Six", "h4")]
)
def test_the_pages_own_heading_stays_the_only_first_one(text, tag):
    assert html_of(text).startswith(f"<{tag}>")
    assert markdown.render(text).fragments[0].tag == tag
    assert f"<{tag}>" in html_of(f"> {text}")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](/faq/)", '<a href="/faq/" rel="noopener noreferrer">a</a>'),
        (
            "[a](https://example.org 'Title')",
            '<a href="https://example.org" title="Title" rel="noopener noreferrer">a</a>',
        ),
        ("[a](tel:+123)", '<a href="tel:+123" rel="noopener noreferrer">a</a>'),
        ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
        ("a\\\nb", "a<br>\nb"),
        ("3. a", '<ol start="3">'),
        ("***", "<hr>"),
        ("> a", "<blockquote>"),
        ("    a", "<pre><code>a"),
    ],
)
def test_plain_markdown_is_shown(text, html):
    assert html in html_of(text)


def test_a_table_is_shown_without_a_style():
    html = html_of("| a | b |\n|:-:|--:|\n| c | {{ figure:relief }} |")
    assert html.startswith("<table>")
    assert "<th>a</th>" in html
    assert SHOWN in html
    assert "style" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,a", "vbscript:a"])
def test_a_dangerous_address_makes_no_link(address):
    assert "<a" not in html_of(f"[a]({address})")
    assert "<a" not in html_of(f"<{address}>")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("`{{ figure:relief }}`", ["code"]),
        ("    {{ figure:relief }}", ["code"]),
        ("```\n{{ figure:relief }}\n```", ["code"]),
        ("![{{ figure:relief }}](/a.png)", ["picture"]),
        ("![a](/a.png)", ["picture"]),
        ("[a](/b/{{figure:relief}})", ["link"]),
        ("[a](/b '{{ figure:relief }}')", ["link"]),
        ("- > ![a](/a.png) `{{ figure:relief }}`", ["code", "picture"]),
        ("[{{ figure:relief }}](/a) and {{ figure:relief }} and `code`", []),
    ],
)
def test_places_where_a_figure_cannot_stand_are_named(text, places):
    assert markdown.misplaced(text) == places


def test_blocks_are_what_is_said_without_addresses():
    text = "# One\nTwo\n[three](/2012/ '2013')\n\n- four\n- {{ figure:a }}\n\n|a|b|\n|-|-|\n|c|d|"
    assert markdown.blocks(text) == [
        "One",
        "Two three",
        "four",
        "{{ figure:a }}",
        "a",
        "b",
        "c",
        "d",
    ]
