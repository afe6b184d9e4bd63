import re
import shutil

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from faq.models import Entry
from publishing import history, kinds
from publishing.models import Revision
from staff.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.setup]


@pytest.fixture(autouse=True)
def _own_static_root(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


def prepare(capsys):
    call_command("prepare")
    return capsys.readouterr().out


def test_it_loads_the_fixtures_and_makes_the_first_account(capsys, settings):
    said = prepare(capsys)
    password = re.search(r"password: (\S+) \(shown this once", said)[1]
    assert authenticate(username="admin", password=password).is_superuser
    assert Entry.objects.filter(slug="what-is-ijm").exists()
    assert f"{settings.SITE_URL}/admin/" in said


def test_it_leaves_edited_content_alone(capsys):
    prepare(capsys)
    Entry.objects.filter(slug="what-is-ijm").update(question="What is it?")
    Entry.objects.exclude(slug="what-is-ijm").update(live=False)
    prepare(capsys)
    assert Entry.objects.get().question == "What is it?"


def test_a_chosen_password_is_used_and_never_printed(capsys, monkeypatch):
    monkeypatch.setenv("STAFF_PASSWORD", "correct horse battery staple")
    assert "horse" not in prepare(capsys)
    assert authenticate(username="admin", password="correct horse battery staple")


def test_no_account_is_made_once_anybody_has_one(capsys):
    User.objects.create_user("mara")
    assert "Staff account" not in prepare(capsys)
    assert not User.objects.filter(username="admin").exists()


def test_every_text_gets_its_first_version_once(capsys):
    assert re.search(r"Content: \d+ created, 0 updated\.", prepare(capsys))
    rows = [row for kind in kinds.all_kinds() for row in kind.model.everything.all()]
    assert len(rows) > 40
    assert set(Revision.objects.values_list("object_id", flat=True)) == {row.pk for row in rows}
    said = Revision.objects.values_list("number", "version", "author_name", "note")
    assert set(said) == {(1, 1, "fixtures", "")}
    again = prepare(capsys)
    assert "History" not in again
    assert "Content" not in again


def test_what_somebody_changed_by_sql_is_kept_as_that(capsys):
    prepare(capsys)
    entry = Entry.objects.get(slug="what-is-ijm")
    Entry.everything.filter(pk=entry.pk).update(question="What is it?")
    assert "History: 1 text was changed outside the editor." in prepare(capsys)
    latest = history.public(entry.pk)
    assert (latest.version, latest.author_name) == (2, history.SITE)
    assert latest.note == "Changed outside the editor."


def test_a_conflict_with_the_fixtures_is_told_and_keeps_nothing_from_starting(
    capsys, settings, tmp_path
):
    fixtures = tmp_path / "fixtures"
    shutil.copytree(settings.FIXTURE_DIRS[0], fixtures)
    settings.FIXTURE_DIRS = [fixtures]
    prepare(capsys)
    Entry.everything.filter(slug="what-is-ijm").update(question="By staff?")
    file = fixtures / "questions.json"
    file.write_text(file.read_text().replace("What is IJM?", "By a developer?"))
    said = prepare(capsys)
    assert "faq.entry[what-is-ijm].question" in said
    assert "/admin/" in said
    assert Entry.objects.get(slug="what-is-ijm").question == "By staff?"


def test_fixtures_that_are_not_in_order_are_told_and_change_nothing(capsys, settings, tmp_path):
    prepare(capsys)
    settings.FIXTURE_DIRS = [tmp_path / "fixtures"]
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "a.json").write_text("[{]")
    call_command("prepare")
    said = capsys.readouterr()
    assert "a.json:1:3: " in said.err
    assert "/admin/" in said.out
    assert Entry.objects.exists()
