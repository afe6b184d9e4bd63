import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from faq.models import Entry
from impact.models import Measurement
from publishing import actions, tags
from tests.support import factories

pytestmark = pytest.mark.django_db


def shown(client, address="/faq/"):
    return client.get(address).content.decode()


@pytest.fixture
def tree():
    factories.figure(slug="relief")
    factories.figure(slug="other")
    root = factories.entry(slug="what", question="What is it?", tags=["courts"])
    part = factories.entry(
        slug="part", question="What is a part?", parent=root, answer="{{ figure:relief }} people."
    )
    factories.entry(slug="deep", question="How deep?", parent=part, answer="{{ figure:relief }}.")


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("slug", "changed", "words"),
    [
        ("what", {"question": "What else?"}, "What else?"),
        ("what", {"short_answer": "Another short answer."}, "Another short answer."),
        ("what", {"slug": "what-else"}, "/faq/what-else/"),
        (
            "what",
            {"changed_at": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)},
            "2 March 2026",
        ),
        ("part", {"question": "Which part?"}, "Which part?"),
        ("part", {"answer": "{{ figure:relief }}, {{ figure:other }}"}, "2 figures, as stated"),
        ("deep", {"question": "How much deeper?"}, "How much deeper?"),
        ("deep", {"slug": "deeper"}, "/faq/deeper/"),
    ],
)
def test_a_list_follows_whatever_it_shows(client, slug, changed, words):
    assert words not in shown(client)
    Entry.objects.filter(slug=slug).update(**changed)
    assert words in shown(client)


@pytest.mark.usefixtures("tree")
def test_a_list_follows_how_a_figure_is_known(client):
    assert shown(client).count("1 figure, as stated") == 2
    Measurement.objects.update(status="not-traced", looked_on=datetime.date(2026, 1, 1))
    assert shown(client).count("1 figure, not traced") == 2


@pytest.mark.usefixtures("tree")
def test_a_list_is_in_the_language_of_the_moment(client):
    Entry.objects.update(changed_at=datetime.datetime(2026, 5, 2, tzinfo=datetime.UTC))
    assert "Text changed 2 May 2026" in shown(client)
    with translation.override("fr"):
        assert "2 mai 2026" in shown(client)


@pytest.mark.usefixtures("tree")
def test_the_page_of_a_subject_shows_the_same_row(client):
    assert "No figures" in shown(client, "/faq/tags/courts/")
    Entry.objects.filter(slug="what").update(question="What now?")
    assert "What now?" in shown(client, "/faq/tags/courts/")


def test_the_address_of_a_subject_that_was_merged_leads_on(client):
    factories.entry(question="In court?", tags=["court", "law"])
    by = factories.user("Manager")
    for gone, into in (("court", "law"), ("law", "justice")):
        factories.entry(tags=["justice"])
        actions.merge_tags(gone=tags.by_slug(gone), into=tags.by_slug(into), by=by)
    for former in ("court", "law"):
        response = client.get(f"/faq/tags/{former}/")
        assert (response.status_code, response.url) == (301, "/faq/tags/justice/")
    assert "In court?" in shown(client, "/faq/tags/justice/")
    assert client.get("/faq/tags/unheard-of/").status_code == 404
    actions.rename_tag(tag=tags.by_slug("justice"), name="court", by=by)
    assert client.get("/faq/tags/court/").url == "/faq/tags/justice/"
    factories.entry(question="A new court?", tags=["law"])
    assert "A new court?" in shown(client, "/faq/tags/law/")


def entries(count):
    for number in range(count):
        figure = factories.figure()
        factories.entry(answer=f"{{{{ figure:{figure.slug} }}}}.", tags=[f"subject {number % 7}"])


def test_sixty_questions_take_as_many_queries_as_ten(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown(client)
        return len(captured)

    entries(10)
    queries()  # content types are looked up once and kept
    few = queries()
    entries(50)
    assert queries() == few <= 6
