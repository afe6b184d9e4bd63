import datetime
import struct

import pytest
import time_machine

SITE = "https://answers.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def lines(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_robots_are_kept_from_staff_pages_and_the_exit_and_shown_the_map(client):
    assert lines(client, "/robots.txt") == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /exit/",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


@pytest.mark.django_db
def test_without_a_contact_no_file_promises_one(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@time_machine.travel("2026-11-24 12:30:00+00:00", tick=False)
@pytest.mark.parametrize(
    ("contact", "written"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/report", "https://example.org/report"),
        ("tel:+1-201-555-0123", "tel:+1-201-555-0123"),
    ],
)
def test_a_security_contact_is_written_as_rfc_9116_asks(client, settings, contact, written):
    settings.SECURITY_CONTACT = contact
    assert lines(client, "/.well-known/security.txt") == [
        f"Contact: {written}",
        "Expires: 2027-05-23T00:00:00Z",
        f"Canonical: {SITE}/.well-known/security.txt",
    ]


@pytest.mark.parametrize("month", range(1, 13))
def test_the_promise_always_ends_within_a_year(client, settings, month):
    settings.SECURITY_CONTACT = "security@example.org"
    today = datetime.datetime(2028, month, 28, 23, 59, tzinfo=datetime.UTC)
    with time_machine.travel(today, tick=False):
        expires = lines(client, "/.well-known/security.txt")[1].removeprefix("Expires: ")
    left = datetime.datetime.fromisoformat(expires) - today
    assert datetime.timedelta(days=90) < left < datetime.timedelta(days=365)


def test_the_icon_is_tiny_and_kept_for_long(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/x-icon"
    assert "max-age=2592000" in response["Cache-Control"]
    reserved, kind, images = struct.unpack("<HHH", response.content[:6])
    assert (reserved, kind, images) == (0, 1, 3)
    assert len(response.content) < 1000
