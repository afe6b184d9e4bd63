import os
import shutil

import pytest

from tests.support.make_processes import make, sentence
from tests.support.ports import free_port

pytestmark = pytest.mark.setup

PYTHONS = ("python3", "python3.13", "python3.12", "python3.11", "python")


def test_a_python_that_is_too_old_is_named(project, tmp_path):
    for name in PYTHONS:
        put_program(tmp_path / "old" / name, 'case "$*" in *platform*) echo 3.9.18;; esac; exit 1')
    refused = make(project, "run", PATH=f"{tmp_path / 'old'}:{os.environ['PATH']}")
    assert refused.returncode != 0
    assert sentence(refused).startswith("Python 3.11 or newer is needed and 3.9.18 was found: ")


def test_no_python_at_all_is_told(project, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").symlink_to(shutil.which("make"))
    refused = make(project, "run", PATH=str(tools))
    assert refused.returncode != 0
    assert sentence(refused).startswith("Python 3.11 or newer is needed and none was found: ")


def test_a_newer_python_under_another_name_is_found(project, tmp_path):
    put_program(tmp_path / "old" / "python3", "exit 1")
    put_program(tmp_path / "old" / "python3.13", 'echo "found with $*"')
    started = make(project, "run", PATH=f"{tmp_path / 'old'}:{os.environ['PATH']}")
    assert started.stdout == "found with deploy/start.py\n"


def test_a_missing_venv_module_is_told_before_anything_is_made(project, tmp_path):
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError")
    fresh = tmp_path / "fresh"
    refused = make(
        project, "run", VENV=str(fresh), PYTHONPATH=str(tmp_path / "without"), PORT=free_port()
    )
    assert refused.returncode != 0
    assert "has no venv module: install it" in sentence(refused)
    assert not fresh.exists()


@pytest.mark.parametrize("target", ["run", "test", "check"])
def test_an_unwritable_folder_is_told_before_anything_is_made(project, target):
    before = sorted(project.iterdir())
    project.chmod(0o555)
    try:
        refused = make(project, target, prefix=without_root_rights(), PORT=free_port())
    finally:
        project.chmod(0o755)
    assert refused.returncode != 0
    assert sentence(refused).startswith(f"Nothing can be written in {project} (permission denied)")
    assert sorted(project.iterdir()) == before


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"PORT": "eighty"}, "PORT is “eighty”: "),
        ({"PORT": "70000"}, "PORT is “70000”: "),
        ({"HOST": "host.invalid"}, "HOST is “host.invalid”, "),
    ],
)
def test_a_wrong_address_is_told(project, changes, beginning):
    refused = make(project, "run", **changes)
    assert refused.returncode != 0
    assert sentence(refused).startswith(beginning)


def without_root_rights():
    """Root writes anywhere; without these two capabilities it is like everybody else."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root needs setpriv to see a folder as unwritable")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def put_program(path, script):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
