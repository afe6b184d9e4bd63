"""Everything on paper: the page, the file and the PDF say the same."""

import html
import re
import sys
from collections import Counter
from io import BytesIO

import pypdf
import pytest

from faq.handout import pdf, views
from faq.handout.pieces import pieces
from publishing import actions
from tests.support import factories, seeded_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(db):
    seeded_database.put(versions=False)


def text(response):
    assert response.status_code == 200
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", ["/handout/", "/handout.html"])
def test_every_question_figure_place_and_organisation_is_on_it(client, address):
    seen = text(client.get(address))
    order = [
        "Student Research Questions and Answers",
        "about International Justice Mission, in one document",
        "What is IJM?",
        "Rescue victims",
        "How long do aftercare programs last?",
        "1 In Cebu, the Philippines",
        "Figures, and how each is known",
        "79% decrease in the number of children",
        "Where IJM works",
        "South Asia (a region)",
        "Organisations that may help",
        "The Polaris Project, the United States.",
        "the latest year it names is 2012",
    ]
    at = 0
    for each in order:
        at = seen.index(each, at)


@pytest.mark.usefixtures("content")
def test_each_figure_of_a_text_is_followed_by_how_it_is_known(client):
    seen = text(client.get("/handout/"))
    assert "As stated Date not stated. Not stated: place, who counted" in seen


def test_the_versions_printed_are_named_with_their_addresses_and_day(client, settings):
    settings.SITE_URL = "https://answers.example.org"
    entry = factories.entry(slug="how", question="How?")
    assert "Versions printed here" not in text(client.get("/handout/"))
    actions.record_outside(entry)
    response = client.get("/handout/")
    assert 'href="https://answers.example.org/faq/how/v/1/">How?</a>: version 1, ' in response.text
    assert "when something here last changed." in text(response)


def test_the_file_needs_nothing_from_anywhere_else(client, settings):
    settings.SITE_URL = "https://answers.example.org"
    factories.figure(slug="freed")
    factories.entry(slug="how", answer="A {{ figure:freed }}.")
    response = client.get("/handout.html")
    page = response.text
    assert not re.findall(r"<(?:script|img|iframe)\b|\bsrc=|rel=\"stylesheet\"|\sstyle=", page)
    links = re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', page)
    assert "https://answers.example.org/exit/" in links
    assert "https://answers.example.org/impact/freed/" in links
    assert all(link.startswith(("https://", "#")) for link in links)


def test_the_browser_is_told_that_its_style_is_meant_and_no_other(client):
    response = client.get("/handout.html")
    policy = response["Content-Security-Policy"]
    assert f"'sha256-{views.STYLE_HASH}'" in policy
    assert "unsafe-inline" not in policy
    assert f"<style>{views.STYLE}</style>" in response.text
    assert "sha256-" not in client.get("/handout/")["Content-Security-Policy"]


@pytest.fixture
def document(content, client):
    return pypdf.PdfReader(BytesIO(client.get("/handout.pdf").content))


def test_the_pdf_says_that_it_is_for_screen_readers_too(document):
    """PDF/UA-1 (ISO 14289-1): claimed, tagged, with its language, and titled in the window."""
    root, told = document.root_object, document.xmp_metadata
    assert document.pdf_header == "%PDF-1.7"
    (part,) = told.get_nodes_in_namespace("", "http://www.aiim.org/pdfua/ns/id/")
    assert (part.localName, part.firstChild.data) == ("part", "1")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert set(told.dc_title.values()) == {"Student Research Questions and Answers"}


def test_all_of_the_pdf_hangs_in_its_tree_of_tags(document):
    tags = Counter(tags_within(document.root_object["/StructTreeRoot"]["/K"]))
    assert tags.keys() >= {"/Document", "/H1", "/H2", "/P", "/L", "/LI", "/LBody", "/Link"}
    links = 0
    for page in document.pages:
        # Read in the order of the tags, with a way from each mark to its tag.
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page
        notes = [each.get_object() for each in page.get("/Annots", [])]
        assert all("/StructParent" in each and each["/Contents"] for each in notes)
        links += len(notes)
    assert 0 < tags["/Link"] <= links


def test_every_letter_of_the_pdf_comes_with_its_font_and_its_meaning(document):
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & described.keys()
            assert "/ToUnicode" in font


def tags_within(element):
    found = element.get_object()
    if isinstance(found, list):
        for each in found:
            yield from tags_within(each)
    elif isinstance(found, dict) and "/S" in found:
        yield found["/S"]
        if "/K" in found:
            yield from tags_within(found["/K"])


@pytest.mark.usefixtures("content")
def test_the_same_content_gives_the_same_bytes_and_another_gives_others(client, monkeypatch):
    first = client.get("/handout.pdf").content
    monkeypatch.setattr(pdf, "_kept", pdf.Kept())
    assert client.get("/handout.pdf").content == first
    entry = factories.entry(question="Is this new?")
    actions.record_outside(entry)
    assert client.get("/handout.pdf").content != first


@pytest.mark.usefixtures("content")
def test_it_is_made_once_for_each_content(client, monkeypatch):
    monkeypatch.setattr(pdf, "_kept", pdf.Kept())
    first = client.get("/handout.pdf")
    kept = pdf._kept.made
    again = client.get("/handout.pdf", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert pdf._kept.made is kept


def test_a_typesetter_that_fails_is_an_error_once_and_leaves_nothing(client, monkeypatch, caplog):
    factories.entry()
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "TYPESETTER", (sys.executable, "-c", "raise SystemExit('out of ink')"))
        broken = client.get("/handout.pdf")
    assert (broken.status_code, "Surrogate-Key" in broken) == (500, False)
    assert "out of ink" in caplog.text
    assert client.get("/handout.pdf").content.startswith(b"%PDF")


def test_letters_that_our_fonts_lack_do_not_keep_it_from_being_made(client):
    factories.entry(question="តើ IJM ជាអ្វី? 🜨", answer="A text in ភាសាខ្មែរ.")
    assert client.get("/handout.pdf").content.startswith(b"%PDF")


def test_nothing_in_a_text_is_read_as_markup_of_the_typesetter(client):
    strange = '#panic("no") \\ = $x$ @ref <label> `code` // * _ [ ] { }'
    factories.entry(question=strange[:200], answer=f"{strange}\n\n- {strange}")
    assert client.get("/handout.pdf").content.startswith(b"%PDF")


def test_every_kind_of_text_can_be_set(client):
    answer = """## A heading

A *text* with **marks**, `code`, a [link](https://example.org/)
and a break.

1. one
2. two

- a list
  - within

> said

| a | b |
|---|---|
| 1 | 2 |

---

    code
"""
    factories.entry(answer=answer)
    assert client.get("/handout.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("address", ["/handout/", "/handout.html", "/handout.pdf"])
def test_an_empty_site_still_answers(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/handout/", "/handout.html"])
def test_what_is_not_public_is_not_on_it(client, address):
    factories.entry(question="A hidden one?", live=False)
    factories.figure(title="Hidden figure", live=False)
    factories.office(name="Hidden place", live=False)
    factories.agency(name="Hidden agency", live=False)
    factories.entry(sources=[factories.source(title="Hidden source", live=False)])
    assert "idden" not in text(client.get(address))


def test_all_that_is_on_it_is_named_for_caches(client):
    keys = client.get("/handout.pdf")["Surrogate-Key"].split()
    assert {"faq.entry:all", "faq.agency:all", "impact.statistic:all", "impact.source:all"} <= set(
        keys
    )


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize("address", ["/handout/", "/handout.html"])
def test_it_takes_as_many_queries_with_much_as_with_little(
    client, many, address, django_assert_num_queries
):
    for _ in range(many):
        figure = factories.figure(office=factories.office())
        place = factories.office()
        answer = f"{{{{ figure:{figure.slug} }}}} in {{{{ place:{place.slug} }}}}."
        whole = factories.entry(answer=answer, sources=[factories.source()])
        factories.entry(parent=whole)
        factories.agency()
    with django_assert_num_queries(12):
        client.get(address)


def test_pieces_keep_words_order_and_addresses():
    found = pieces('<p>A <a href="/x/">b</a><br> &amp; <em>c</em></p>', "https://example.org")
    (paragraph,) = found
    assert paragraph["of"][0] == "A "
    assert paragraph["of"][1] == {"tag": "a", "of": ["b"], "href": "https://example.org/x/"}
    assert paragraph["of"][3] == " & "
    assert paragraph["of"][4] == {"tag": "em", "of": ["c"]}
