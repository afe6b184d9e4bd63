"""The Nu HTML checker, which reads pages as the HTML standard does."""

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.support.site_server import ROOT
from tests.support.time_limits import SAFETY_NET


def nu_errors(pages):
    """One line for each error in the pages, given as (name, html); Java starts once for all."""
    java = _java()
    with tempfile.TemporaryDirectory() as folder:
        names = dict(_written(pages, Path(folder)))
        checked = subprocess.run(
            [*java, "--format", "json", "--exit-zero-always", "--stdout", *names],
            capture_output=True,
            text=True,
            timeout=SAFETY_NET,
            check=True,
        )
    return [
        _line(names, message)
        for message in json.loads(checked.stdout)["messages"]
        if message["type"] in {"error", "non-document-error"}
    ]


def assert_valid(pages):
    errors = nu_errors(pages)
    assert not errors, f"{len(errors)} errors:\n" + "\n".join(errors)


def _java():
    """Without Java or npm the test is skipped, and the reason says so."""
    found = subprocess.run([ROOT / "deploy" / "vnu"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip(found.stderr.strip())
    return ["java", "-Xss1m", "-jar", str(ROOT / found.stdout.strip())]


def _written(pages, folder):
    for number, (name, html) in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(html, encoding="utf-8")
        yield str(path), name


def _line(names, message):
    name = names.get(message.get("url", "").removeprefix("file:"), message.get("url", ""))
    extract = " ".join(message.get("extract", "").split())
    return f"{name}, line {message.get('lastLine', '?')}: {message['message']}   {extract}"
