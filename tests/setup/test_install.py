import os
import signal
import subprocess
import sys

import pytest

from tests.support.interrupts import start_interruptible
from tests.support.make_processes import environment
from tests.support.time_limits import SAFETY_NET

pytestmark = pytest.mark.setup

# A lock that asks for nothing: what is tested is when something is installed, not what.
LOCK = "nothing.txt"


def start_to_install(project, venv):
    (project / LOCK).touch()
    return start_interruptible(
        [sys.executable, "deploy/install.py", LOCK],
        cwd=project,
        env=environment(VENV=str(venv)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def install(project, venv):
    process = start_to_install(project, venv)
    said, complained = process.communicate(timeout=SAFETY_NET)
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def test_packages_are_installed_again_only_when_the_lock_changes(project, tmp_path):
    venv = tmp_path / "venv"
    first = install(project, venv)
    assert first.returncode == 0, first.stderr
    assert "Making the virtual environment" in first.stdout
    assert install(project, venv).stdout == ""
    (project / LOCK).write_text("# changed\n")
    changed = install(project, venv).stdout
    assert "Installing" in changed
    assert "Making" not in changed


def test_an_environment_left_half_made_is_made_again(project, tmp_path):
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to("/no/longer/there")
    (venv / "unfinished").touch()
    again = install(project, venv)
    assert again.returncode == 0, again.stderr
    assert not (venv / "unfinished").exists()
    assert install(project, venv).stdout == ""


def test_ctrl_c_halfway_leaves_what_the_next_run_mends(project, tmp_path):
    venv = tmp_path / "venv"
    process = start_to_install(project, venv)
    assert "Making" in process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    complained = process.communicate(timeout=SAFETY_NET)[1].strip()
    assert complained == "Stopped before it was ready. The same command goes on from here."
    assert process.returncode == 130
    again = install(project, venv)
    assert again.returncode == 0, again.stderr
    assert "Making" in again.stdout


def test_a_folder_that_is_no_environment_is_left_alone(project, tmp_path):
    precious = tmp_path / "home" / "letter.txt"
    precious.parent.mkdir()
    precious.touch()
    refused = install(project, precious.parent)
    assert refused.returncode != 0
    assert "is not a virtual environment" in refused.stderr
    assert precious.exists()
