"""Other content management systems with one page of the same text, as their manuals set them up.

Each has a virtual environment of its own, made once from a lock beside its settings.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.delivery.answers import Answer, Missing, Wrong, ask, first, free_port
from benchmarks.delivery.contenders import Contender
from benchmarks.delivery.ours import SECRET, granian

RIVALS = Path(__file__).resolve().parent / "rivals"
PAGE = "/answer/"
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)


@contextmanager
def system(name: str, cache: str, answer: Answer, folder: Path) -> Iterator[Contender]:
    """A system of `rivals/` serving the text of our answer, from its page cache."""
    python, port = installed(name), free_port()
    project = folder / f"{name}-{cache}"
    text = project / "answer.html"
    shutil.copytree(RIVALS / name, project)
    text.write_text(words(answer))
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(project),
        "SECRET_KEY": SECRET,
        "PAGE_CACHE": cache,
    }
    for command in (["-m", "django", "makemigrations"], ["-m", "django", "migrate"]):
        _run(python, *command, folder=project, environment=environment)
    _run(python, "fill.py", str(text), folder=project, environment=environment)
    with granian("wsgi:application", port, environment, folder, str(python), project) as pid:
        first(port, PAGE)
        _check(ask(port, PAGE), answer)
        yield Contender(port, PAGE, (pid,))


def words(answer: Answer) -> str:
    found = MAIN.search(answer.text())
    if found is None:
        raise Wrong("the page has no <main>")
    return found[1]


def _check(theirs: Answer, ours: Answer) -> None:
    """The same text, and allowed to be kept."""
    said = re.sub(r"<[^>]*>", "", theirs.text()).split()
    wanted = re.sub(r"<[^>]*>", "", words(ours)).split()
    if not set(wanted) <= set(said) or "max-age" not in theirs.header("Cache-Control"):
        raise Wrong(f"another page than ours: {theirs.status} {theirs.text()[:500]}")


def installed(name: str) -> Path:
    """The Python that has the packages of the lock; Missing where they cannot be had."""
    lock = RIVALS / name / "requirements.txt"
    checksum = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    place = Path(sys.prefix) / "rivals" / f"{name}-{checksum}"
    python, whole = place / "bin" / "python", place / "whole"
    if not whole.exists():
        shutil.rmtree(place, ignore_errors=True)
        print(f"Installing {name} for comparison …", file=sys.stderr, flush=True)
        pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(lock)]
        try:
            _run(Path(sys.executable), "-m", "venv", str(place), folder=RIVALS)
            # --no-deps: the lock is whole, and wagtail-cache would refuse this Wagtail.
            _run(python, *pip, "--no-deps", folder=RIVALS)
        except Wrong as wrong:
            raise Missing(f"{name} could not be installed; often it is the network") from wrong
        whole.touch()
    return python


def _run(
    python: Path, *arguments: str, folder: Path, environment: Mapping[str, str] = os.environ
) -> None:
    command = [str(python), *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Wrong(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
