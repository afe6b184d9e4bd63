import datetime

import pytest
from django.urls import reverse

from links import named, noting
from links.following import Outcome
from links.models import Check
from tests.support import admin_addresses, factories

pytestmark = pytest.mark.django_db
State = Check.State
DAY = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
LIST = "admin:links_check_changelist"


@pytest.fixture
def writer(client, db):
    person = factories.user("Writer")
    client.force_login(person)
    return person


def note(address, state, error="", at=DAY, **values):
    noting.take_up(named.everywhere())
    noting.note(address, Outcome(state, error, **values), at)


def words(response):
    return " ".join(response.content.decode().split())


def test_what_stopped_working_stands_first_with_its_reason_and_its_places(client, writer):
    works, stopped = "https://a.example/", "https://b.example/"
    entry = factories.entry(question="Where is it?", answer=f"[here]({stopped})")
    factories.source(title="A report", address=works)
    note(works, State.WORKS)
    for _each in range(3):
        note(stopped, State.STOPPED, "There is no page at this address (404).")
    response = client.get(reverse(LIST))
    assert [row.address for row in response.context["cl"].result_list] == [stopped, works]
    page = words(response)
    assert "Does not work<br>There is no page at this address (404).<br>3 times in a row." in page
    assert f'<a href="{admin_addresses.of("change", entry)}">Where is it?</a> (question)' in page
    assert "never seen working" in page


def test_the_list_can_be_narrowed(client, writer):
    for name, state in (("a", State.WORKS), ("b", State.STOPPED)):
        factories.source(address=f"https://{name}.example/")
        note(f"https://{name}.example/", state)
    response = client.get(reverse(LIST), {"state__exact": "stopped"})
    assert [row.address for row in response.context["cl"].result_list] == ["https://b.example/"]


def test_one_link_tells_each_step(client, writer):
    factories.source(address="https://a.example/")
    chain = [{"status": 301, "address": "https://b.example/<x>"}]
    note("https://a.example/", State.WORKS, final="https://b.example/", chain=chain)
    check = Check.objects.get()
    page = words(client.get(admin_addresses.of("change", check)))
    assert "<li>301: https://b.example/&lt;x&gt;</li>" in page
    assert "It leads to https://b.example/" in page
    assert 'name="_save"' not in page


def test_nobody_changes_adds_or_deletes_here(client, admin_client):
    factories.source(address="https://a.example/")
    note("https://a.example/", State.WORKS)
    check = Check.objects.get()
    for page in ("change", "delete"):
        assert admin_client.post(admin_addresses.of(page, check)).status_code == 403
    assert admin_client.get(admin_addresses.of("add", Check)).status_code == 403


@pytest.mark.parametrize("role", ["Writer", "Editor", "Manager", "Office"])
def test_every_role_may_look(client, role):
    client.force_login(factories.user(role, place="kenya"))
    assert client.get(reverse(LIST)).status_code == 200


def test_staff_without_a_role_may_not(client):
    client.force_login(factories.user())
    assert client.get(reverse(LIST)).status_code == 403


def test_the_start_page_says_how_many_stopped_until_they_are_taken_out(client, writer):
    for name in ("a", "b"):
        factories.entry(slug=name, answer=f"[here](https://{name}.example/)")
        note(f"https://{name}.example/", State.STOPPED)
    start = words(client.get(reverse("admin:index")))
    assert f'{reverse(LIST)}?state__exact=stopped">2 outside links stopped working</a>' in start
    for name in ("a", "b"):
        assert "stopped working" in words(client.get(reverse("admin:index")))
        type(factories.entry()).objects.filter(slug=name).update(answer="No link any more.")
    assert "stopped working" not in words(client.get(reverse("admin:index")))
    assert "In no public text any more" in words(client.get(reverse(LIST)))


def test_the_cost_of_the_list_does_not_grow(client, writer, django_assert_num_queries):
    def many(letter, number):
        for each in range(number):
            factories.entry(answer=f"[here](https://{letter}{each}.example/)")
            factories.source(address=f"https://{letter}{each}.example/s")
        noting.take_up(named.everywhere())

    many("a", 2)
    client.get(reverse(LIST))
    with django_assert_num_queries(10) as counted:
        client.get(reverse(LIST))
    many("b", 20)
    with django_assert_num_queries(len(counted)):
        client.get(reverse(LIST))


def test_the_form_of_a_text_names_its_links_that_do_not_work(client, writer):
    stopped, works = "https://a.example/", "https://b.example/"
    entry = factories.entry(answer=f"[one]({stopped}) and [two]({works})")
    source = factories.source(address=works)
    note(stopped, State.STOPPED, "There is no page at this address (404).")
    note(works, State.WORKS)
    page = words(client.get(admin_addresses.of("change", entry)))
    assert "Outside links that do not work" in page
    assert f">{stopped}</a>" in page
    assert "There is no page at this address (404)." in page
    assert f">{works}</a>" not in page
    assert "that do not work" not in words(client.get(admin_addresses.of("change", source)))
