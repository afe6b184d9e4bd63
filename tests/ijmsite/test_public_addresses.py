"""What holds for every public address there is."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support import public_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
# What a reader is answered, once for all tests: they get the same content each.
_answers = {}


def body(response):
    return response.content.decode()


def each(addresses):
    for address in addresses:
        if address not in _answers:
            _answers[address] = Client().get(address)
        yield address, _answers[address]


def test_the_seeded_content_makes_more_than_fifty_addresses():
    every = public_addresses.every()
    assert len(every) == len(set(every)) > 50


def test_every_address_answers():
    found = {address: answer.status_code for address, answer in each(public_addresses.every())}
    assert {address: status for address, status in found.items() if status != 200} == {}


def test_every_page_has_its_language_one_heading_and_something_to_read():
    for address, response in each(public_addresses.pages()):
        page = body(response)
        main = re.sub("<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
        assert '<html lang="en-gb">' in page, address
        assert page.count("<h1") == 1, address
        assert len(main.split()) >= 15, address


def test_every_title_names_the_page_then_the_site_and_no_two_are_alike():
    titles = {}
    for address, response in each(public_addresses.pages()):
        title = unescape(re.search("<title>(.*?)</title>", body(response), re.DOTALL)[1])
        assert re.fullmatch(r"\S.* · IJM: questions answered", title), (address, title)
        titles.setdefault(title, []).append(address)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}


def test_no_reader_gets_a_cookie_and_no_answer_depends_on_one():
    for address, response in each([*public_addresses.every(), "/nothing/"]):
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


@pytest.mark.wide
def test_staff_and_readers_get_the_same_page(admin_client):
    for address, anybody in each(public_addresses.pages()):
        staff = admin_client.get(address)
        assert not staff.cookies, address
        assert "Cookie" not in staff.get("Vary", ""), address
        assert body(staff) == body(anybody), address


@pytest.mark.wide
def test_no_page_asks_who_is_reading(admin_client):
    about_people = re.compile("django_session|staff_user")
    for address in public_addresses.pages():
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address)
        assert not [each for each in queries if about_people.search(each["sql"])], address


@pytest.mark.wide
def test_the_head_of_every_address_is_there_without_its_body(client):
    for address in public_addresses.every():
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b""), address


@pytest.mark.wide
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_public_addresses_are_only_read(method):
    # Forms of strangers are refused for their method, before anybody asks for a token.
    client = Client(enforce_csrf_checks=True)
    for address in public_addresses.every():
        response = getattr(client, method)(address)
        assert response.status_code == 405, address
        assert response["Allow"] == "GET, HEAD", address


def test_every_answer_carries_the_protecting_headers():
    for address, response in each([*public_addresses.every(), "/exit/", "/nothing/"]):
        headers = response.headers
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert headers["Referrer-Policy"] == "no-referrer", address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert "default-src 'none'" in headers["Content-Security-Policy"], address


@pytest.mark.wide
def test_every_link_within_the_site_leads_to_a_page(client):
    links = {}
    for address, response in each(public_addresses.pages()):
        for link in re.findall(r'<a\b[^>]*?\bhref="(/[^"#]*)', body(response)):
            links.setdefault(unescape(link), address)
    dead = {
        link: address
        for link, address in links.items()
        if link != "/exit/" and client.get(link).status_code != 200
    }
    assert dead == {}


def test_every_link_to_a_place_on_a_page_finds_it():
    pages = {address: body(response) for address, response in each(public_addresses.pages())}
    dead = {
        (address, link)
        for address, page in pages.items()
        for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*#[^"]+)"', page)
        if f'id="{link.partition("#")[2]}"' not in pages.get(link.partition("#")[0] or address, "")
    }
    assert dead == set()
