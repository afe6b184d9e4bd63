import datetime

import pytest

from citing import reference_list
from citing.reference_list import APA, CHICAGO, MLA, STYLES
from tests.support.citation_items import ADDRESS, GOLDEN, ORGANISATION, QUESTION, SITE, item


def title_of(golden):
    named = golden["item"]
    return f"{named['type']} {named['title']} {named['author'][0]['literal']}"


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("golden", GOLDEN["single"], ids=title_of)
def test_a_citation_is_what_citeproc_makes_of_it(golden, style):
    cited = style.one(golden["item"], paragraph=2)
    html, in_text = golden[style.name]
    assert cited.reference.html == html.replace("&#38;", "&amp;")
    assert cited.in_text.plain == in_text


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_list_is_sorted_and_told_apart_as_citeproc_does_it(style):
    (golden,) = GOLDEN["lists"]
    found = style.listed(golden["items"])
    assert [each.reference.plain for each in found] == golden[style.name]["references"]
    in_text = {each.item["id"]: each.in_text.plain for each in found}
    assert in_text == golden[style.name]["in_text"]


def test_apa_in_full():
    cited = APA.one(item(), paragraph=2)
    assert (
        cited.reference.plain
        == f"{ORGANISATION}. (2026, November 23). {QUESTION} {SITE}. {ADDRESS}"
    )
    assert cited.in_text.plain == "(International Justice Mission, 2026, para. 2)"
    assert f"<i>{QUESTION}</i> {SITE}." in cited.reference.html


def test_mla_in_full():
    cited = MLA.one(item(), paragraph=2)
    assert cited.reference.plain == (
        f"{ORGANISATION}. “What Evidence Do You Have That Your Solution Is Effective?”"
        f" {SITE}, 23 Nov. 2026, {ADDRESS}."
    )
    assert f"<i>{SITE}</i>, 23 Nov. 2026" in cited.reference.html


def test_chicago_in_full():
    cited = CHICAGO.one(item())
    assert cited.reference.plain == (
        f"{ORGANISATION}. 2026. “What Evidence Do You Have That Your Solution Is Effective?”"
        f" {SITE}, November 23. {ADDRESS}."
    )
    assert cited.in_text.plain == "(International Justice Mission 2026)"


def test_no_style_shows_the_note():
    noted = item(note="Content hash abc")
    assert not [style for style in STYLES if "abc" in style.one(noted).reference.plain]


def test_a_site_called_like_its_author_is_named_once_in_apa():
    cited = APA.one(item(site=ORGANISATION))
    assert cited.reference.plain.count(ORGANISATION) == 1


def test_titles_of_another_language_keep_their_letters():
    french = item(title="Qui est dans la rue ?", language="fr")
    assert "“Qui est dans la rue ?”" in MLA.one(french).reference.plain


def test_every_month_of_mla():
    days = [datetime.date(2026, month, 1) for month in range(1, 13)]
    found = [MLA.one(item(issued=day)).reference.plain for day in days]
    names = [each.split(", 1 ")[1].split(" 2026")[0] for each in found]
    assert names == (
        "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905
    )


def test_more_than_twenty_six_of_one_year_get_two_letters():
    items = [item(identity=f"faq:q{n}@1", title=f"Question {n:02}?") for n in range(28)]
    last = CHICAGO.listed(items)[-1]
    assert "2026ab" in last.in_text.plain
    assert reference_list.letters(25) == "z"


def test_what_is_written_in_html_is_escaped():
    cited = APA.one(item(title="<b>& “x” y"))
    assert "<i>&lt;b&gt;&amp; “x” y</i>" in cited.reference.html
