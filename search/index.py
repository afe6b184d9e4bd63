"""Documents in the index: written and taken out together with their words."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from publishing import searchable, tags
from publishing.searchable import Document
from search import engine, tokens, vocabulary
from search.models import Indexed
from search.tokens import Analysis

WRITTEN = ("kind", "title", "lead", "body", "url", "tags", "analysed", "digest")


@dataclass(frozen=True)
class New:
    """A document under its key, and the kind it is of."""

    key: str
    kind: str
    document: Document


class Tally(Counter[tuple[str, str]]):
    """How the counts of words change; many documents can be told of at once."""


def write(found: Sequence[New], tally: Tally) -> int:
    """Put documents into the index, in place of what stood under their keys.

    Returns how many are new. What says the same as before is left alone.
    """
    slugs = _slugs(found)
    made = [_indexed(each, slugs) for each in found]
    known = {row.key: row for row in Indexed.objects.filter(key__in=[row.key for row, _ in made])}
    changed = [
        (row, read)
        for row, read in made
        if row.key not in known or known[row.key].digest != row.digest
    ]
    again = [row for row, _read in changed if row.key in known]
    fresh = [row for row, _read in changed if row.key not in known]
    _take_out([known[row.key] for row in again], tally)
    for row in again:
        row.pk = known[row.key].pk
    Indexed.objects.bulk_update(again, WRITTEN)
    Indexed.objects.bulk_create(fresh)
    _put_in(changed, tally)
    return len(fresh)


def remove(keys: Collection[str], tally: Tally) -> int:
    """Take documents out; returns how many were there."""
    rows = list(Indexed.objects.filter(key__in=keys))
    _take_out(rows, tally)
    Indexed.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def clear() -> None:
    engine.current().clear()
    vocabulary.clear()
    Indexed.objects.all().delete()


def _put_in(rows: Sequence[tuple[Indexed, Analysis]], tally: Tally) -> None:
    if rows:
        engine.current().add({row.pk: _tokens(row, read) for row, read in rows})
    for _row, read in rows:
        tally.update(read.words.items())


def _take_out(rows: Sequence[Indexed], tally: Tally) -> None:
    made = [(row, _read(row)) for row in rows]
    if made:
        engine.current().remove({row.pk: _tokens(row, read) for row, read in made})
    for _row, read in made:
        tally.subtract(read.words.items())


def _indexed(new: New, slugs: Mapping[str, str]) -> tuple[Indexed, Analysis]:
    document = new.document
    row = Indexed(
        key=new.key,
        kind=new.kind,
        title=document.title,
        lead=document.lead,
        body=document.body,
        url=document.url,
        tags=[[slugs[name], name] for name in document.tags if name in slugs],
    )
    read = _read(row)
    row.analysed = read.written()
    row.digest = _digest(asdict(document), row.tags, row.analysed)
    return row, read


def _digest(*told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _slugs(found: Iterable[New]) -> dict[str, str]:
    names = {name for each in found for name in each.document.tags}
    return {tag.name: tag.slug for tag in tags.named(names)} if names else {}


def _read(row: Indexed) -> Analysis:
    return tokens.analysis(row.title, row.lead, [name for _slug, name in row.tags], row.body)


def _tokens(row: Indexed, found: Analysis) -> set[str]:
    kind = searchable.of(row.kind)
    # A kind that is searched no more is still to be taken out as it was put in.
    name = kind.name if kind else row.kind
    return tokens.of(found, name, [slug for slug, _name in row.tags])
