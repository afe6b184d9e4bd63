"""Files replaced whole: after a crash or a full disk each is the old one or the new one."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace(files: Mapping[Path, bytes]) -> None:
    """All new bytes are on disk before the first file changes its name. Raises OSError."""
    waiting: list[tuple[str, Path]] = []
    try:
        for path, raw in files.items():
            waiting.append((_beside(path, raw), path))
        while waiting:
            made, path = waiting[0]
            Path(made).replace(path.resolve())
            waiting.pop(0)
    finally:
        for made, _path in waiting:
            Path(made).unlink(missing_ok=True)
    for folder in {path.resolve().parent for path in files}:
        _settle(folder)


def _beside(path: Path, raw: bytes) -> str:
    """In the same folder, so that the new name is given in one step."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode if target.exists() else 0o644
        Path(name).chmod(mode & 0o777)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
