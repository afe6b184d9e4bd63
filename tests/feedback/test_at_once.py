"""Answers that come in the same moment are all counted."""

import datetime
import uuid

import pytest
from django.db import connection

from feedback import counting
from feedback.models import Answer, Count, Hour
from tests.support.concurrent_calls import together

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _needs_a_database_of_its_own():
    # SQLite in memory is one connection for all; its writers take turns by themselves.
    if connection.vendor == "sqlite":
        pytest.skip("threads need PostgreSQL (TEST_DATABASE_URL)")


def test_first_answers_in_the_same_moment_make_one_row():
    page = uuid.uuid4()

    def add():
        return counting.add(kind="faq.entry", object_id=page, answer=Answer.YES, now=NOW)

    assert together(*[add] * 6) == [True] * 6
    assert Count.objects.get().count == 6
    assert Hour.objects.get().count == 6


def test_the_last_places_of_an_hour_are_given_once():
    page = uuid.uuid4()
    Hour.objects.create(object_id=page, began=NOW, count=counting.MOST_AN_HOUR - 2)

    def add():
        return counting.add(kind="faq.entry", object_id=page, answer=Answer.NO, now=NOW)

    assert sorted(together(*[add] * 5)) == [False, False, False, True, True]
    assert Count.objects.get().count == 2
