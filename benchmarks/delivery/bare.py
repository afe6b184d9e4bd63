"""What granian can do at best: a WSGI application that gives one answer, known beforehand."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_said = json.loads(Path(os.environ["ANSWER"]).read_text())
HEADERS = [(name, value) for name, value in _said["headers"]]
BODY = [bytes.fromhex(_said["body"])]


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return BODY
