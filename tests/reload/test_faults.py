"""Killed, cut off, out of space, two at once: wholly old or wholly new, and the next run works.

Each test starts the real commands on a database of its own.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from benchmarks import fixtures
from tests.support import reload_commands
from tests.support.stress import sized
from tests.support.time_limits import SAFETY_NET

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.fault
COUNT = 300
KILLS = sized(small=3, long=60)
# Words of the statement by which questions reach their table.
WRITING = 'UPDATE "faq_entry"'


class Site:
    """Commands on one database, each a process of its own."""

    def __init__(self, url, folder):
        self.folder = folder
        self.environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY}

    def start(self, *arguments, run=("manage.py",)):
        return subprocess.Popen(
            [sys.executable, *run, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments, **options):
        process = self.start(*arguments, **options)
        out, _err = process.communicate(timeout=SAFETY_NET)
        return process.returncode, out

    def run_stopped(self, way, moment, *arguments):
        """See the module that is run."""
        return self.run(way, moment, *arguments, run=("-m", "tests.support.stopped_command"))

    def state(self):
        """Everything of content and its bookkeeping, in one number."""
        code = (
            "import hashlib\n"
            "from django.apps import apps\n"
            "names = ('faq', 'publishing', 'reload', 'taggit')\n"
            "found = hashlib.sha256()\n"
            "for name in names:\n"
            "    for model in apps.get_app_config(name).get_models():\n"
            "        for row in model._base_manager.order_by('pk').values_list():\n"
            "            found.update(repr([bytes(x) if isinstance(x, memoryview) else x"
            " for x in row]).encode())\n"
            "print('state', found.hexdigest())\n"
        )
        returned, out = self.run("shell", "--no-imports", "-c", code)
        assert returned == 0, out
        return next(line for line in out.splitlines() if line.startswith("state"))


@pytest.fixture
def url(tmp_path):
    """An empty database of the same make as the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    name = f"fault_{uuid.uuid4().hex[:12]}"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    parts = dj_database_url.parse(address)
    at = f"{parts['HOST']}:{parts['PORT'] or 5432}"
    yield f"postgres://{parts['USER']}:{parts['PASSWORD']}@{at}/{name}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(url, tmp_path):
    folder = tmp_path / "fixtures"
    folder.mkdir()
    fixtures.write(folder / "questions.json", COUNT)
    site = Site(url, folder)
    assert site.run("migrate", "-v0")[0] == 0
    return site


@pytest.fixture
def loaded(site):
    code, out = site.run("reload_apply", site.folder)
    assert code == 0, out
    return site


@pytest.mark.stress
def test_17_killed_at_any_statement_it_is_wholly_old_or_wholly_new(loaded, tried):
    fixtures.write(loaded.folder / "questions.json", COUNT, editions=1)
    code, out = loaded.run_stopped("count", 0, "reload_apply", loaded.folder)
    assert code == 0, out
    steps = int(out.split()[-1])
    before = loaded.state()
    found = []
    for number in range(1, KILLS + 1):
        fixtures.write(loaded.folder / "questions.json", COUNT, editions=number + 1)
        moment = round(number * steps / KILLS)
        code, out = loaded.run_stopped("kill", moment, "reload_apply", loaded.folder)
        assert code == -signal.SIGKILL, out
        # No unlock step: the very next command works.
        code, out = loaded.run("reload_plan", loaded.folder)
        assert code in {0, 2}, out
        now = loaded.state()
        if code == 2:
            assert now == before
            assert f"{COUNT} to update" in out
        found.append(code)
        before = now
    # The last step of all is the end of the commit.
    assert found == [2] * (KILLS - 1) + [0]
    tried(kills=KILLS, statements=steps)
    code, out = loaded.run("reload_apply", loaded.folder)
    assert code == 0, out


def test_17_a_full_disk_leaves_the_files_whole(loaded, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    size = (loaded.folder / "questions.json").stat().st_size
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size + 16384}", "none", small], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        shutil.copy(loaded.folder / "questions.json", small)
        assert loaded.run("reload_apply", small, "--on-conflict", "fixture")[0] == 0
        _edit_by_sql(loaded)
        before = _digest(small)
        code, out = loaded.run("reload_export", small)
        assert (code, "No space left" in out) == (1, True), out
        assert _digest(small) == before
        assert [path.name for path in small.iterdir()] == ["questions.json"]
        subprocess.run(["mount", "-o", f"remount,size={size * 4}", small], check=True)
        code, out = loaded.run("reload_export", small)
        assert code == 0, out
        assert "By SQL?" in (small / "questions.json").read_text()
    finally:
        subprocess.run(["umount", small], check=True)


def _edit_by_sql(site):
    code = (
        "from faq.models import Entry\n"
        "Entry.everything.filter(slug='question-000007').update(question='By SQL?')\n"
    )
    assert site.run("shell", "--no-imports", "-c", code)[0] == 0


def _digest(folder):
    raw = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return hashlib.sha256(raw).hexdigest()


def test_18_of_two_applies_at_once_one_waits_and_has_nothing_to_do(site):
    both = [site.start("reload_apply", site.folder) for _number in range(2)]
    said = [(process.communicate(timeout=SAFETY_NET)[0], process.returncode) for process in both]
    assert [code for _out, code in said] == [0, 0], said
    lasts = sorted(out.strip().splitlines()[-1] for out, _code in said)
    assert lasts[0].startswith(f"Done: {COUNT + 1} created")
    assert lasts[1] == "Nothing to do."


def test_a_lost_connection_rolls_back_and_the_next_run_works(loaded):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose")
    fixtures.write(loaded.folder / "questions.json", COUNT, editions=1)
    before = loaded.state()
    code, out = loaded.run_stopped("disconnect", WRITING, "reload_apply", loaded.folder)
    assert code == 1, out
    assert "Nothing was written" in out
    assert "Traceback" not in out
    assert loaded.state() == before
    assert loaded.run("reload_apply", loaded.folder)[0] == 0


def test_20_a_plan_leaves_the_bytes_of_the_database_alone(loaded, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps its data in a file of ours")
    fixtures.write(loaded.folder / "questions.json", COUNT, editions=1)
    files = [path for path in tmp_path.glob("site.sqlite3*") if not path.name.endswith("-shm")]
    before = {path: path.read_bytes() for path in files if path.stat().st_size}
    assert loaded.run("reload_plan", loaded.folder)[0] == 2
    assert loaded.run("reload_plan", loaded.folder, "--drift")[0] == 2
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_interrupted_it_says_so_and_writes_nothing(loaded):
    fixtures.write(loaded.folder / "questions.json", COUNT, editions=1)
    before = loaded.state()
    code, out = loaded.run_stopped("interrupt", WRITING, "reload_apply", loaded.folder)
    assert code == 130, out
    assert "Traceback" not in out
    assert loaded.state() == before


def test_what_was_written_is_not_denied_when_nobody_listens(loaded):
    fixtures.write(loaded.folder / "questions.json", COUNT, editions=1)
    listener, speaker = os.pipe()
    os.close(listener)
    command = [sys.executable, "manage.py", "reload_apply", loaded.folder]
    with os.fdopen(speaker, "w") as gone:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=loaded.environment,
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert "It was done, but not all of this could be told" in done.stderr
    assert done.returncode == 0, done.stderr
    assert loaded.run("reload_plan", loaded.folder)[0] == 0


def test_an_unreadable_file_is_a_sentence(loaded):
    (loaded.folder / "questions.json").write_text("[{]")
    code, out = loaded.run("reload_apply", loaded.folder)
    assert code == 1
    assert out.startswith(f"{loaded.folder}/questions.json:1:3: ")
    assert reload_commands.Said(code, out, "").last == out.strip()


def test_wrong_usage_is_64_from_the_command_line(loaded):
    code, out = loaded.run("reload_apply", "--on-conflict", "maybe")
    assert code == 64
    assert "invalid choice" in out
