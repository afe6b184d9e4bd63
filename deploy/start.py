"""`make run`: from a fresh clone to the running site."""

import ipaddress
import os

import child
import machine
import private
from install import PYTHON, ROOT, install
from trouble import Trouble, told

PRIVATE = ROOT / ".env"
SERVER = (
    *("-m", "granian", "--interface=wsgi", "--workers=1", "--blocking-threads=4"),
    # A worker that is interrupted while it starts may never end by itself.
    "--workers-kill-timeout=3",
    *("--log-level=error", "ijmsite.wsgi:application"),
)
# For glibc: one heap for all threads, given back when it empties. Python lets one thread run at
# a time, so several heaps save nothing and cost a worker some 8 MB.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"}


def main() -> None:
    machine.check_folder(ROOT)
    private.load(PRIVATE)
    host = os.environ.get("HOST") or "127.0.0.1"
    port = os.environ.get("PORT") or "8000"
    machine.check_port(host, port)
    install("requirements.txt")
    private.ensure_secret_key(PRIVATE)
    if not os.environ.get("SITE_URL"):
        os.environ["SITE_URL"] = f"http://{_reachable(host)}:{port}"
    if child.run(PYTHON, ROOT / "manage.py", "prepare", may_finish=True):
        raise Trouble("The site was not started, for the reason above.")
    # Setting up took its time; somebody else may have come first.
    machine.check_port(host, port)
    print("Ctrl-C stops it.", flush=True)
    os.chdir(ROOT)
    command = [str(PYTHON), *SERVER, f"--host={host}", f"--port={port}"]
    os.execve(PYTHON, command, MEMORY | os.environ)


def _reachable(host: str) -> str:
    """How a browser on this machine writes the address; 0.0.0.0 and :: mean all of them."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{address}]" if address.version == 6 else host


if __name__ == "__main__":
    with told():
        main()
