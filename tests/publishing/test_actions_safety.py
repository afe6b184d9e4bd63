import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from publishing import actions, changes, history
from publishing.models import Revision
from publishing.redaction import Removal
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db

NAME = "Rosa Núñez"


@pytest.fixture
def manager():
    return factories.user("Manager")


def tables(cursor):
    """Those that hold rows; what a full-text index holds stands in tables of its own."""
    names = connection.introspection.table_names(cursor)
    if connection.vendor != "sqlite":
        return names
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    return set(names) - {name for (name,) in cursor.fetchall()}


def everything_stored():
    """Every text in every table, as one string."""
    with connection.cursor() as cursor:
        rows = []
        for table in tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    found = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)
    return found.encode().decode("unicode_escape", "ignore").casefold() + found.casefold()


def remove(row, by, words=NAME):
    return actions.remove_for_safety(obj=drafts.fresh(row), words=words, by=by)


def log(row, message):
    kind = ContentType.objects.get_for_model(row)
    LogEntry.objects.create(
        user=factories.user(),
        content_type=kind,
        object_id=str(row.pk),
        object_repr=f"About {NAME}",
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"name": message}}]),
    )


def test_nothing_is_left_anywhere(manager):
    figure = factories.figure(slug="relief", unit=f"people like {NAME}", title=f"Of {NAME}")
    answer = factories.entry(answer="Once {{ figure:relief }}.")
    for row in (answer.topic, figure, answer):
        drafts.public(row)
    drafts.publish(
        drafts.save(figure, manager, slug="rosa-nunez"),
        drafts.save(answer, manager, answer="Once {{ figure:rosa-nunez }}."),
        by=manager,
    )
    drafts.publish(
        drafts.save(figure, manager, slug="help", counted=f"{NAME} too"),
        drafts.save(answer, manager, answer="Once {{ figure:help }}."),
        by=manager,
        note="For ROSA  NÚÑEZ.",
    )
    open_draft = drafts.save(figure, manager, sentence="by Rosa\nNúñez")
    actions.submit(revision=open_draft, by=manager, note=f"See {NAME}")
    drafts.save(figure, manager, sentence="other words")
    log(figure, NAME)
    assert everything_stored().count("rosa") > 20
    assert remove(figure, manager) >= 8
    stored = everything_stored()
    for word in ("rosa", "núñez", "nunez", "n\\u00fa"):
        assert word not in stored
    assert "people like […]" in stored
    assert drafts.agrees(figure)
    assert drafts.agrees(answer)


def test_a_source_is_not_named_any_more_where_a_figure_it_tells_is_quoted(manager):
    source = factories.source(title=f"What {NAME} saw")
    figure = factories.figure(slug="relief")
    figure.measurements.update(said_in=source)
    answer = factories.entry(answer="Once {{ figure:relief }}.")
    for row in (source, answer.topic, figure, answer):
        drafts.public(row)
    remove(source, manager)
    assert "rosa" not in everything_stored()
    assert "Said in “What […] saw”." in str(drafts.head(answer).quoted)
    assert drafts.agrees(answer)


def test_readers_see_that_something_was_removed(client, manager):
    entry = factories.entry(slug="what", answer=f"It was {NAME} who said so.")
    drafts.public(entry.topic)
    drafts.public(entry)
    before = changes.now()
    remove(entry, manager)
    assert "It was […] who said so." in client.get("/faq/what/").content.decode()
    public = history.public(entry.pk)
    assert public.note.startswith("Part of this page was removed to keep someone safe.")
    assert public.weight == Revision.Weight.CORRECTION
    assert "faq.entry:what" in changes.since(before.lineage, before.number).keys
    assert history.latest_version(entry.pk).data["fields"]["answer"] == "It was […] who said so."


def test_an_open_draft_stays_open_without_the_words(manager):
    entry = factories.entry(answer=f"{NAME} said so.")
    drafts.public(entry.topic)
    drafts.public(entry)
    draft = drafts.save(entry, manager, question=f"Who is {NAME}?")
    remove(entry, manager)
    assert drafts.head(entry) == draft
    assert drafts.record_of(entry)["fields"]["question"] == "Who is […]?"
    drafts.publish(drafts.head(entry), by=manager)
    assert drafts.fresh(entry).answer == "[…] said so."


def test_what_only_an_old_version_says_goes_from_there(manager):
    entry = factories.entry(answer=f"{NAME} said so.")
    drafts.public(entry.topic)
    drafts.public(entry)
    drafts.publish(drafts.save(entry, manager, answer="Nobody said so."), by=manager)
    assert remove(entry, manager) == 1
    assert drafts.fresh(entry).answer == "Nobody said so."
    assert "rosa" not in everything_stored()
    assert drafts.agrees(entry)


def test_readers_are_told_that_an_earlier_version_is_not_whole_any_more(client, manager):
    entry = factories.entry(slug="what", answer=f"{NAME} said so.")
    drafts.public(entry.topic)
    drafts.public(entry)
    drafts.publish(drafts.save(entry, manager, answer="Nobody said so."), by=manager)
    changed_at = drafts.fresh(entry).changed_at
    remove(entry, manager)
    assert "Part of this page was removed on" in client.get("/faq/what/v/1/").text
    said = "Part of an earlier version was removed to keep someone safe."
    for address in ("/faq/what/history/", "/about/corrections/"):
        assert said in client.get(address).text
    assert history.latest_version(entry.pk).version == 2
    assert drafts.fresh(entry).changed_at == changed_at


def test_readers_are_told_nothing_of_words_that_were_never_public(client, manager):
    entry = factories.entry(slug="what")
    drafts.public(entry.topic)
    drafts.public(entry)
    drafts.save(entry, manager, answer=f"{NAME} said so.")
    assert remove(entry, manager) == 1
    assert "removed" not in client.get("/about/corrections/").text
    assert history.public(entry.pk).note == ""


def test_codes_dates_and_quotes_stay_what_they_are(manager):
    figure = factories.figure(slug="relief", title="About 2012, exactly")
    answer = factories.entry(answer="About it: {{ figure:relief }}.", reviewed_on="2012-01-01")
    for row in (answer.topic, figure, answer):
        drafts.public(row)
    for words in ("about", "2012", "exactly", "relief", "result"):
        try:
            remove(figure, manager, words)
            remove(answer, manager, words)
        except actions.Problem:
            continue
    assert drafts.fresh(figure).title == "[…] […], […]"
    assert drafts.fresh(answer).answer == "[…] it: {{ figure:relief }}."
    assert str(drafts.fresh(answer).reviewed_on) == "2012-01-01"
    assert drafts.agrees(figure)
    assert drafts.agrees(answer)


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "at least two signs"), (" x ", "at least two signs"), ("Nowhere", "in no text of this")],
)
def test_it_needs_words_that_are_there(manager, words, said):
    entry = factories.entry()
    drafts.public(entry)
    with pytest.raises(actions.Problem, match=said):
        remove(entry, manager, words)


def test_words_in_its_address_need_another_address_first(manager):
    entry = factories.entry(slug="who-is-rosa", answer="Rosa.")
    drafts.public(entry)
    with pytest.raises(actions.Problem, match="under another address"):
        remove(entry, manager, "Rosa")


def test_of_two_removals_at_once_neither_fails(manager):
    entry = factories.entry(answer="Rosa and Marta.")
    drafts.public(entry.topic)
    drafts.public(entry)
    remove(entry, manager, "Rosa")
    remove(entry, manager, "Marta")
    assert drafts.fresh(entry).answer == "[…] and […]."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ROSA NÚÑEZ", "[…]"),
        ("Rosa\u00a0Núñez", "[…]"),
        ("Rosa\r\n  Núñez.", "[…]."),
        ("Rosa Nu\u0301n\u0303ez", "[…]"),
        ("Nu\u0301n\u0303ez", "Nu\u0301n\u0303ez"),
        ("", ""),
    ],
)
def test_words_are_found_however_they_are_written(text, left):
    assert Removal(NAME).text(text) == left
