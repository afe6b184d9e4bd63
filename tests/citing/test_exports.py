"""What citation managers read of the files."""

import json
import re

import bibtexparser
import jsonschema_rs
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from citing import bibtex, ris
from citing.formats import FORMATS
from tests.support import csl_schema
from tests.support.citation_items import ADDRESS, ORGANISATION, QUESTION, SITE, item

# Whatever can be typed into a form.
TYPED = st.text(min_size=1).filter(str.strip)


def read_bibtex(text):
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return library.entries


def test_ris_is_read_with_its_group_author_whole():
    (found,) = rispy.loads(ris.records([item(note="Version 3")]))
    assert found["type_of_reference"] == "WEB"
    assert found["authors"] == [ORGANISATION]
    assert (found["title"], found["secondary_title"]) == (QUESTION, SITE)
    assert (found["year"], found["date"]) == ("2026", "2026/11/23")
    assert found["urls"] == [ADDRESS]
    assert found["notes"] == ["Version 3"]


def test_figures_are_data_in_ris():
    assert ris.records([item(is_data=True)]).startswith("TY  - DATA\r\n")


def test_bibtex_is_read_with_its_group_author_in_double_braces():
    (found,) = read_bibtex(bibtex.entries([item(note="Version 3")]))
    assert found.key == "faq-what-evidence-shows-it-works-3"
    assert found["author"] == "{" + ORGANISATION + "}"
    assert found["title"] == "{" + QUESTION + "}"
    assert (found["year"], found["month"]) == ("2026", "nov")
    assert found["url"] == ADDRESS


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("100% & more_or #less", r"100\% \& more\_or \#less"),
        ("Ré “é” – Łódź", r"R{\'e} ``{\'e}'' -- {\L}{\'o}d{\'z}"),
        ("{x} \\ ~ ^ $", r"\{x\} \textbackslash{} \textasciitilde{} \textasciicircum{} \$"),
        ("naïve", r"na{\"\i}ve"),
        ("ភាសាខ្មែរ", "ភាសាខ្មែរ"),
    ],
)
def test_tex_specials_and_accents_are_escaped(title, written):
    assert f"title = {{{{{written}}}}}" in bibtex.entries([item(title=title)])


def test_csl_json_is_the_items_themselves():
    items = [item(), item(is_data=True, note="Version 3")]
    written = json.loads(FORMATS["csl-json"].write(items))
    assert written == items
    csl_schema.assert_valid(written)


@pytest.mark.parametrize(
    "flaw", [{"type": "web page"}, {"author": ["IJM"]}, {"issued": "2026"}, {"titel": "A"}]
)
def test_the_schema_finds_what_citation_managers_would_not_read(flaw):
    with pytest.raises(jsonschema_rs.ValidationError):
        csl_schema.assert_valid([item() | flaw])


@given(TYPED, TYPED, TYPED)
def test_no_title_author_or_note_breaks_a_file(title, author, note):
    items = [item(title=title, author=author, note=note), item(identity="faq:other@1")]
    written = ris.records(items)
    assert re.findall(r"(?m)^[A-Z0-9]{2}  - ", written.replace("\r\n", "\n")).count("TY  - ") == 2
    assert [each["title"] for each in rispy.loads(written)][1] == QUESTION
    entries = read_bibtex(bibtex.entries(items))
    assert len(entries) == 2
    assert balanced(entries[0]["title"])
    csl_schema.assert_valid(json.loads(FORMATS["csl-json"].write(items)))


def balanced(text):
    depth = 0
    for sign in re.sub(r"\\[{}]", "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    return depth == 0


@given(TYPED)
def test_every_style_writes_one_line_for_any_title(title):
    for name in ("apa", "mla", "chicago"):
        text = FORMATS[name].write([item(title=title)])
        assert len(text.strip().splitlines()) >= 1
        assert ADDRESS in text
