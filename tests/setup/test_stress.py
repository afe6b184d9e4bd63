"""The command of the long series, where a series cannot be run."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def stress(*names):
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = [ROOT / "deploy/stress", *names]
    return subprocess.run(run, env=environment, capture_output=True, text=True, check=False)


def test_what_needs_a_missing_database_is_not_run_and_says_so():
    said = stress("load-postgresql", "reloads-postgresql")
    assert said.returncode == 2
    assert said.stdout.split("\n")[-3:-1] == [
        "load-postgresql      NOT RUN: TEST_DATABASE_URL is not set",
        "reloads-postgresql   NOT RUN: TEST_DATABASE_URL is not set",
    ]


def test_an_unknown_name_is_told_with_those_there_are():
    said = stress("lode")
    assert said.returncode == 64
    assert said.stderr.startswith("There is no series lode; there are: protocol deeds private ")


def test_every_file_with_a_series_is_run_by_a_name():
    named = (ROOT / "deploy/stress").read_text()
    tests = {path: path.read_text() for path in (ROOT / "tests").rglob("test_*.py")}
    files = {
        path.relative_to(ROOT).as_posix() for path, text in tests.items() if "mark.stress" in text
    } - {"tests/setup/test_stress.py"}
    assert files
    assert {path for path in files if path not in named} == set()
