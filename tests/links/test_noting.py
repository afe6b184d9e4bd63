import datetime

import pytest

from links import named, noting
from links.following import Outcome
from links.models import LONGEST, Check, Use
from publishing import changes
from publishing.models import Counter
from tests.support import constraints, factories

pytestmark = pytest.mark.django_db
State = Check.State
ADDRESS = "https://report.example/"
WORKS = Outcome(State.WORKS, status=200)
STOPPED = Outcome(State.STOPPED, "There is no page at this address (404).", 404)
UNCLEAR = Outcome(State.UNCLEAR, "The server does not answer programs (403).", 403)
DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def after(days):
    return DAY + datetime.timedelta(days=days)


@pytest.fixture(autouse=True)
def _log(db):
    Counter.objects.create(pk=1)


@pytest.fixture
def source(db):
    made = factories.source(slug="report", address=ADDRESS)
    noting.take_up(named.everywhere())
    return made


def note(outcome, days=0, address=ADDRESS):
    """The keys of the pages that change."""
    before = changes.now()
    noting.note(address, outcome, after(days))
    return changes.since(before.lineage, before.number).keys


def check():
    return Check.objects.get(address=ADDRESS)


REPORT = {"impact.source:report", "impact.source:all"}


def test_what_works_for_the_first_time_changes_its_pages(source):
    assert note(WORKS) == REPORT
    found = check()
    assert (found.state, found.status, found.said_on) == (State.WORKS, 200, DAY.date())
    assert found.checked_at == found.worked_at == DAY


def test_what_works_day_by_day_changes_them_once_a_month(source):
    changed = [day for day in range(60) if note(WORKS, day)]
    assert changed == [0, 28, 56]
    assert check().worked_at == after(59)
    assert check().said_on == after(56).date()


def test_what_stops_tells_the_last_day_it_worked_exactly_and_then_changes_nothing(source):
    note(WORKS, 0)
    note(WORKS, 5)
    assert note(STOPPED, 6) == REPORT
    assert check().said_on == after(5).date()
    assert [note(STOPPED, day) for day in (7, 8)] == [set(), set()]
    found = check()
    assert (found.failed, found.worked_at, found.error) == (3, after(5), STOPPED.error)


def test_what_never_worked_says_so_once(source):
    assert note(STOPPED) == REPORT
    assert note(STOPPED, 1) == set()
    assert noting.has_never_worked(check())
    assert note(WORKS, 2) == REPORT


def test_what_works_again_is_not_counted_as_failing(source):
    note(STOPPED)
    note(WORKS, 1)
    assert (check().failed, check().error) == (0, "")


def test_what_cannot_be_told_changes_nothing_that_is_said(source):
    note(WORKS)
    note(STOPPED, 1)
    assert note(UNCLEAR, 2) == set()
    assert (check().state, check().failed, check().said_on) == (State.UNCLEAR, 1, DAY.date())


def test_pages_say_nothing_of_links_within_a_text(db):
    factories.entry(answer=f"[here]({ADDRESS})")
    noting.take_up(named.everywhere())
    before = changes.now().number
    assert note(WORKS) == set()
    assert changes.now().number == before


def test_only_what_is_still_named_is_kept(source):
    factories.agency(site="https://help.example/")
    noting.take_up(named.everywhere())
    note(WORKS)
    source.address = "https://new.example/"
    source.save()
    noting.take_up(named.everywhere())
    assert set(Check.objects.values_list("address", flat=True)) == {
        "https://new.example/",
        "https://help.example/",
    }
    assert Use.objects.count() == 2


def test_taking_up_again_keeps_what_was_found(source):
    note(WORKS)
    noting.take_up(named.everywhere())
    assert check().worked_at == DAY
    assert Use.objects.count() == 1


def test_what_was_forgotten_meanwhile_stays_forgotten(source):
    Check.objects.all().delete()
    assert note(WORKS) == set()
    assert not Check.objects.exists()


def test_a_very_long_way_is_kept_as_far_as_it_fits(source):
    far = "https://report.example/" + "x" * 5_000
    note(Outcome(State.WORKS, status=200, final=far, chain=[{"status": 301, "address": far}]))
    assert len(check().final) == LONGEST


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("link_state_known", {"state": "perhaps", "checked_at": DAY}),
        ("link_state_has_its_time", {"state": "works"}),
        ("link_said_to_work_once_did", {"said_on": DAY.date()}),
    ],
)
def test_what_no_row_may_say(name, values):
    constraints.assert_refused(name, Check.objects.create, {"address": ADDRESS, **values})
