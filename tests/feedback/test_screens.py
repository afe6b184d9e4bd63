import datetime

import pytest
import time_machine
from django.urls import reverse

from feedback import counting
from feedback.models import Answer
from tests.support import admin_addresses, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
TODAY = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
LAST_MONTH = datetime.datetime(2026, 10, 5, tzinfo=datetime.UTC)


@pytest.fixture
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def writer(client):
    person = factories.user("Writer")
    client.force_login(person)
    return person


def say(entry, *answers, now=TODAY):
    for answer in answers:
        counting.add(kind="faq.entry", object_id=entry.pk, answer=Answer(answer), now=now)


def words(response):
    return " ".join(response.content.decode().split())


def titles(response):
    return [row.row.question for row in response.context["rows"]]


def test_what_helped_least_stands_first(client, writer):
    good, bad = factories.entry(question="Good?"), factories.entry(question="Bad?")
    say(good, "yes", "yes", "no")
    say(bad, "no", "no", "hard", "hard", "wrong")
    response = client.get(reverse("admin:helpful"))
    assert titles(response) == ["Bad?", "Good?"]
    assert "2 yes, 1 no" in words(response)
    assert "2 × It is hard to understand<br>1 × Something seems wrong" in words(response)


def test_a_month_can_be_looked_at_alone(client, writer):
    entry, other = factories.entry(question="Old?"), factories.entry(question="New?")
    say(entry, "no", now=LAST_MONTH)
    say(other, "yes")
    address = reverse("admin:helpful")
    assert titles(client.get(address)) == ["Old?", "New?"]
    assert titles(client.get(address, {"month": "2026-10"})) == ["Old?"]
    for nonsense in ("2026-13", "soon", "2020-01"):
        assert len(titles(client.get(address, {"month": nonsense}))) == 2


def test_what_is_older_than_twelve_months_is_not_shown(client, writer):
    say(factories.entry(), "yes", now=datetime.datetime(2025, 11, 30, tzinfo=datetime.UTC))
    assert "Nobody has pressed yet." in words(client.get(reverse("admin:helpful")))


def test_the_start_page_says_how_many_answered(client, writer):
    entry = factories.entry()
    say(entry, "yes", "no", "hard")
    say(entry, "no", now=LAST_MONTH)
    said = words(client.get(reverse("admin:index")))
    assert "What readers said</a> <span>3</span>" in said


def test_its_query_count_stands(client, writer, django_assert_max_num_queries):
    for _each in range(5):
        say(factories.entry(), "yes", "no", "hard")
    client.get(reverse("admin:helpful"))
    with django_assert_max_num_queries(8):
        client.get(reverse("admin:helpful"))


@pytest.mark.parametrize("role", ["Writer", "Editor", "Manager", "Office"])
def test_every_role_may_look(client, role):
    client.force_login(factories.user(role, place="kenya"))
    assert client.get(reverse("admin:helpful")).status_code == 200


def test_staff_without_a_role_and_strangers_may_not(client):
    address = reverse("admin:helpful")
    assert client.get(address).status_code == 302
    client.force_login(factories.user())
    assert client.get(address).status_code == 403
    assert "What readers said" not in words(client.get(reverse("admin:index")))


def test_it_is_only_read(client, writer):
    assert client.post(reverse("admin:helpful")).status_code == 405


def test_the_form_of_an_answer_says_what_its_readers_said(client, writer):
    entry, other = factories.entry(), factories.entry()
    say(entry, "yes", "no", "hard")
    say(entry, "no", now=LAST_MONTH)
    page = words(client.get(admin_addresses.of("change", entry)))
    assert "What readers said, in twelve months" in page
    assert "1 yes, 2 no</a>" in page
    assert "1 × It is hard to understand" in page
    assert "What readers said" not in words(client.get(admin_addresses.of("change", other)))
