"""Every way of writing leaves a revision behind, and no code writes past these ways."""

import ast
import datetime
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command

from publishing import actions, tags
from publishing.models import Revision
from tests.support import drafts, factories
from tests.support.moments import LATER

ROOT = Path(__file__).parents[2]
WRITES = {
    *("save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create"),
    *("update_or_create", "add", "set", "remove", "clear"),
}
# Sets, caches and headers have such methods too: what they are called on tells them apart.
ON_ROWS = (
    "objects",
    "everything",
    "_base_manager",
    "rows",
    "manager",
    "tags",
    "obj",
    "row",
    "part",
)
# Where rows of content are written, and why no revision is missing there.
MAY_WRITE = {
    "publishing/records/writing.py": "called by the actions, which add the revision",
    "publishing/records/bulk_writing.py": "the same for many at once",
    "publishing/actions/withdrawal.py": "live off, with its revision",
    "publishing/actions/requoting.py": "changed_at, with its revision",
    "publishing/actions/bulk_requoting.py": "the same for many at once",
    "publishing/actions/subjects.py": "tags, with a revision of whatever carries them",
    "publishing/tags.py": "called by records.write",
    "publishing/bulk_tags.py": "new tags, that nothing carries yet",
    "publishing/bulk_history.py": "revisions",
    "publishing/drafts_admin/hooks.py": "the owner, who is no part of a record",
    "publishing/drafts_admin/presence.py": "who has a form open",
    "publishing/actions/asking.py": "what is said of a revision",
    "publishing/json_serializer.py": "stock loaddata: the next touch takes it in",
    "publishing/models/tagged_item.py": "an address for a tag whose name has no letters",
    "search/vocabulary.py": "words of the index",
}


@pytest.fixture
def editor(db):
    return factories.user("Editor")


@pytest.fixture
def colleague(db):
    return factories.user("Editor")


@pytest.fixture
def entry(db):
    made = factories.entry(answer="One.\n\nTwo.", tags=["courts", "police"])
    drafts.public(made.topic)
    return drafts.public(made)


def saved(entry, editor):
    return drafts.save(entry, editor, question="Anew?")


def planned(entry, editor):
    return actions.schedule(
        revision=saved(entry, editor), by=editor, publish_at=LATER, note="Why.", force=True
    )


def clashed(entry, editor, colleague):
    opened = drafts.head(entry)
    drafts.save(entry, colleague, question="Whose?")
    typed = drafts.edited(opened.data, question="Mine?", answer="One.\n\nTyped.")
    with pytest.raises(actions.Clash) as caught:
        drafts.save_record(entry, typed, editor, opened)
    return lambda: actions.save_clean_part(clash=caught.value, object_id=entry.pk, by=editor)


def changed_by_sql(entry):
    type(entry).everything.filter(pk=entry.pk).update(question="By SQL?")
    return drafts.fresh(entry)


def due(entry, editor):
    planned(entry, editor)
    return lambda: actions.publish_due(now=LATER + datetime.timedelta(hours=1))


def restoring(entry, editor):
    old = drafts.head(entry)
    saved(entry, editor)
    return lambda: actions.restore(revision=old, by=editor)


def withdrawing(entry, editor):
    return lambda: actions.withdraw(obj=entry, by=editor, reason="wrong", note="It was wrong.")


def tag(name):
    return tags.model().objects.get(name=name)


def sent_back(entry, editor, colleague):
    asked = actions.submit(revision=saved(entry, editor), by=editor)
    return partial(actions.send_back, revision=asked, by=colleague, reason="Why.")


# Each gives the deed to be done, once what has to be there before it is there.
WAYS = {
    "save_draft": lambda e, a, b: partial(saved, e, a),
    "save_clean_part": clashed,
    "restore": lambda e, a, b: restoring(e, a),
    "record_outside": lambda e, a, b: partial(actions.record_outside, changed_by_sql(e)),
    "record_all_outside": lambda e, a, b: changed_by_sql(e) and actions.record_all_outside,
    "note_beside": lambda e, a, b: partial(actions.note_beside, obj=e, fields={"order": 9}, by=a),
    "submit": lambda e, a, b: partial(actions.submit, revision=saved(e, a), by=a),
    "send_back": sent_back,
    "publish": lambda e, a, b: partial(drafts.publish, saved(e, a), by=a),
    "schedule": lambda e, a, b: partial(planned, e, a),
    "unschedule": lambda e, a, b: partial(actions.unschedule, revision=planned(e, a), by=a),
    "schedule_withdrawal": lambda e, a, b: partial(
        actions.schedule_withdrawal, obj=e, by=a, at=LATER, note="Why."
    ),
    "publish_due": lambda e, a, b: due(e, a),
    "withdraw": lambda e, a, b: withdrawing(e, a),
    "remove_for_safety": lambda e, a, b: partial(
        actions.remove_for_safety, obj=e, words="One", by=a
    ),
    "rename_tag": lambda e, a, b: partial(
        actions.rename_tag, tag=tag("courts"), name="law courts", by=a
    ),
    "merge_tags": lambda e, a, b: partial(
        actions.merge_tags, gone=tag("courts"), into=tag("police"), by=a
    ),
}
# They change what is said of a revision; rows of content stay.
NO_REVISION = {"approve", "ask", "discard", "leave_as_it_is", "overdue_keys"}


def test_every_deed_is_walked():
    deeds = {name for name in actions.__all__ if not isinstance(getattr(actions, name), type)}
    assert deeds == WAYS.keys() | NO_REVISION


@pytest.mark.parametrize("way", WAYS)
def test_every_deed_leaves_a_revision_and_rows_that_agree_with_it(way, entry, editor, colleague):
    deed = WAYS[way](entry, editor, colleague)
    before = Revision.objects.filter(object_id=entry.pk).count()
    deed()
    assert Revision.objects.filter(object_id=entry.pk).count() > before
    assert drafts.agrees(entry)


def test_loaded_past_the_editor_it_is_kept_by_the_next_touch(entry, editor, tmp_path):
    file = tmp_path / "questions.json"
    call_command("dumpdata", "faq.topic", "faq.entry", output=str(file), verbosity=0)
    file.write_text(file.read_text().replace("One.", "Loaded."))
    call_command("loaddata", str(file), verbosity=0)
    saved(entry, editor)
    notes = Revision.objects.of(entry).values_list("state", "note")
    assert list(notes)[1] == ("published", "Changed outside the editor.")
    assert drafts.record_of(entry)["fields"]["question"] == "Anew?"
    assert drafts.read(entry)["fields"]["answer"].startswith("Loaded.")


def writes(path):
    """(line, what) of every call that looks like one that writes rows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = ast.unparse(node.func.value)
            is_row = on.split("(")[0].split(".")[-1] in ON_ROWS or ".objects." in on
            is_row = is_row or "everything" in on or "super()" in on
            if node.func.attr in WRITES and (is_row or node.func.attr.startswith("bulk_")):
                yield node.lineno, f"{on}.{node.func.attr}()"


def about_content(call):
    """Rows of the site's own tables are no content."""
    own = ("Revision", "Counter", "Change", "Redirect", "Reference", "FormerTag", "LogEntry")
    own += ("Baseline", "Run", "Check", "Use", "Count", "Hour", "Cursor", "Indexed", "Vocable")
    return not call.startswith((*own, "Trigram", "User", "Group", "group", "loaded", "stored"))


OWN_FILES = [
    path
    for package in sorted(ROOT.glob("*/__init__.py"))
    for path in sorted(package.parent.rglob("*.py"))
    if "migrations" not in path.parts
]


@pytest.mark.wide
def test_no_other_code_writes_rows_of_content():
    found = {}
    for path in OWN_FILES:
        name = path.relative_to(ROOT).as_posix()
        calls = [f"{line}: {call}" for line, call in writes(path) if about_content(call)]
        if calls and name not in MAY_WRITE:
            found[name] = calls
    assert "\n".join(f"{name}:{call}" for name, calls in found.items() for call in calls) == ""
