"""The index says what is public, from the change log alone."""

import io
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from publishing import actions, changes
from publishing.models import Change, Counter, Revision
from search import following
from search.models import Cursor, Indexed, Trigram, Vocable
from tests.support import drafts, factories
from tests.support.published_rows import published
from tests.support.search_queries import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return factories.user("Manager")


def question(**values):
    return published(factories.entry(**({"slug": "this", "answer": "About a zebra."} | values)))


def publish(row, by, **fields):
    return drafts.publish(drafts.save(row, by, **fields), by=by)


def stored():
    """Every word the index keeps, in whatever table."""
    return {*Vocable.objects.values_list("word", flat=True), *indexed_tokens()}


def indexed_tokens():
    found = " ".join(Indexed.objects.values_list("analysed", flat=True))
    return set(found.replace("<", " ").replace(">", " ").split())


def files():
    """What SQLite keeps of an FTS5 table, as it keeps it."""
    if connection.vendor != "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_index_data")
        return b"".join(row[0] for row in cursor.fetchall())


def test_what_is_published_is_found_by_the_next_search():
    assert keys("zebra") == []
    question()
    assert keys("zebra") == ["entry:this"]


def test_a_draft_is_never_found(editor):
    row = question()
    drafts.save(row, editor, answer="About a giraffe.")
    assert keys("giraffe") == []
    assert "giraff" not in stored()


def test_a_changed_text_is_found_by_its_new_words_alone(editor):
    row = question()
    keys("zebra")
    publish(row, editor, answer="About a giraffe.")
    assert keys("giraffe") == ["entry:this"]
    assert keys("zebra") == []
    assert "zebra" not in stored()
    assert not Trigram.objects.filter(word="zebra").exists()


def test_what_is_taken_off_the_site_is_not_found(editor):
    row = question()
    keys("zebra")
    actions.withdraw(obj=row, by=editor, reason=Revision.Reason.WRONG, note="It was wrong.")
    assert keys("zebra") == []
    assert Indexed.objects.count() == 0


def test_what_was_removed_for_safety_is_in_no_table_of_the_index(editor):
    row = question(answer="About Rosa Zebrastripe and others.")
    assert keys("zebrastripe") == ["entry:this"]
    actions.remove_for_safety(obj=row, words="Rosa Zebrastripe", by=editor)
    assert keys("zebrastripe") == []
    assert keys("others") == ["entry:this"]
    assert not [word for word in stored() if "zebra" in word]
    assert b"zebra" not in files()


def test_another_address_is_led_to(editor):
    row = question()
    keys("zebra")
    publish(row, editor, slug="that")
    assert keys("zebra") == ["entry:that"]
    assert Indexed.objects.get().url == "/faq/that/"


def test_an_answer_is_found_by_the_words_of_a_figure_it_quotes(editor):
    figure = factories.figure(slug="relief", value=2400, unit="giraffes")
    published(figure)
    question(answer="They helped {{ figure:relief }}.")
    assert set(keys("2,400 giraffes")) == {"entry:this", "statistic:relief"}
    record = drafts.record_of(figure)
    for part in record["parts"]["measurements"].values():
        part["value"] = "77.0000"
    draft = drafts.save_record(figure, record, editor).revision
    drafts.publish(draft, by=editor)
    assert keys("2,400") == []
    assert set(keys("77 giraffes")) == {"entry:this", "statistic:relief"}


def test_a_figure_names_its_source_as_it_is_called_now(editor):
    source = published(factories.source(slug="report", title="The Zebra Report"))
    figure = factories.statistic(slug="relief")
    factories.measurement(statistic=figure, said_in=source)
    published(figure)
    assert keys("zebra") == ["statistic:relief"]
    publish(source, editor, title="The Giraffe Report")
    assert keys("zebra") == []
    assert keys("giraffe") == ["statistic:relief"]


def test_a_search_without_changes_writes_nothing_and_asks_two_questions():
    question()
    following.follow()
    with CaptureQueriesContext(connection) as queries:
        following.follow()
    assert len(queries) == 2


def test_a_site_on_which_nothing_was_ever_published_is_read_once():
    factories.entry(slug="past-the-editor", answer="A zebra.")
    assert keys("zebra") == ["entry:past-the-editor"]
    before = Cursor.objects.get()
    keys("zebra")
    assert Cursor.objects.get().lineage == before.lineage == Counter.objects.get().lineage


def test_a_restored_backup_is_read_anew():
    row = question()
    keys("zebra")
    type(row).everything.filter(pk=row.pk).update(answer="A giraffe.")
    Counter.objects.update(lineage=uuid.uuid4(), number=0)
    assert keys("giraffe") == ["entry:this"]
    assert keys("zebra") == []


def test_a_gap_in_the_log_is_no_gap_in_the_index(editor):
    row, other = question(), question(slug="other", answer="A lion.")
    keys("zebra")
    publish(row, editor, answer="A giraffe.")
    actions.withdraw(obj=other, by=editor, reason=Revision.Reason.WRONG, note="It was wrong.")
    Change.objects.all().delete()
    assert keys("giraffe") == ["entry:this"]
    assert keys("zebra") == keys("lion") == []
    assert Cursor.objects.get().documents == Indexed.objects.count() == 1


def test_another_way_to_read_words_makes_the_index_anew(settings):
    question(answer="Convictions.")
    assert keys("convicted") == ["entry:this"]
    Cursor.objects.update(edition="0-xx")
    Indexed.objects.update(analysed="\n\n\n")
    assert keys("convicted") == ["entry:this"]


def test_many_changes_at_once_are_followed(monkeypatch):
    monkeypatch.setattr("search.following.MOST_CHANGES", 3)
    keys("zebra")
    for number in range(5):
        question(slug=f"question-{number}")
    assert len(keys("zebra")) == 5
    assert Cursor.objects.get().documents == 5


def test_the_counts_of_words_are_those_of_the_documents(editor):
    rows = [question(slug=f"question-{n}", answer=f"A zebra {'lion' * n}.") for n in range(3)]
    keys("zebra")
    publish(rows[0], editor, answer="A lion, and a lion.")
    keys("zebra")
    counts = dict(Vocable.objects.values_list("word", "documents"))
    assert (counts["zebra"], counts["lion"]) == (2, 2)
    before = sorted(Vocable.objects.values_list("word", "term", "documents"))
    following.rebuild()
    assert sorted(Vocable.objects.values_list("word", "term", "documents")) == before


def rebuilt(**options):
    told = io.StringIO()
    call_command("rebuild_search", stdout=told, **options)
    return told.getvalue()


def test_the_command_makes_the_index_anew_and_says_how_much_can_be_found(monkeypatch):
    monkeypatch.setattr("search.management.commands.rebuild_search.EVERY_SECONDS", float("inf"))
    question()
    Indexed.objects.all().delete()
    assert rebuilt() == "Search: 1 page can be found.\n"
    assert keys("zebra") == ["entry:this"]
    question(slug="other")
    assert rebuilt(verbosity=0) == "Search: 2 pages can be found.\n"


def test_the_command_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr("search.management.commands.rebuild_search.EVERY_SECONDS", 0)
    question()
    assert rebuilt().splitlines()[0] == "1 read"


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_breaks_off_leaves_the_old_index(monkeypatch):
    question()
    assert keys("zebra") == ["entry:this"]

    def broken(progress):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        following.rebuild(broken)
    assert changes.now().number == Cursor.objects.get().number
    assert keys("zebra") == ["entry:this"]
