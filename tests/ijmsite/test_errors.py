import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from faq.models import Entry
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def silent_database():
    def refuse(*arguments, **options):
        raise DatabaseError("could not connect to db.internal as ijm")

    with connection.execute_wrapper(refuse):
        yield


def text(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.usefixtures("content")
def test_a_missing_page_lists_the_nine_questions(client):
    response = client.get("/faq/what-is-imj/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "There is no page at this address." in page
    shown = [each for each in Entry.objects.all() if f'href="{each.get_absolute_url()}"' in page]
    parts = Entry.objects.filter(parent__isnull=False, parent__parent__isnull=True)
    assert len(shown) == 9
    assert not set(shown) & set(parts)


def test_a_missing_page_takes_one_query_however_many_questions(client, django_assert_num_queries):
    for _each in range(4):
        factories.entry(parent=factories.entry(parent=factories.entry()))
    with django_assert_num_queries(1):
        client.get("/nothing/")


@pytest.mark.usefixtures("silent_database")
def test_a_missing_page_says_so_without_the_database(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "There is no page" in text(response)


@pytest.mark.usefixtures("silent_database")
def test_when_something_breaks_the_frame_and_the_exit_still_stand(client):
    response = client.get("/faq/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Nothing you did caused it, and nothing is lost." in page
    assert 'href="/exit/"' in page
    assert "db.internal" not in page
    assert "Traceback" not in page


@pytest.mark.usefixtures("silent_database")
def test_when_not_even_templates_work_the_words_and_the_exit_remain(client, settings):
    settings.TEMPLATES = []
    response = client.get("/faq/")
    assert response.status_code == 500
    assert "Something broke on our side." in text(response)
    assert 'href="/exit/"' in response.content.decode()


def test_a_strange_host_is_refused_in_words(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "We could not understand this request." in text(response)
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/\x00", "/faq/\x00/", "//", "///evil.example/", "/" + "a" * 9000, "/\xff\xfe/"),
        *("/faq/%2F/", "/faq//", "/faq/../admin/", "/faq/\u2028/".encode().decode("latin-1")),
        *("/impact/%", "/%ZZ", "/faq/what is ijm/", "/faq/what-is-ijm;x/", "/.env", "/faq/tags//"),
    ],
)
def test_an_odd_address_is_a_missing_page_and_no_accident(client, path, caplog):
    # As the server hands it over: a browser or the test client would tidy it up before.
    response = client.request(PATH_INFO=path)
    assert response.status_code == 404
    assert "There is no page" in text(response)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("query", ["a=%00", "a=%ff", "%00", "&&&=", "a=" + "b" * 9000])
def test_an_odd_query_changes_nothing(client, query):
    for address in ("/", "/faq/", "/impact/", "/offices/"):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/faq", "/safety", "/about/data"])
def test_a_forgotten_slash_is_added_once_and_for_all(client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, f"{path}/")


def test_an_address_cannot_lead_to_another_site(client):
    response = client.request(PATH_INFO="//evil.example/faq")
    assert response.status_code == 404


def test_a_stale_form_of_the_staff_is_refused_in_words(client):
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("admin:login"), {"username": "admin", "password": "x"})
    assert response.status_code == 403
    assert "Nothing was saved, because this form could not be checked." in text(response)


def test_an_account_without_the_right_is_told_so(client):
    client.force_login(factories.user())
    response = client.get(reverse("admin:faq_entry_add"))
    assert response.status_code == 403
    assert "Your account may not open this page." in text(response)


def test_every_error_names_itself_in_the_title(client):
    for response in (client.get("/nothing/"), client.get("/", headers={"Host": "evil.example"})):
        page = response.content.decode()
        assert re.search(r"<title>.+ · IJM: questions answered</title>", page)
        assert page.count("<h1>") == 1
