from xml.etree import ElementTree as Xml

import pytest
import rispy

from tests.support import publication_history

pytestmark = pytest.mark.django_db
NAMES = ["ris", "bibtex", "csl-json"]


def formats(response):
    assert response["Content-Type"] == "application/xml"
    root = Xml.fromstring(response.content)
    return root.get("id"), [each.get("name") for each in root]


def test_without_a_name_it_lists_the_formats(client):
    response = client.get("/unapi")
    assert response.status_code == 200
    assert formats(response) == (None, NAMES)


def test_with_a_name_it_lists_the_formats_of_that_page(client):
    publication_history.entry(slug="what-is-it")
    response = client.get("/unapi?id=faq:what-is-it@1")
    assert response.status_code == 300
    assert formats(response) == ("faq:what-is-it@1", NAMES)


def test_with_both_it_gives_the_citation(client):
    publication_history.entry(slug="what-is-it", question="What is it?")
    response = client.get("/unapi?id=faq:what-is-it@1&format=ris")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-research-info-systems"
    (found,) = rispy.loads(response.content.decode())
    assert (found["title"], found["authors"]) == ("What is it?", ["International Justice Mission"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("id=faq:nothing", 404),
        ("id=faq:nothing&format=ris", 404),
        ("id=%00", 404),
        ("id=faq:what-is-it&format=marc", 406),
        ("format=ris", 200),
    ],
)
def test_what_is_not_there_has_its_own_status(client, query, status):
    publication_history.entry(slug="what-is-it")
    assert client.get(f"/unapi?{query}").status_code == status


def test_a_page_names_itself_to_citation_managers(client):
    publication_history.entry(slug="what-is-it", question="What is “it”?")
    page = client.get("/faq/what-is-it/").content.decode()
    assert '<abbr class="unapi-id" title="faq:what-is-it@1"></abbr>' in page
    assert '<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">' in page
    assert '<meta name="z:itemType" content="webpage">' in page
    assert '<meta property="og:type" content="website">' in page
    assert '<meta name="citation_title" content="What is “it”?">' in page
    assert '<meta name="citation_publication_date" content="2026/03/01">' in page
    assert "citation_journal_title" not in page
