import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from ijmsite import environment

ROOT = Path(__file__).parents[2]
WRONG = {
    "ALLOWED_HOSTS": "www.example.org,https://www.example.org",
    "CONTACT_EMAIL": "nobody",
    "CSRF_TRUSTED_ORIGINS": "staff.example.org",
    "DATABASE_URL": "mysql://root@127.0.0.1/site",
    "DEBUG": "maybe",
    "EXIT_URL": "https://www.example.org:99999/",
    "LANGUAGE_CODE": "en_GB",
    "SECRET_KEY": "too-short",
    "SITE_URL": "http://[::1",
    "STATIC_ROOT": "",
    "TIME_ZONE": "Mars/Olympus",
    "TRUST_PROXY_HEADERS": "perhaps",
}


def check(**settings):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SECRET_KEY") if name in os.environ}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_wrong_setting_is_told_at_once_in_a_sentence():
    refused = check(**WRONG)
    *sentences, last = refused.stderr.splitlines()
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert [line.partition(":")[0] for line in sentences] == list(WRONG)
    assert all(line.endswith(".") and not line.endswith("..") for line in sentences)
    assert last == "Mend these settings, then start again."


def test_a_missing_secret_says_where_one_comes_from():
    refused = check(SECRET_KEY="")
    assert refused.stderr.startswith("SECRET_KEY: it needs at least 50 random characters")
    env = Env(eager=False)
    env.str("NOT_SET")
    assert refusal(env) == "NOT_SET: it has no value; `make run` writes one to .env."


def refusal(env):
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.seal(env)
    return str(refused.value)


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch):
    for name in ("DATABASE_URL", "NOT_SET"):
        monkeypatch.delenv(name, raising=False)


def is_accepted(rule, value):
    try:
        rule(value)
    except environment.ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("rule", "accepted", "refused"),
    [
        (
            environment.site_address,
            ["https://www.example.org", "http://127.0.0.1:8000", "http://[::1]:8000/"],
            ["", "www.example.org", "ftp://example.org", "https://example.org/site", "https://"],
        ),
        (
            environment.web_address,
            ["https://www.example.org/a?b=c"],
            ["javascript:alert(1)", "https://exa mple.org", "http://[bad", "http://x:port"],
        ),
        (environment.time_zone, ["UTC", "Africa/Nairobi"], ["", "Nairobi", "../etc/passwd"]),
        (environment.mail_address, ["", "help@example.org"], ["help", "help me@example.org"]),
        (environment.language, ["en-gb", "km", "zh-hans"], ["", "English", "en_GB", "en-GB"]),
        (
            environment.host_names,
            [[], ["www.example.org", ".example.org", "*", "[::1]", "127.0.0.1"]],
            [["https://example.org"], ["example.org/"], ["example.org:8000"], [""]],
        ),
        (
            environment.origins,
            [[], ["https://a.example.org", "http://localhost:8000"]],
            [["a.example.org"], ["https://a.example.org/path"]],
        ),
        (
            environment.secret,
            ["0123456789abcdefghijklmnopqrstuvwxyz0123456789abcde"],
            ["", "x" * 60, "short"],
        ),
    ],
)
def test_a_rule_takes_what_works_and_refuses_the_rest(rule, accepted, refused):
    assert [value for value in accepted if not is_accepted(rule, value)] == []
    assert [value for value in refused if is_accepted(rule, value)] == []


def database_of(monkeypatch, url=None):
    if url:
        monkeypatch.setenv("DATABASE_URL", url)
    env = Env(eager=False)
    config = environment.database(env, Path("/home/site"))
    environment.seal(env)
    return config


def test_without_an_address_the_database_is_embedded_and_safe_under_load(monkeypatch):
    config = database_of(monkeypatch)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == "/home/site/db.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] >= 5
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_read_whole(monkeypatch):
    config = database_of(monkeypatch, "postgres://mara:secret@db.example.org:5433/site")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("mara", "secret")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.org", 5433, "site")
    assert "transaction_mode" not in config.get("OPTIONS", {})


@pytest.mark.parametrize("url", ["mysql://root@127.0.0.1/site", "site.sqlite3", "postgres:"])
def test_another_database_is_refused_in_a_sentence(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    env = Env(eager=False)
    environment.database(env, Path("/home/site"))
    assert "write it as postgres://user:password@host:5432/name" in refusal(env)
