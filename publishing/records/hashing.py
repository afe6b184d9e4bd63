import hashlib
import json
from collections.abc import Mapping
from typing import Any

# Where a text stands among others, and when somebody looked at it, is not what it says.
BESIDE_THE_TEXT = frozenset({"order", "reviewed_on", "review_due"})


def content_hash(record: Mapping[str, Any], quoted: Mapping[str, Any] | None = None) -> str:
    """SHA-256 (hex) of what a reader is told: the record with the texts it quotes."""
    fields = {
        name: value for name, value in record["fields"].items() if name not in BESIDE_THE_TEXT
    }
    said = {
        "kind": record["kind"],
        "fields": fields,
        "tags": sorted(record["tags"]),
        "parts": record["parts"],
        "quoted": {quote: found["text"] for quote, found in (quoted or {}).items()},
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
