"""The history of many objects at once: where each stands, and one more row for each."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from publishing import bulk_rows, kinds, quotations, records
from publishing.markdown import Quote
from publishing.models import WORK, Revision
from publishing.records import Record, bulk_upgrading

BATCH = 500
State = Revision.State
COLUMNS = (
    "id",
    "kind",
    "object_id",
    "key",
    "number",
    "version",
    "state",
    "data",
    "quoted",
    "schema",
    "hash",
    "based_on",
    "author_name",
    "created",
    "note",
    "weight",
    "withdraw_at",
    "withdraw_note",
    "reason",
    "beside",
    "replaced_by",
    "forced",
)


@dataclass
class Standing:
    """Where the history of one object stands; all None and 0 for what has none."""

    number: int = 0
    # The newest publication or withdrawal.
    public: int | None = None
    state: str = ""
    # Why it was taken off the site, if it was.
    reason: str = ""
    withdraw_at: Any = None
    withdraw_note: str = ""
    # Whether somebody's draft is the newest text.
    is_open: bool = False
    version: int = 0
    version_hash: str = ""


def standings(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """One query for every 500; every id has an entry."""
    found = {pk: Standing() for pk in ids}
    wanted = list(ids)
    for at in range(0, len(wanted), BATCH):
        rows = Revision.objects.filter(object_id__in=wanted[at : at + BATCH])
        columns = (
            "object_id",
            "number",
            "pk",
            "state",
            "version",
            "hash",
            "beside",
            "withdraw_at",
            "withdraw_note",
            "reason",
        )
        for object_id, *row in rows.order_by("object_id", "number").values_list(*columns):
            _step(found[object_id], *row)
    return found


def _step(
    standing: Standing,
    number: int,
    pk: int,
    state: str,
    version: int | None,
    hash_: str,
    beside: bool,
    withdraw_at: Any,
    withdraw_note: str,
    reason: str,
) -> None:
    standing.number = number
    if state in {State.PUBLISHED, State.WITHDRAWN}:
        standing.public, standing.state, standing.reason = pk, state, reason
        standing.withdraw_at, standing.withdraw_note = withdraw_at, withdraw_note
    if version:
        standing.version, standing.version_hash = version, hash_
    if state != State.ASIDE and not beside:
        standing.is_open = state in WORK


def data(ids: Iterable[int]) -> dict[int, Record]:
    """The records of revisions as the models of today read them, by their primary keys."""
    found: dict[int, Record] = {}
    wanted = sorted(set(ids))
    for at in range(0, len(wanted), BATCH):
        rows = Revision.objects.filter(pk__in=wanted[at : at + BATCH]).order_by()
        stored = list(rows.values_list("pk", "data", "schema"))
        lifted = bulk_upgrading.upgrade([(record, schema) for _pk, record, schema in stored])
        found |= {row[0]: record for row, record in zip(stored, lifted, strict=True)}
    return found


@dataclass(frozen=True)
class New:
    """One more row for an object whose history stands as `standing` says.

    `quoted` None: what the text quotes is looked up.
    """

    object_id: uuid.UUID
    record: Record
    state: str
    standing: Standing
    note: str = ""
    weight: str = Revision.Weight.MAJOR
    author_name: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)


def add(rows: Sequence[New]) -> list[int]:
    """Write them and move the standings on; returns their primary keys in that order."""
    texts_of = quoted([row.record for row in rows])
    keys = bulk_rows.reserve(Revision, len(rows))
    created = timezone.now()
    made = [
        _row(row, pk, texts, created) for row, pk, texts in zip(rows, keys, texts_of, strict=True)
    ]
    bulk_rows.insert(Revision, COLUMNS, made)
    return list(keys)


def _row(row: New, pk: int, quoted: Mapping[str, Any], created: Any) -> list[Any]:
    standing = row.standing
    hashed = records.content_hash(row.record, quoted)
    is_shown = row.state == State.PUBLISHED
    is_new = is_shown and hashed != standing.version_hash
    values: dict[str, Any] = {
        "id": pk,
        "kind": row.record["kind"],
        "object_id": row.object_id,
        "key": row.record["key"],
        "number": standing.number + 1,
        "version": standing.version + 1 if is_new else None,
        "state": row.state,
        "data": row.record,
        "quoted": quoted,
        "schema": records.SCHEMA,
        "hash": hashed,
        "based_on": standing.public,
        "author_name": row.author_name,
        "created": created,
        "note": row.note,
        "weight": row.weight,
        "withdraw_at": standing.withdraw_at if is_shown else None,
        "withdraw_note": standing.withdraw_note if is_shown else "",
        "reason": "",
        "beside": row.state != State.ASIDE and standing.is_open,
        "replaced_by": "",
        "forced": False,
        **row.columns,
    }
    standing.number += 1
    if is_new:
        standing.version, standing.version_hash = standing.version + 1, hashed
    if row.state in {State.PUBLISHED, State.WITHDRAWN}:
        standing.public, standing.state = pk, row.state
    return [values[name] for name in COLUMNS]


def quoted(told: Sequence[Record]) -> list[dict[str, Any]]:
    """The texts that each record quotes now; one look-up a word for all of them."""
    quotes = [quotes_of(record) for record in told]
    texts = kinds.resolve({quote for each in quotes for quote in each})
    plain = {quote: asdict(found) for quote, found in texts.items()}
    return [{str(quote): plain[quote] for quote in each if quote in plain} for each in quotes]


def quotes_of(record: Record) -> list[Quote]:
    kind = kinds.named(record["kind"])
    if not any("{{" in record["fields"][name] for name in kind.markdown):
        return []
    return quotations.quotes(record)
