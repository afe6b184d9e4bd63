"""JSON as it is handed out: sorted, indented, the same bytes for the same content."""

import json
from typing import Any


def document(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()
