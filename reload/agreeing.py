"""What fixtures and database agree on after a run: the fixture's text, whoever won."""

import uuid
from collections.abc import Iterable, Sequence

from publishing import bulk_history, bulk_rows
from publishing.bulk_history import New, Standing
from publishing.models import Revision
from publishing.records import Record
from reload.decisions import overlaid
from reload.models import Baseline
from reload.outcomes import Detail, Item

BATCH = 500
FIXTURES = "fixtures"
COLUMNS = ("kind", "key", "object_id", "file", "revision", "omitted", "hash", "live", "standing")


def keep(
    batch: Sequence[tuple[Item, Detail]],
    published: Sequence[int],
    standings: dict[uuid.UUID, Standing],
) -> None:
    """The fixture's text is what both sides know from now on, whoever won."""
    revisions = _agreed(batch, published, standings)
    new, moved = [], []
    for (item, detail), revision in zip(batch, revisions, strict=True):
        row = (
            item.kind,
            item.key,
            detail.object_id,
            detail.file,
            revision,
            detail.omitted,
            detail.hash,
            detail.live_hash,
            detail.standing,
        )
        if detail.baseline is None:
            new.append(row)
        else:
            moved.append((*row, detail.baseline))
    bulk_rows.insert(Baseline, COLUMNS, new)
    bulk_rows.update(Baseline, COLUMNS, moved)


def _agreed(
    batch: Sequence[tuple[Item, Detail]],
    published: Sequence[int],
    standings: dict[uuid.UUID, Standing],
) -> list[int]:
    """The revision that holds each fixture's text; where none does, one set aside."""
    apart = [
        (number, detail)
        for number, (_item, detail) in enumerate(batch)
        if detail.has_own_text and not detail.keeps_revision
    ]
    texts = [
        New(
            object_id=detail.object_id,
            record=_stated(detail),
            state=Revision.State.ASIDE,
            standing=standings[detail.object_id],
            author_name=FIXTURES,
        )
        for _number, detail in apart
    ]
    own = dict(zip((number for number, _detail in apart), bulk_history.add(texts), strict=True))
    return [
        own.get(number, _kept(detail, made))
        for number, ((_item, detail), made) in enumerate(zip(batch, published, strict=True))
    ]


def stand(moved: Iterable[Detail]) -> None:
    """Where a record stands to its baseline, though neither changes."""
    names = ("file", "hash", "live", "standing")
    bulk_rows.update(
        Baseline,
        names,
        [(each.file, each.hash, each.live_hash, each.standing, each.baseline) for each in moved],
    )


def _stated(detail: Detail) -> Record:
    """The record as if the fixture had won everywhere."""
    stood = detail.final or detail.live
    fixture = detail.fixture or {}
    return overlaid(stood, fixture) if stood else fixture


def _kept(detail: Detail, published: int) -> int:
    """A baseline that says what the fixture says may stay where it is."""
    if detail.keeps_revision and detail.baseline_revision and detail.has_own_text:
        return detail.baseline_revision
    return published


def drop(baselines: Iterable[int | None]) -> None:
    wanted = [pk for pk in baselines if pk is not None]
    for at in range(0, len(wanted), BATCH):
        Baseline.objects.filter(pk__in=wanted[at : at + BATCH]).delete()
