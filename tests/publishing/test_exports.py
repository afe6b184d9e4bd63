"""What holds for every file of data: its headers, its errors, where it moved."""

import json

import pytest
from django.urls import reverse

from publishing import actions, exports
from publishing.models import Revision
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(db):
    made = factories.figure(slug="freed")
    actions.record_outside(made)
    return made


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_a_file_may_be_read_from_anywhere_and_says_what_it_shows(client, figure, ending):
    response = client.get(f"/impact/freed.{ending}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Surrogate-Key"] == "impact.statistic:freed"
    assert response["ETag"].startswith('"')
    assert ("Content-Disposition" in response) == (ending == "csv")


def test_who_has_it_already_is_told_so(client, figure):
    first = client.get("/impact/freed.json")
    same = client.get("/impact/freed.json", headers={"If-None-Match": first["ETag"]})
    since = client.get("/impact/freed.json", headers={"If-Modified-Since": first["Last-Modified"]})
    for response in (same, since):
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == first["ETag"]
        assert response["Access-Control-Allow-Origin"] == "*"


def test_a_change_of_spelling_changes_it_too(client, figure):
    first = client.get("/impact/freed.json")
    figure.title = "People freed"
    figure.save()
    actions.record_outside(figure)
    again = client.get("/impact/freed.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert Revision.objects.filter(object_id=figure.pk).count() == 2


def test_the_same_content_is_the_same_bytes(client, figure):
    first, second = (client.get("/impact/freed.json").content for _ in range(2))
    assert first == second
    assert list(json.loads(first)) == sorted(json.loads(first))


def test_its_head_is_there_without_its_body(client, figure):
    response = client.head("/impact/freed.json")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == client.get("/impact/freed.json")["ETag"]


def test_what_moved_leads_to_the_same_ending(client, figure):
    figure.slug = "released"
    figure.save()
    actions.record_outside(figure)
    for ending in ("json", "csv", "svg"):
        response = client.get(f"/impact/freed.{ending}")
        assert response.status_code == 301
        assert response["Location"] == f"/impact/released.{ending}"
        assert "impact.statistic:freed" in response["Surrogate-Key"]


def test_what_was_taken_down_says_why(client, figure):
    reason = Revision.Reason.OUTDATED
    actions.withdraw(obj=figure, by=factories.user("Manager"), reason=reason, note="Too old.")
    told = problem(client.get("/impact/freed.json"), 410)
    assert told["title"] == "This is not public any more."
    assert told["detail"].endswith(": Too old.")


@pytest.mark.parametrize(
    "address", ["/impact/nothing.json", "/faq/nothing.json", "/nothing.csv", "/a/b/c.geojson"]
)
def test_what_is_not_there_is_told_as_data(client, address):
    assert problem(client.get(address), 404)["title"] == "There is nothing at this address."


def test_a_draft_is_not_told_apart_from_nothing(client):
    factories.figure(slug="secret", live=False)
    hidden, missing = (client.get(f"/impact/{slug}.json") for slug in ("secret", "nothing"))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written_and_that_is_told_as_data(client, figure, method):
    response = getattr(client, method)("/impact/freed.json")
    assert problem(response, 405)["detail"] == "Use GET or HEAD."
    assert response["Allow"] == "GET, HEAD"


def test_a_failed_condition_is_told_as_data(client, figure):
    response = client.get("/impact/freed.json", headers={"If-Match": '"other"'})
    assert problem(response, 412)["title"] == "It has changed since."


def test_a_wrong_host_is_told_as_data(client, settings):
    settings.ALLOWED_HOSTS = ["www.example.org"]
    assert problem(client.get("/impact.json", headers={"host": "evil"}), 400)


def test_a_page_that_is_not_there_stays_a_page(client):
    assert client.get("/impact/nothing/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-79, "-79"),
        (None, ""),
        ("−79", "−79"),
        ("-79", "'-79"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("plain, with “quotes”", "plain, with “quotes”"),
    ],
)
def test_a_cell_is_never_a_formula(value, cell):
    table = exports.table(["a"], [{"a": value}])
    assert table.startswith(b"a\r\n")
    written = table.decode().removeprefix("a\r\n").removesuffix("\r\n")
    assert written.strip('"') == cell


def test_every_address_of_a_file_is_seen_as_one(rf):
    for address in (reverse("impact:statistics-csv"), "/offices.geojson", "/x.svg"):
        assert exports.is_data(rf.get(address))
    for address in ("/", "/impact/", "/faq/what.json/", "/static/site.css"):
        assert not exports.is_data(rf.get(address))
