"""Threads against the real database; PostgreSQL is where they truly meet."""

import datetime
import threading
import uuid
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from faq.models import Entry
from publishing import actions, changes, history, records
from publishing.models import Change, Counter, Revision
from staff import roles as table_of_roles
from tests.support import drafts, factories
from tests.support.concurrent_calls import together

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 10


@pytest.fixture(autouse=True)
def _needs_a_database_of_its_own():
    # SQLite in memory is one connection for all; its writers take turns by themselves.
    if connection.vendor == "sqlite":
        pytest.skip("threads need PostgreSQL (TEST_DATABASE_URL)")


@pytest.fixture
def roles():
    table_of_roles.sync()


@pytest.fixture
def editor(roles):
    return factories.user("Editor")


@pytest.fixture
def entry():
    lines = "\n\n".join(f"Line {number}." for number in range(PEOPLE))
    made = factories.entry(answer=lines)
    drafts.public(made.topic)
    return drafts.public(made)


def failures(results):
    return [each for each in results if isinstance(each, Exception)]


def test_of_many_people_saving_at_once_nobody_loses_a_word(entry, roles):
    opened = drafts.head(entry)
    people = [factories.user("Writer") for _ in range(PEOPLE)]

    def save(number):
        typed = history.data(opened)
        answer = typed["fields"]["answer"].replace(f"Line {number}.", f"Changed {number}.")
        return drafts.save_record(
            entry, drafts.edited(typed, answer=answer), people[number], opened
        )

    results = together(*[partial(save, number) for number in range(PEOPLE)])
    assert failures(results) == []
    answer = drafts.record_of(entry)["fields"]["answer"]
    assert [line.split()[0] for line in answer.split("\n\n")] == ["Changed"] * PEOPLE
    numbers = list(Revision.objects.of(entry).values_list("number", flat=True))
    assert numbers == list(range(PEOPLE + 1, 0, -1))


def test_of_two_pressing_publish_at_once_one_publishes(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    results = together(*[partial(drafts.publish, draft, by=editor)] * 2)
    [failed] = failures(results)
    assert isinstance(failed, actions.Stale)
    assert history.latest_version(entry.pk).version == 2


def test_publishing_and_saving_at_once_loses_neither(entry, editor):
    for turn in range(5):
        draft = drafts.save(entry, editor, question=f"Question {turn}?")
        typed = drafts.edited(history.data(draft), short_answer=f"Short {turn}.")
        results = together(
            partial(drafts.publish, draft, by=editor),
            partial(drafts.save_record, entry, typed, factories.user(), draft),
        )
        assert all(isinstance(each, actions.Stale) for each in failures(results))
        newest = drafts.record_of(entry)["fields"]
        assert newest["short_answer"] == f"Short {turn}."
        assert newest["question"] == f"Question {turn}?"
        drafts.publish(drafts.head(entry), by=editor)
        assert drafts.agrees(entry)


def test_publishing_two_figures_that_one_answer_quotes_waits_and_never_locks_up(editor):
    figures = [drafts.public(factories.figure(slug=slug)) for slug in ("one", "two")]
    answer = factories.entry(answer="{{ figure:one }} and {{ figure:two }}.")
    drafts.public(answer.topic)
    drafts.public(answer)
    ready = [drafts.save(figure, editor, unit="cases") for figure in figures]
    results = together(*[partial(drafts.publish, draft, by=editor) for draft in ready])
    assert failures(results) == []
    latest = history.latest_version(answer.pk)
    assert latest.version == 3
    assert {each["text"] for each in latest.quoted.values()} == {"100 cases"}


def test_publishing_saving_and_changes_by_sql_never_lock_each_other_up(entry, editor):
    other = drafts.public(factories.entry(topic=entry.topic))
    for turn in range(5):
        draft = drafts.save(entry, editor, question=f"Question {turn}?")
        Entry.everything.filter(pk=other.pk).update(short_answer=f"By SQL {turn}.")
        results = together(
            partial(drafts.publish, draft, by=editor),
            partial(drafts.save, other, editor, question=f"Other {turn}?"),
            partial(actions.record_outside, drafts.fresh(other)),
            partial(actions.record_outside, drafts.fresh(other)),
        )
        assert failures(results) == []
        assert drafts.agrees(other)
    assert drafts.record_of(other)["fields"]["question"] == "Other 4?"


def test_a_form_for_something_new_sent_twice_at_once_makes_one(entry, editor):
    record = drafts.edited(records.read(entry), slug="new", question="New?")
    key = uuid.uuid4()
    save = partial(actions.save_draft, record=record, object_id=key, opened_with=None, by=editor)
    results = together(save, save)
    assert failures(results) == []
    assert sorted(each.already for each in results) == [False, True]
    assert Revision.objects.filter(object_id=key).count() == 1


def test_a_reader_never_sees_a_number_before_the_one_below_it():
    start = changes.now()
    done = threading.Event()
    seen = []

    def publish(number):
        for turn in range(10):
            with transaction.atomic():
                mine = changes.begin()
                changes.record(mine, [f"key-{number}-{turn}"])

    def read():
        known = start.number
        while not done.is_set() or known < changes.now().number:
            found = changes.since(start.lineage, known)
            seen.append(found)
            known = found.number
        return seen

    def write():
        results = together(*[partial(publish, number) for number in range(5)])
        done.set()
        return results

    Counter.objects.get_or_create(pk=1, defaults={"lineage": start.lineage})
    start = changes.now()
    together(read, write)
    assert [each for each in seen if each.keys is None] == []
    told = [key for each in seen for key in each.keys]
    assert sorted(told) == sorted(Change.objects.values_list("key", flat=True))
    assert len(told) == len(set(told)) == 50


def test_the_counter_is_made_once_by_whoever_comes_first():
    Counter.objects.all().delete()

    def begin():
        with transaction.atomic():
            number = changes.begin()
            changes.record(number, [f"key-{number}"])
            return number

    results = together(*[begin] * 4)
    assert failures(results) == []
    assert sorted(results) == [1, 2, 3, 4]


def test_what_is_due_is_published_once_however_many_readers_come(entry, editor):
    later = timezone.now() + datetime.timedelta(hours=1)
    draft = drafts.save(entry, editor, question="Anew?")
    actions.schedule(revision=draft, by=editor, publish_at=later, note="Why.", force=True)
    due = partial(actions.publish_due, now=later)
    results = together(*[due] * 4)
    assert failures(results) == []
    assert sorted(len(each) for each in results) == [0, 0, 0, 1]
    assert history.latest_version(entry.pk).version == 2


def test_withdrawing_and_saving_at_once_loses_neither(entry, editor):
    typed = drafts.edited(drafts.record_of(entry), question="Anew?")
    opened = drafts.head(entry)
    results = together(
        partial(actions.withdraw, obj=entry, by=editor, reason="wrong", note="Wrong."),
        partial(drafts.save_record, entry, typed, editor, opened),
    )
    assert failures(results) == []
    assert not drafts.fresh(entry).live
    assert drafts.record_of(entry)["fields"]["question"] == "Anew?"
    assert drafts.fresh(entry).question == "Anew?"
    assert drafts.agrees(entry)
