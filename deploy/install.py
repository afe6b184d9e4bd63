"""Makes the virtual environment and installs the locked packages: install.py LOCK…

Does nothing when the locks have not changed since the last time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import child
import machine
from trouble import Trouble, told

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("VENV", ".venv")
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"


def install(*locks: str) -> None:
    stamps = {VENV / f"{lock}.sha256": _checksum(ROOT / lock) for lock in locks}
    if _works() and all(_text(stamp) == checksum for stamp, checksum in stamps.items()):
        return
    _make_environment()
    print(f"Installing {' and '.join(locks)} into {VENV.name} …", flush=True)
    UNFINISHED.touch()
    arguments = [argument for lock in locks for argument in ("--requirement", str(ROOT / lock))]
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    if child.run(*pip, "--require-hashes", *arguments):
        raise Trouble(
            "The packages could not be installed, for the reason above:"
            " mend that (often it is the network), then run the same command again."
        )
    for stamp, checksum in stamps.items():
        stamp.write_text(checksum)
    UNFINISHED.unlink()


def _make_environment() -> None:
    """A folder left half made by an interruption is made again from nothing."""
    if _works():
        return
    is_ours = UNFINISHED.exists() or (VENV / "pyvenv.cfg").exists()
    if VENV.exists() and any(VENV.iterdir()) and not is_ours:
        raise Trouble(f"{VENV} is not a virtual environment: move it away, or name another.")
    machine.check_python()
    print(f"Making the virtual environment {VENV.name} …", flush=True)
    VENV.mkdir(parents=True, exist_ok=True)
    UNFINISHED.touch()
    _empty()
    # Resolved, because an activated environment may be the very one made again here.
    python = Path(sys.executable).resolve()
    if child.run(python, "-m", "venv", VENV):
        raise Trouble(f"The virtual environment {VENV} could not be made, for the reason above.")


def _empty() -> None:
    """All but the mark, so that an interruption here is no trouble either."""
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != UNFINISHED:
            path.unlink()


def _works() -> bool:
    """Whether it is whole and its Python still there and new enough."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return (
        PYTHON.exists()
        and not UNFINISHED.exists()
        and not subprocess.run([PYTHON, "-c", probe], check=False, capture_output=True).returncode
    )


def _checksum(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    with told():
        machine.check_folder(ROOT)
        install(*sys.argv[1:])
