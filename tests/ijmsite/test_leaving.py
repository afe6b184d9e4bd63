import pytest
from django.urls import reverse

EXIT = "https://weather.example.org/"


@pytest.fixture(autouse=True)
def bland(settings):
    settings.EXIT_URL = EXIT


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_leaving_goes_to_the_exit_site(client, method):
    response = getattr(client, method)("/exit/")
    assert (response.status_code, response["Location"]) == (303, EXIT)
    assert response.content == b""


@pytest.mark.parametrize(
    "address", ["/exit/?next=https://evil.example/", "/exit/?url=//evil.example", "/exit/#x"]
)
def test_nothing_in_the_request_has_a_say_in_where_it_goes(client, address):
    headers = {"Referer": "https://evil.example/", "Origin": "https://evil.example"}
    response = client.get(address, headers=headers)
    assert response["Location"] == EXIT
    assert b"evil" not in response.serialize()


def test_leaving_by_a_form_of_another_site_is_no_harm(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/exit/", {"next": "https://evil.example/"})["Location"] == EXIT


def test_leaving_clears_what_the_browser_stored_but_not_its_cache(client):
    headers = client.get("/exit/").headers
    # "cache" makes Chromium stand still for seconds.
    assert headers["Clear-Site-Data"] == '"storage"'
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_leaving_asks_no_database_and_sets_no_cookie(client):
    # Without the django_db mark any query is an error.
    response = client.get("/exit/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_leaving_knows_no_other_method(client, method):
    assert getattr(client, method)("/exit/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["safety", "faq:agency-list"])
def test_pages_nobody_should_find_afterwards_stay_out_of_the_browsers_store(client, name):
    assert client.get(reverse(name))["Cache-Control"] == "no-store"


def test_reading_safely_names_the_button_its_limits_and_the_way_to_help(client):
    page = client.get("/safety/").content.decode()
    order = ["Leave this site”", "cannot do", "helps more", "out of the history", "Get help"]
    places = [page.index(words, page.index("<h1>")) for words in order]
    assert places == sorted(places)
    assert 'href="/agencies/"' in page
    assert "weather.example.org" in page


def test_the_title_of_reading_safely_alarms_nobody(client):
    assert "<title>Reading safely · " in client.get("/safety/").content.decode()
