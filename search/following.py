"""The index follows the change log, from a cursor of its own; it is brought up before a search."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction

from publishing import bulk_history, changes, dependents, kinds, pages, searchable
from publishing.changes import Since
from publishing.models import Counter
from publishing.records import Record, bulk_reading
from search import engine, folding, index, tokens, vocabulary
from search.index import New, Tally
from search.models import Cursor, Indexed

# With more changes than these, reading everything once is less work.
MOST_CHANGES = 500
# A larger index takes seconds to tidy, and does it bit by bit of itself.
MOST_TIDIED = 5000
Progress = Callable[[int], None]


def edition() -> str:
    """An index made by another way to read words cannot be brought up, only made anew."""
    return f"{tokens.EDITION}-{folding.language()}"


def follow() -> Cursor:
    """Bring the index up to what is public; two look-ups where nothing changed."""
    cursor, now = Cursor.objects.filter(pk=1).first(), changes.now()
    if cursor is not None and _is_at(cursor, now):
        return cursor
    with transaction.atomic():
        return _catch_up(_locked())


def rebuild(progress: Progress | None = None) -> Cursor:
    """Make the index anew from all that is public. Searches find the old one until it is done."""
    with transaction.atomic():
        cursor = _locked()
        cursor.edition = ""
        return _catch_up(cursor, progress)


def _is_at(cursor: Cursor, now: Since) -> bool:
    known = (cursor.lineage, cursor.number, cursor.edition)
    return known == (now.lineage, now.number, edition())


def _locked() -> Cursor:
    """One process at a time goes on; the others wait and find it done."""
    if not Counter.objects.exists():
        # Until something was published there is no lineage to follow.
        changes.lock()
    Cursor.objects.get_or_create(pk=1)
    return Cursor.objects.select_for_update().get(pk=1)


def _catch_up(cursor: Cursor, progress: Progress | None = None) -> Cursor:
    is_readable = cursor.edition == edition()
    # Read before the rows: what is published meanwhile is then read twice, and never missed.
    since = changes.since(cursor.lineage, cursor.number)
    tally = Tally()
    if not is_readable:
        index.clear()
        cursor.documents = _everything(tally, progress)
    elif since.records is None or len(since.records) > MOST_CHANGES:
        _everything(tally, progress)
        cursor.documents = Indexed.objects.count()
    else:
        cursor.documents += _changed(since.records, tally)
        if cursor.documents <= MOST_TIDIED and min(tally.values(), default=0) < 0:
            # Or FTS5 keeps words that were taken out, for someone's safety perhaps, in its files.
            engine.current().tidy()
    vocabulary.change(tally)
    cursor.lineage, cursor.number, cursor.edition = since.lineage, since.number, edition()
    cursor.save()
    return cursor


def _everything(tally: Tally, progress: Progress | None) -> int:
    """Write what is public and take out what is not; returns how many documents are new."""
    new, done = 0, 0
    left = set(Indexed.objects.values_list("key", flat=True))
    for rows in _all_rows():
        told = _told(row.record for row in rows.values() if row.live)
        new += index.write(told, tally)
        left.difference_update(each.key for each in told)
        done += len(told)
        if progress:
            progress(done)
    index.remove(left, tally)
    engine.current().tidy()
    return new


def _all_rows() -> Iterator[Mapping[UUID, bulk_reading.Row]]:
    found = (bulk_reading.all_rows(kinds.named(each.kind)) for each in searchable.every())
    return chain.from_iterable(found)


def _changed(keys: Iterable[str], tally: Tally) -> int:
    """Write or take out the records of these keys and what shows something of them."""
    wanted = {key: _row(key) for key in keys}
    objects = {obj.pk: obj for obj in wanted.values() if obj is not None}
    for obj in list(objects.values()):
        objects |= {each.pk: each for each in dependents.public(obj)}
    live = [obj for obj in objects.values() if obj.live]
    told = _told(record for record in _records(live))
    gone = [key for key in wanted if key not in {each.key for each in told}]
    return index.write(told, tally) - index.remove(gone, tally)


def _row(key: str) -> Any | None:
    name, _colon, slug = key.partition(":")
    try:
        model = kinds.named(name).model
    except LookupError:
        return None
    # The key of a list, `faq.entry:all`, names a record only where one is called so.
    return model.everything.filter(slug=slug).first()


def _records(objects: Iterable[Any]) -> Iterator[Record]:
    by_kind: dict[str, list[UUID]] = {}
    for obj in objects:
        by_kind.setdefault(obj._meta.label_lower, []).append(obj.pk)
    for name, ids in by_kind.items():
        if searchable.of(name):
            rows = bulk_reading.rows(kinds.named(name), ids)
            yield from (row.record for row in rows.values() if row.live)


def _told(records: Iterable[Record]) -> list[New]:
    found = list(records)
    quoted = kinds.resolve(quote for each in found for quote in bulk_history.quotes_of(each))
    return [
        New(pages.key(kind.kind, record["key"]), kind.kind, kind.document(record, quoted))
        for record in found
        if (kind := searchable.of(record["kind"]))
    ]
