"""The private `.env`: read into the environment, written once with a SECRET_KEY."""

import os
import secrets
import stat
from pathlib import Path

HEADER = "# Private. Written by `make run`; what else may stand here: .env.example\n"
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


def load(file: Path) -> None:
    """Add what the file says to the environment, which wins where both have a value."""
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), _unquoted(value.strip()))


def ensure_secret_key(file: Path) -> None:
    """Write a SECRET_KEY where neither the environment nor the file has one."""
    if os.environ.get("SECRET_KEY"):
        return
    key = secrets.token_urlsafe(50)
    text = f"SECRET_KEY={key}\n" if file.exists() else f"{HEADER}SECRET_KEY={key}\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as private:
        os.fchmod(descriptor, OWNER_ONLY)
        private.write(text)
    os.environ["SECRET_KEY"] = key


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
