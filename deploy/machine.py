"""Is this machine ready? Asked before anything slow begins."""

import errno
import os
import socket
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from trouble import Trouble

MADE_HERE = (".env", ".venv", "db.sqlite3", "staticfiles")


def check_folder(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Trouble(
            f"Nothing can be written in {folder} ({_reason(error)}):"
            " move the project to a folder of your own, or change that."
        ) from None
    for path in (folder / name for name in MADE_HERE):
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            raise Trouble(
                f"{path} belongs to somebody else and cannot be written:"
                " remove it, or give it to yourself with chown."
            )


def check_python() -> None:
    """Debian ships Python without what `python -m venv` needs."""
    try:
        for module in ("venv", "ensurepip"):
            import_module(module)
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f"{sys.executable} has no venv module: install it (on Debian or Ubuntu:"
            f" sudo apt install python{version}-venv), then run the same command again."
        ) from None


def check_port(host: str, port: str) -> None:
    """Granian would panic on a port that is taken, so it is tried out first."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Trouble(f"PORT is “{port}”: give a number from 1 to 65535, such as PORT=8001.")
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, proto) as probe:
            # Connections of a server just stopped linger and must not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Trouble(_port_sentence(error, host, int(port))) from None


def _port_sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use by another program:"
            f" stop that one, or choose another: make run PORT={port % 65535 + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs root rights: choose one above 1023, such as PORT=8000."
    return f"HOST is “{host}”, which is no address of this machine: try HOST=127.0.0.1."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
