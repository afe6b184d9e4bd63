import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback import counting
from feedback.models import Answer, Count, Hour
from tests.support import constraints

pytestmark = pytest.mark.django_db
PAGE, OTHER = uuid.uuid4(), uuid.uuid4()


def moment(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


NOON = moment(2026, 11, 25, 12)


def add(answer=Answer.YES, *, page=PAGE, now=NOON):
    return counting.add(kind="faq.entry", object_id=page, answer=answer, now=now)


def counts():
    found = Count.objects.order_by("month", "answer")
    return [(f"{each.month:%Y-%m}", each.answer, each.count) for each in found]


def test_answers_are_added_up_by_page_and_month():
    for answer in (Answer.YES, Answer.YES, Answer.NO, Answer.HARD):
        assert add(answer)
    add(page=OTHER)
    add(now=moment(2026, 12, 1))
    assert sorted(counts()) == [
        ("2026-11", "hard", 1),
        ("2026-11", "no", 1),
        ("2026-11", "yes", 1),
        ("2026-11", "yes", 2),
        ("2026-12", "yes", 1),
    ]


def test_a_month_begins_where_the_site_is(settings):
    settings.TIME_ZONE = "Africa/Nairobi"
    with timezone.override("Africa/Nairobi"):
        add(now=moment(2026, 11, 30, 22))
    assert counts() == [("2026-12", "yes", 1)]


def test_a_page_takes_so_many_answers_an_hour_and_then_no_more():
    Hour.objects.create(object_id=PAGE, began=NOON, count=counting.MOST_AN_HOUR - 1)
    assert add(now=moment(2026, 11, 25, 12, 30))
    assert not add(now=moment(2026, 11, 25, 12, 59))
    assert add(page=OTHER)
    assert counts() == [("2026-11", "yes", 1), ("2026-11", "yes", 1)]


def test_the_next_hour_begins_at_nothing_in_the_same_row():
    Hour.objects.create(object_id=PAGE, began=NOON, count=counting.MOST_AN_HOUR)
    assert add(now=moment(2026, 11, 25, 13, 1))
    (hour,) = Hour.objects.all()
    assert (hour.began, hour.count) == (moment(2026, 11, 25, 13), 1)


def test_twelve_months_are_kept_and_older_ones_go_with_the_next_answer():
    add(now=moment(2025, 11, 30))
    add(now=moment(2025, 12, 1))
    assert len(counts()) == 2
    add()
    assert [month for month, _answer, _count in counts()] == ["2025-12", "2026-11"]


@pytest.mark.parametrize(
    ("day", "first"),
    [((2026, 12, 31), (2026, 1, 1)), ((2026, 1, 1), (2025, 2, 1)), ((2026, 11, 25), (2025, 12, 1))],
)
def test_the_first_month_kept(day, first):
    assert counting.first_kept(datetime.date(*day)) == datetime.date(*first)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("feedback_month_by_its_first_day", {"month": datetime.date(2026, 11, 2)}),
        ("feedback_answer_known", {"answer": "maybe"}),
    ],
)
def test_what_no_row_may_say(name, values):
    fields = {"month": datetime.date(2026, 11, 1), "answer": "yes", **values}
    made = {"kind": "faq.entry", "object_id": PAGE, **fields}
    constraints.assert_refused(name, Count.objects.create, made)


def test_one_answer_of_a_month_has_one_row():
    add()
    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.create(
            kind="faq.entry", object_id=PAGE, month=datetime.date(2026, 11, 1), answer="yes"
        )


def test_a_clock_that_was_set_back_stops_nobody():
    add(now=moment(2026, 11, 25, 13))
    assert add(now=moment(2026, 11, 25, 12))
