"""A record: a root with its parts and tags as plain JSON by natural key.

`{"kind": "impact.statistic", "key": "relief", "fields": {…}, "tags": […],
  "parts": {"measurements": {"<uuid>": {…}}}}`

Foreign keys are natural keys (lists), decimals quantised strings, dates ISO 8601; sets are sorted.
Parts are keyed by their UUID, so that renaming one does not lose it; what joins them to their
root is left out. One pair of functions, `read` and `write`, serves everything that keeps records.
"""

from publishing.records.building import Built, build
from publishing.records.following import followed, rooted
from publishing.records.hashing import BESIDE_THE_TEXT, content_hash
from publishing.records.reading import Record, fields_of, plain, read, read_many, rows, value_of
from publishing.records.upgrading import SCHEMA, upgrade
from publishing.records.writing import Missing, free_address, write

__all__ = [
    "BESIDE_THE_TEXT",
    "SCHEMA",
    "Built",
    "Missing",
    "Record",
    "build",
    "content_hash",
    "fields_of",
    "followed",
    "free_address",
    "plain",
    "read",
    "read_many",
    "rooted",
    "rows",
    "upgrade",
    "value_of",
    "write",
]
