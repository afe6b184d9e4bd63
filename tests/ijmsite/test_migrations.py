import pytest

from tests.support import stored_migrations

COMMAND = "python -m tests.support.stored_migrations"
NAME = ("faq", "0001_initial")
SOURCE = """
import faq.models
from django.db import migrations

class Migration(migrations.Migration):
    validators = [faq.models.short]
"""


@pytest.fixture(scope="module")
def now(django_db_blocker):
    # No database of the site is asked; SQLite's SQL is told by one in memory.
    with django_db_blocker.unblock():
        return stored_migrations.compute_copies()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_migrations, "STORED", tmp_path)
    return tmp_path


def test_no_migration_that_landed_is_gone_or_renamed():
    stored = stored_migrations.read_copies().keys()
    gone = stored - stored_migrations.find_files()
    assert stored
    assert not gone, stored_migrations.RULE


def test_every_migration_does_what_it_did_when_it_landed(now):
    changes = stored_migrations.tell_changes(stored_migrations.read_copies(), now)
    assert not changes, changes


def test_every_migration_has_a_stored_copy(now):
    missing = now.keys() - stored_migrations.read_copies().keys()
    assert not missing, f"A new migration: add its copy by `{COMMAND}`."
    assert now.keys() == stored_migrations.find_files()


def test_the_copy_tells_what_code_does_to_tables_and_what_models_become(now):
    assert "USING fts5" in now["search", "0002_index"]
    assert "USING gin" in now["search", "0002_index"]
    assert (
        "field redacted_at = models.DateTimeField(null=True)"
        in now["publishing", "0004_told_beside_the_text"]
    )


def test_a_stored_copy_is_never_written_over(folder):
    assert stored_migrations.add_missing_copies({NAME: "one\n"}) == [NAME]
    for now in ({NAME: "other\n", ("faq", "0002_more"): "two\n"}, {("faq", "0002_more"): "two\n"}):
        with pytest.raises(ValueError, match="Never change a migration that has landed"):
            stored_migrations.add_missing_copies(now)
        assert stored_migrations.read_copies() == {NAME: "one\n"}
    more = {NAME: "one\n", ("faq", "0002_more"): "two\n"}
    assert stored_migrations.add_missing_copies(more) == [("faq", "0002_more")]
    assert stored_migrations.read_copies() == more


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("import faq.models", "import faq.rules", True),
        ("import faq.models\n", "import faq.rules.short\n\n", True),
        ("faq.models.short", "faq.rules.length.short", True),
        ("faq.models.short", "faq.models.long", False),
        ("validators = [", "validators = ()[", False),
        ("class Migration", "# As it was.\nclass Migration", False),
    ],
)
def test_only_where_names_come_from_may_change(before, after, is_same):
    changed = SOURCE.replace(before, after)
    assert changed != SOURCE
    hashes = map(stored_migrations.hash_source, (SOURCE, changed))
    assert (len(set(hashes)) == 1) == is_same
