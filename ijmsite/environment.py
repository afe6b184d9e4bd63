"""Settings read from the environment; every wrong value is told at once, in sentences."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, ValidationError

SHORTEST_SECRET = 50
REVIEW = ("figures and places", "everything", "nothing")
ENGINES = frozenset({"django.db.backends.sqlite3", "django.db.backends.postgresql"})
# What environs says of a wrong value, in words that tell what to do.
CLEARER = {
    "Environment variable not set.": "it has no value; `make run` writes one to .env",
    "Not a valid boolean.": "write true or false",
}
# A deferred transaction that turns into a write fails at once under WAL instead of waiting.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}


def secret(value: str) -> None:
    if len(value) < SHORTEST_SECRET or len(set(value)) < 5:
        raise ValidationError(
            f"it needs at least {SHORTEST_SECRET} random characters;"
            " `make run` writes a good one to .env"
        )


def web_address(value: str) -> None:
    parts = _parts(value)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError(
            f"“{value}” is not a web address; write it as https://www.example.org"
        )


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        # Asking is what finds a port that is none.
        _ = parts.port
    except ValueError:
        return None
    return None if re.search(r"\s", address) else parts


def origins(values: list[str]) -> None:
    for value in values:
        site_address(value)


def host_names(values: list[str]) -> None:
    for value in values:
        if not re.fullmatch(r"\*|\.?[\w.-]+|\[[\da-fA-F:.]+\]", value):
            raise ValidationError(
                f"“{value}” is not a host name; write it as www.example.org, without https://"
            )


def language(value: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", value):
        raise ValidationError(f"“{value}” is not a language code; write one such as en-gb")


def folder(value: Path) -> None:
    if value == Path():
        raise ValidationError("it is empty; give a folder such as /srv/static, or leave it out")


def database_address(value: str) -> None:
    try:
        parsed = dj_database_url.parse(value)
    except ValueError:
        parsed = {}
    if parsed.get("ENGINE") not in ENGINES or not parsed.get("NAME"):
        raise ValidationError(
            "only SQLite and PostgreSQL can keep this site;"
            " write it as postgres://user:password@host:5432/name"
        )


def site_address(value: str) -> None:
    web_address(value)
    parts = urlsplit(value)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValidationError(f"“{value}” has a path; give the scheme and host alone")


def review(value: str) -> None:
    if value not in REVIEW:
        raise ValidationError(f"“{value}” is none of: {', '.join(REVIEW)}")


def time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is no time zone; write one such as Africa/Nairobi")


def mail_address(value: str) -> None:
    if value and ("@" not in value or " " in value):
        raise ValidationError(f"“{value}” is not a mail address")


def seal(env: Env) -> None:
    """Raise ImproperlyConfigured with one sentence for each setting that was wrong."""
    try:
        env.seal()
    except EnvValidationError as error:
        problems = _sentences(error.error_messages)
        raise ImproperlyConfigured("\n".join(problems)) from None


def _sentences(messages: Mapping[str, Any] | list[str]) -> list[str]:
    if not isinstance(messages, Mapping):
        return [str(message) for message in messages]
    return [
        f"{name}: {CLEARER.get(message, message).rstrip('.')}."
        for name, found in sorted(messages.items())
        for message in (str(each) for each in found)
    ]


# Readers get kept pages while the database is away, and must not wait long to learn that it is.
POSTGRESQL_OPTIONS: dict[str, Any] = {"connect_timeout": 5}


def database(env: Env, home: Path) -> dict[str, Any]:
    """The `default` database; embedded SQLite unless DATABASE_URL names another."""
    embedded = f"sqlite:///{home / 'db.sqlite3'}"
    address = env.str("DATABASE_URL", default=embedded, validate=database_address)
    # A wrong address is told when the settings are sealed.
    config: dict[str, Any] = {**dj_database_url.parse(address or embedded)}
    if config.get("ENGINE") == "django.db.backends.sqlite3":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
    else:
        config["OPTIONS"] = {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}
    return {**config, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
