import json

import bibtexparser
import pytest
import rispy
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.models import Revision
from tests.citing.test_version_page import body
from tests.support import factories, publication_history

pytestmark = pytest.mark.django_db
SITE = "https://answers.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def content():
    publication_history.entry("2026-03-01", slug="what-is-it", question="What is it?")
    publication_history.entry("2026-02-01", slug="rescue", question="Rescue victims")
    publication_history.figure("2026-01-05", slug="relief", title="A count of people")


def query(*ids, **more):
    return [("id", each) for each in ids] + list(more.items())


def asked(client, *ids, **more):
    return client.get("/cite/", query_params=query(*ids, **more))


ALL = ("faq:what-is-it", "faq:rescue", "impact:relief")
AUTHOR = "International Justice Mission."


def test_apa_is_sorted_by_date_with_letters(client, content):
    response = asked(client, *ALL, format="apa")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        f"{AUTHOR} (2026a). A count of people [Dataset]. Student Research Questions and Answers."
        f" {SITE}/impact/relief/v/1/",
        f"{AUTHOR} (2026b, February 1). Rescue victims. Student Research Questions and Answers."
        f" {SITE}/faq/rescue/v/1/",
        f"{AUTHOR} (2026c, March 1). What is it? Student Research Questions and Answers."
        f" {SITE}/faq/what-is-it/v/1/",
    ]


def test_mla_is_sorted_by_title_without_its_article(client, content):
    lines = asked(client, *ALL, format="mla").content.decode().splitlines()
    assert [line.split("”")[0] for line in lines] == [
        f"{AUTHOR} “A Count of People.",
        "———. “Rescue Victims.",
        "———. “What Is It?",
    ]


def test_chicago_is_sorted_by_date(client, content):
    lines = asked(client, *ALL, format="chicago").content.decode().splitlines()
    assert [line.split("”")[0] for line in lines] == [
        f"{AUTHOR} 2026a. “A Count of People.",
        f"{AUTHOR} 2026b. “Rescue Victims.",
        f"{AUTHOR} 2026c. “What Is It?",
    ]


def test_files_keep_the_order_asked_for(client, content):
    ris = asked(client, *ALL, format="ris")
    assert ris["Content-Type"] == "application/x-research-info-systems"
    assert ris["Content-Disposition"] == 'attachment; filename="citations.ris"'
    titles = ["What is it?", "Rescue victims", "A count of people"]
    assert [each["title"] for each in rispy.loads(ris.content.decode())] == titles
    bibtex = asked(client, *ALL, format="bibtex")
    assert bibtex["Content-Type"] == "application/x-bibtex"
    found = bibtexparser.parse_string(bibtex.content.decode()).entries
    assert [each.key for each in found] == ["faq-what-is-it-1", "faq-rescue-1", "impact-relief-1"]
    csl = asked(client, *ALL, format="csl-json")
    assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
    items = json.loads(csl.content)
    assert [each["type"] for each in items] == ["webpage", "webpage", "dataset"]
    assert [each["id"] for each in items] == ["faq:what-is-it@1", "faq:rescue@1", "impact:relief@1"]


def test_the_hash_stands_in_the_notes_of_files_and_in_no_style(client, content):
    (item,) = json.loads(asked(client, "faq:rescue", format="csl-json").content)
    digest = Revision.objects.get(key="rescue").hash
    assert item["note"] == f"Version 1. SHA-256 of its content: {digest} ({SITE}/verify/{digest}/)"
    for name in ("ris", "bibtex"):
        assert digest in asked(client, "faq:rescue", format=name).content.decode()
    for name in ("apa", "mla", "chicago"):
        assert digest not in asked(client, "faq:rescue", format=name).content.decode()


def test_a_file_of_one_page_is_called_like_it(client, content):
    response = asked(client, "faq:rescue", format="bibtex")
    assert response["Content-Disposition"] == 'attachment; filename="rescue.bib"'


def test_a_version_can_be_named_and_else_is_the_newest(client, content):
    row = publication_history.drafts.fresh(publication_history.factories.entry(slug="x"))
    publication_history.drafts.public(row)
    publication_history.change(row, "2026-05-01", answer="Other words.")
    assert "/faq/x/v/2/" in asked(client, "faq:x", format="apa").content.decode()
    assert "/faq/x/v/1/" in asked(client, "faq:x@1", format="apa").content.decode()
    page = body(asked(client, "faq:x@1"))
    assert '<a href="/cite/?id=faq:x@2">There is a newer version: cite that one</a>' in page


def test_a_page_named_twice_stands_once(client, content):
    response = asked(client, "faq:rescue", "faq:rescue@1", "/faq/rescue/", format="apa")
    assert len(response.content.decode().splitlines()) == 1


@pytest.mark.parametrize(
    "typed", ["/faq/rescue/", f"{SITE}/faq/rescue/", f"{SITE}/faq/rescue/v/1/", "/faq/rescue/#p2"]
)
def test_the_address_of_a_page_names_it_too(client, content, typed):
    assert "Rescue victims" in asked(client, typed, format="apa").content.decode()


def test_the_list_is_a_page_with_every_style_and_no_cookie(client, content):
    response = asked(client, *ALL)
    page = body(response)
    assert response.status_code == 200
    assert not response.cookies
    for words in ("APA 7, for the list of references", "<summary>MLA 9", "<summary>Chicago"):
        assert words in page
    assert '<a href="/cite/?id=faq:what-is-it@1&amp;id=impact:relief@1">Take out' in page
    assert '<a href="/cite/?id=faq:what-is-it@1&amp;id=faq:rescue@1' in page
    assert page.count('<input type="hidden" name="id"') == 3
    assert page.count('<abbr class="unapi-id"') == 3


def test_an_empty_list_offers_every_public_page(client, content):
    factories.entry(slug="draft", question="A secret?", live=False)
    page = body(client.get("/cite/"))
    assert "Nothing is in the list yet." in page
    assert '<option value="faq:rescue">Rescue victims</option>' in page
    assert "secret" not in page


@pytest.mark.parametrize(
    "unknown",
    [
        "faq:nothing",
        "faq:rescue@2",
        "faq:rescue@0",
        "faq:rescue@99999999999999999999",
        "place:kenya",
        "https://evil.example/faq/rescue/",
        "<script>",
        "\x00",
        "💥",
    ],
)
def test_what_cannot_be_cited_is_named_in_a_sentence(client, content, unknown):
    page = asked(client, "faq:rescue", unknown)
    assert page.status_code == 400
    assert "Nothing that can be cited is called" in body(page)
    assert "<script>”" not in body(page)
    assert "Rescue victims" in body(page)
    plain = asked(client, "faq:rescue", unknown, format="apa")
    assert (plain.status_code, plain["Content-Type"]) == (400, "text/plain; charset=utf-8")
    problem = asked(client, unknown, format="csl-json")
    assert (problem.status_code, problem["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(problem.content)["status"] == 400


def test_several_unknown_names_are_named_together(client, content):
    page = body(asked(client, "faq:a", "faq:b"))
    assert "called any of these: “faq:a”, “faq:b”." in page


def test_too_long_a_list_is_refused(client, content):
    response = asked(client, *(f"faq:q{number}" for number in range(500)))
    assert response.status_code == 400
    assert "at most 100 pages, and this one asks for 500" in body(response)


def test_an_unknown_format_is_refused_with_those_there_are(client, content):
    response = asked(client, "faq:rescue", format="harvard")
    assert response.status_code == 400
    assert "“harvard”" in body(response)
    assert "apa, mla, chicago, ris, bibtex, csl-json" in body(response)


def test_a_format_of_nothing_is_refused(client):
    assert client.get("/cite/?format=ris").status_code == 400


def test_drafts_and_what_was_wrong_cannot_be_cited(client, content):
    factories.entry(slug="draft", live=False)
    row = publication_history.entry(slug="wrong")
    publication_history.withdraw(row, "2026-06-01", reason=Revision.Reason.WRONG)
    assert asked(client, "faq:draft", format="apa").status_code == 400
    assert asked(client, "faq:wrong@1", format="apa").status_code == 400


def test_what_left_the_site_can_still_be_cited(client):
    row = publication_history.entry(slug="old")
    publication_history.withdraw(row, "2026-06-01")
    assert "/faq/old/v/1/" in asked(client, "faq:old", format="apa").content.decode()


def test_a_list_takes_as_many_queries_for_twenty_pages_as_for_two(client):
    def queries(count, **more):
        with CaptureQueriesContext(connection) as captured:
            assert asked(client, *names[:count], **more).status_code == 200
        return len(captured)

    names = [f"faq:{publication_history.entry().slug}" for _each in range(20)]
    assert queries(2, format="ris") == queries(20, format="ris") <= 4
    assert queries(2) == queries(20) <= 6
