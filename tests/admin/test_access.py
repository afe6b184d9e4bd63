"""Every address the admin has beyond Django's own, for each role and for nobody."""

import pytest
from django.urls import reverse

from faq.models import Entry
from tests.support import admin_addresses, factories

ROLES = ["Writer", "Editor", "Manager", "Office"]


@pytest.fixture
def content(db):
    office = factories.office(slug="kenya")
    figure = factories.figure(office=office)
    return {"entry": factories.entry(), "figure": figure, "office": office}


def calls(content):
    """(what is asked, address, the roles that may)."""
    writers, editors = {"Writer", "Editor", "Manager"}, {"Editor", "Manager"}
    entry, figure, office = content["entry"], content["figure"], content["office"]
    return [
        ("get", reverse("admin:impact_statistic_quotable"), set(ROLES)),
        ("post", admin_addresses.of("move", entry, "up"), editors),
        ("post", admin_addresses.of("move", figure, "up"), editors),
        ("post", admin_addresses.of("move", office, "up"), editors),
        ("post", admin_addresses.of("stamp", entry), editors),
        ("post", admin_addresses.of("stamp", office), editors),
        ("post", admin_addresses.of("preview", entry), writers),
        ("post", admin_addresses.of("preview_new", Entry), writers),
        ("post", admin_addresses.of("preview", figure), set(ROLES)),
        ("post", admin_addresses.of("preview", office), set(ROLES)),
        ("post", reverse("admin:impact_fieldoffice_preview_new"), writers),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_no_more(client, content, role):
    client.force_login(factories.user(role, place="kenya"))
    for method, url, allowed in calls(content):
        status = getattr(client, method)(url).status_code
        assert (status != 403) == (role in allowed), f"{role} {method} {url}: {status}"
        assert status in {200, 302, 403, 422}


def test_staff_without_a_role_are_refused(client, content):
    client.force_login(factories.user())
    for method, url, _allowed in calls(content):
        assert getattr(client, method)(url).status_code == 403


def test_nobody_is_asked_to_sign_in(client, content):
    for method, url, _allowed in calls(content):
        response = getattr(client, method)(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


def test_readers_with_an_account_but_not_on_the_staff_are_asked_too(client, content):
    client.force_login(factories.user("Editor", is_staff=False))
    for method, url, _allowed in calls(content):
        assert getattr(client, method)(url).url.startswith(reverse("admin:login"))


def test_a_row_that_is_gone_is_not_found(editor, content):
    url = admin_addresses.of("preview", content["entry"])
    move = admin_addresses.of("move", content["entry"], "up")
    content["entry"].delete()
    assert editor.post(url).status_code == 404
    assert editor.post(move).status_code == 404
    assert editor.post("/admin/faq/entry/not-a-key/preview/").status_code == 404
