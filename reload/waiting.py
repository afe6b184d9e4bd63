"""What staff wrote and no fixture says yet, told by the database alone: no file is read."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet

from publishing import bulk_history, changes, kinds
from publishing.kinds import Kind
from publishing.models import Revision
from publishing.records import Record
from publishing.records.bulk_reading import rows
from publishing.value_merge import Path, same
from reload import decisions, fingerprints
from reload.completing import without
from reload.models import Baseline, Run

BATCH = 500
State = Revision.State
Standing = Baseline.Standing
APART = (Standing.EDITED, Standing.WITHDRAWN)


def count() -> int:
    """How many records an export would change; 0 where nothing was ever reloaded."""
    last = Run.objects.filter(is_whole=True).defer("undo").first()
    if last is None:
        return 0
    noted = Baseline.objects.filter(standing__in=APART).count()
    made = sum(made_here(kind).count() for kind in kinds.all_kinds())
    return noted + made + sum(1 for _each in _edited_since(last))


def made_here(kind: Kind) -> QuerySet[Any]:
    """Public rows that no baseline knows."""
    known = Baseline.objects.filter(object_id=OuterRef("pk"))
    found: QuerySet[Any] = kind.model.objects.filter(~Exists(known))
    return found


def _edited_since(last: Run) -> Iterator[Baseline]:
    """Of the records that the change log names since a run, those whose rows differ."""
    since = changes.since(last.lineage, last.number)
    touched: dict[str, list[str]] = defaultdict(list)
    for key in since.keys or ():
        name, _sep, slug = key.partition(":")
        touched[name].append(slug)
    for kind in kinds.all_kinds():
        for at in range(0, len(touched[kind.name]), BATCH):
            slugs = touched[kind.name][at : at + BATCH]
            yield from _differing(kind, _known(kind, slugs))


def _known(kind: Kind, slugs: Iterable[str]) -> list[Baseline]:
    same_then = Baseline.objects.filter(kind=kind.name, standing=Standing.SAME)
    return list(same_then.filter(key__in=slugs))


def _differing(kind: Kind, known: Iterable[Baseline]) -> Iterator[Baseline]:
    found = {each.object_id: each for each in known}
    held = rows(kind, list(found))
    for pk, each in found.items():
        row = held.get(pk)
        if row is None or not row.live or fingerprints.of(row.record) != bytes(each.live):
            yield each


def oldest(edited: Iterable[tuple[str, uuid.UUID | None]]) -> datetime.datetime | None:
    """When the first of these edits became public; no id stands for what staff made."""
    found = list(edited)
    ids = [pk for _kind, pk in found if pk]
    moments: list[datetime.datetime | None] = []
    for at in range(0, len(ids), BATCH):
        moments += since(Baseline.objects.filter(object_id__in=ids[at : at + BATCH])).values()
    moments += [_first_made(kinds.named(name)) for name in {kind for kind, pk in found if not pk}]
    return min(filter(None, moments), default=None)


def _first_made(kind: Kind) -> datetime.datetime | None:
    shown = Revision.objects.public().filter(object_id__in=made_here(kind).values("pk"))
    first: datetime.datetime | None = shown.aggregate(first=Min("created"))["first"]
    return first


def since(known: Iterable[Baseline]) -> dict[uuid.UUID, datetime.datetime]:
    """When each edit became public that the fixtures lack; a constant number of queries a kind."""
    by_kind: dict[str, list[Baseline]] = defaultdict(list)
    for each in known:
        by_kind[each.kind].append(each)
    found: dict[uuid.UUID, datetime.datetime] = {}
    for name, baselines in by_kind.items():
        for at in range(0, len(baselines), BATCH):
            found |= _since(kinds.named(name), baselines[at : at + BATCH])
    return found


def _since(kind: Kind, known: list[Baseline]) -> Mapping[uuid.UUID, datetime.datetime]:
    ids = [each.object_id for each in known]
    held = rows(kind, ids)
    shown = Revision.objects.public().filter(object_id__in=ids).order_by("object_id", "-number")
    public: dict[uuid.UUID, list[tuple[int, datetime.datetime]]] = defaultdict(list)
    for object_id, pk, created in shown.values_list("object_id", "pk", "created"):
        public[object_id].append((pk, created))
    agreed = {each.object_id: each.revision_id for each in known}
    numbers = {pk for told in public.values() for pk, _created in told}
    data = bulk_history.data({*numbers, *agreed.values()})
    found = {}
    for each in known:
        row, told = held.get(each.object_id), public[each.object_id]
        if row is None or not told:
            continue
        base = without(data[each.revision_id], each.omitted)
        paths = decisions.differences(base, row.record)
        found[each.object_id] = _first_said(paths, row.record, told, data)
    return found


def _first_said(
    paths: list[Path],
    live: Record,
    told: list[tuple[int, datetime.datetime]],
    data: Mapping[int, Record],
) -> datetime.datetime:
    """The oldest of the newest publications in a row that all say some of it; newest first."""
    moment = told[0][1]
    for pk, created in told[1:]:
        if not any(same(_at(data[pk], path), _at(live, path)) for path in paths):
            break
        moment = created
    return moment


def _at(record: Any, path: Path) -> Any:
    for step in path:
        record = record.get(step) if isinstance(record, dict) else None
    return record
