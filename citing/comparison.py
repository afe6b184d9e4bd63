"""What differs between two published versions, word by word, as readers were shown them."""

from collections.abc import Mapping
from typing import Any

from citing import life
from publishing import kinds
from publishing.markdown import QUOTE, Quote
from publishing.models import Revision
from publishing.records import Record
from publishing.records.hashing import BESIDE_THE_TEXT
from publishing.screens import differences
from publishing.screens.differences import Difference

# Where a text is shown is not what it says.
UNTOLD = BESIDE_THE_TEXT | {"featured", "slug"}


def between(before: Revision, after: Revision) -> list[Difference]:
    return differences.between(*(_told(each) for each in (before, after)))


def _told(revision: Revision) -> Record:
    """Its record with the texts of the figures it quoted, and names for what it points to."""
    record = life.record_of(revision)
    kind = kinds.named(record["kind"])
    fields = {
        name: _quoting(value, revision.quoted) if name in kind.markdown else _named(value)
        for name, value in record["fields"].items()
        if name not in UNTOLD
    }
    parts = {
        accessor: {pk: _row(row) for pk, row in rows.items()}
        for accessor, rows in record["parts"].items()
    }
    return {**record, "fields": fields, "parts": parts}


def _row(fields: Mapping[str, Any]) -> Record:
    return {name: _named(value) for name, value in fields.items()}


def _named(value: Any) -> Any:
    """Keys as plain words: the titles of today may be those of a draft."""
    if not isinstance(value, list):
        return value
    keys = value if value and isinstance(value[0], list) else [value]
    return "; ".join(" ".join(map(str, key)) for key in keys)


def _quoting(text: str, quoted: Mapping[str, Any]) -> str:
    def said(match: Any) -> str:
        quote = Quote(match["word"], match["key"], match["pin"] or "")
        found = quoted.get(str(quote))
        if found is None:
            return str(match.group())
        suffix = f" ({found['suffix']})" if found.get("suffix") else ""
        return f"{found['text']}{suffix}"

    return QUOTE.sub(said, text)
