"""What readers are told of a link, on every page and in every file that shows it."""

import datetime
import json

import pytest

from faq.models import Agency
from links import named, noting
from links.following import Outcome
from links.models import Check
from tests.support import factories

pytestmark = pytest.mark.django_db
State = Check.State
ADDRESS = "https://report.example/"
DAY = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
NOT_CHECKED = "As printed in the handout; not checked"
FAILED = "As printed in the handout; did not work when it was checked"


def note(state, at=DAY, address=ADDRESS):
    noting.take_up(named.everywhere())
    noting.note(address, Outcome(state, "", 200 if state == State.WORKS else 404), at)


@pytest.fixture
def source(db):
    return factories.source(slug="where-we-work", address=ADDRESS)


@pytest.fixture
def pages(source):
    """Every page that shows the link."""
    entry = factories.entry(slug="how", sources=[source])
    office = factories.office(source=source)
    figure = factories.statistic()
    factories.measurement(statistic=figure, said_in=source)
    shown = (entry, office, figure)
    return [*(each.get_absolute_url() for each in shown), "/offices/", "/handout/"]


def said(client, address):
    return " ".join(client.get(address).content.decode().split())


def assert_all_say(client, pages, words):
    for address in pages:
        assert words.lower() in said(client, address).lower(), address


def test_a_link_nobody_checked_says_so(client, pages):
    assert_all_say(client, pages, NOT_CHECKED)


def test_a_link_that_works_says_when(client, pages):
    note(State.WORKS)
    assert_all_say(client, pages, "Worked on 4 March 2026")


def test_a_link_that_stopped_says_when_it_last_worked(client, pages):
    note(State.WORKS)
    note(State.STOPPED, DAY + datetime.timedelta(days=90))
    assert_all_say(client, pages, "Worked on 4 March 2026")


def test_a_link_that_never_worked_is_not_said_to_be_unchecked(client, pages):
    note(State.STOPPED)
    assert_all_say(client, pages, FAILED)


def test_a_server_that_lets_no_program_in_tells_nothing(client, pages):
    note(State.UNCLEAR)
    assert_all_say(client, pages, NOT_CHECKED)


def test_what_a_person_saw_later_counts(client, pages, source):
    note(State.WORKS)
    source.accessed_on = datetime.date(2026, 5, 1)
    source.save()
    assert_all_say(client, pages, "Worked on 1 May 2026")
    note(State.WORKS, datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC))
    assert_all_say(client, pages, "Worked on 1 June 2026")


def test_the_file_says_what_the_page_says(client, pages):
    note(State.WORKS)
    (told,) = json.loads(client.get("/faq/how.json").content)["read_more"]
    assert told["state"] == "Worked on 4 March 2026"
    assert told["last_seen_working"] == "2026-03-04"


def test_of_an_organisation_it_is_only_said_that_its_server_answered(client, db):
    factories.agency(site=ADDRESS)
    note(State.WORKS)
    for address in ("/agencies/", "/agencies.json", "/agencies.csv", "/handout/"):
        page = said(client, address)
        # Whether it is the right organisation, a program cannot see.
        assert "Nobody here has checked this web address yet." in page, address
        assert "Its server answered on 4 March 2026." in page, address


def test_an_organisation_whose_link_never_worked_says_so(client, db):
    factories.agency(site=ADDRESS)
    note(State.STOPPED)
    assert "It did not work when it was last tried." in said(client, "/agencies/")


def test_what_a_person_checked_later_needs_no_program(client, db):
    factories.agency(
        site=ADDRESS, link_state=Agency.LinkState.CHECKED, reviewed_on=datetime.date(2026, 4, 1)
    )
    note(State.WORKS)
    page = said(client, "/agencies/")
    assert "Web address checked on 1 April 2026." in page
    assert "Its server answered" not in page


def test_one_query_tells_of_all_links_of_a_page(client, django_assert_num_queries):
    def queries(slug, many):
        sources = [factories.source(address=f"https://{slug}{n}.example/") for n in range(many)]
        factories.entry(slug=slug, sources=sources)
        client.get(f"/faq/{slug}/")
        return f"/faq/{slug}/"

    few, many = queries("few", 2), queries("many", 20)
    with django_assert_num_queries(9) as counted:
        client.get(few)
    with django_assert_num_queries(len(counted)):
        client.get(many)
