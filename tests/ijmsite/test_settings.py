"""What follows from SITE_URL, and that every setting is explained."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLLOWING = (
    "ALLOWED_HOSTS",
    "CSRF_COOKIE_SECURE",
    "DEBUG",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_HOST",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "SITE_URL",
)
ASK = f"""
import json
from ijmsite import settings
print(json.dumps({{name: getattr(settings, name) for name in {FOLLOWING!r}}}))
"""
# Read by deploy/ and by the command that makes the first account.
READ_ELSEWHERE = {"HOST", "PORT", "STAFF_PASSWORD"}


def settings_with(**values):
    kept = {name: os.environ[name] for name in ("PATH", "SECRET_KEY")}
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=kept | values,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)


def test_an_encrypted_site_keeps_everything_encrypted():
    found = settings_with(SITE_URL="https://www.example.org/")
    assert found["DEBUG"] is False
    assert found["SITE_URL"] == "https://www.example.org"
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_SSL_HOST"] == "www.example.org"
    assert set(found["ALLOWED_HOSTS"]) == {"www.example.org", "127.0.0.1", "localhost"}
    assert all(
        found[name]
        for name in FOLLOWING
        if name.startswith(("SECURE_HSTS", "SECURE_SSL", "SESSION", "CSRF"))
    )


def test_a_site_on_this_machine_works_without_encryption():
    found = settings_with(SITE_URL="http://127.0.0.1:8000")
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert not any(
        found[name]
        for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    )


def test_named_hosts_replace_the_default():
    found = settings_with(SITE_URL="https://a.example.org", ALLOWED_HOSTS="b.example.org")
    assert found["ALLOWED_HOSTS"] == ["b.example.org"]


def test_every_setting_is_explained_in_the_example_and_none_is_left_over():
    read = {
        name
        for module in ("settings.py", "environment.py")
        for name in names_read(ROOT / "ijmsite" / module)
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#([A-Z_0-9]+)=", example, re.MULTILINE)) == read | READ_ELSEWHERE


def names_read(path):
    """The first argument of every `env.…("NAME")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.args[0].value
