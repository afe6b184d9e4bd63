"""What readers were shown of one object, and when: its versions, and why it left the site."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from publishing import citable, history, records
from publishing.citable import Citable
from publishing.models import Revision
from publishing.records import Record

State, Weight = Revision.State, Revision.Weight
# What readers were shown, without the texts.
ROWS = Revision.objects.public().defer("data", "quoted").order_by("object_id", "-number")
# As much of them as the page of what is public tells.
NEWEST = (
    Revision.objects.public()
    .order_by("-number")
    .only("key", "number", "version", "state", "created", "note", "weight", "hash")
)
# Mostly each is a version; a check that changed no word is a row as well.
ROWS_A_VERSION = 2
# Of a kind and a slug.
Place = tuple[str, str]


@dataclass(frozen=True)
class Life:
    """`rows` are publications and withdrawals, newest first; their texts are read on demand."""

    citable: Citable
    object_id: uuid.UUID
    rows: tuple[Revision, ...]

    @property
    def slug(self) -> str:
        """Under which it is, or was last, public."""
        return self.rows[0].key

    @cached_property
    def versions(self) -> tuple[Revision, ...]:
        return tuple(row for row in self.rows if row.version is not None)

    @property
    def latest(self) -> Revision | None:
        return self.versions[0] if self.versions else None

    @property
    def withdrawal(self) -> Revision | None:
        """Set where it is not on the site any more."""
        return self.rows[0] if self.rows[0].state == State.WITHDRAWN else None

    @property
    def is_readable(self) -> bool:
        """Versions outlive their page, unless the page was wrong."""
        return self.withdrawal is None or self.withdrawal.reason != Revision.Reason.WRONG

    def version(self, number: int) -> Revision | None:
        return next((each for each in self.versions if each.version == number), None)

    def before(self, revision: Revision) -> Revision | None:
        """The version before it."""
        older = (each for each in self.versions if each.number < revision.number)
        return next(older, None)

    def changed_at(self, revision: Revision) -> datetime.datetime:
        """When readers were last told of a change, up to this version."""
        told = (
            row.created
            for row in self.versions
            if row.number <= revision.number and row.weight != Weight.MINOR
        )
        return next(told, revision.created)

    def shown_at(self, moment: datetime.datetime) -> Revision | None:
        """The publication or withdrawal that stood at a moment; None before the first."""
        return next((row for row in self.rows if row.created <= moment), None)

    def text_of(self, row: Revision) -> Revision | None:
        """The version whose text a publication showed."""
        return next((each for each in self.versions if each.number <= row.number), None)

    def title(self, revision: Revision) -> str:
        return self.citable.name(record_of(revision))


def record_of(revision: Revision) -> Record:
    """Its record; read without a look-up where it is written as records are today."""
    return revision.data if revision.schema == records.SCHEMA else history.data(revision)


def address(life: Life, revision: Revision) -> str:
    return life.citable.address(life.slug, revision.version)


def day(moment: datetime.datetime) -> datetime.date:
    """The site's own day."""
    return timezone.localdate(moment)


def of_object(kind: str, object_id: uuid.UUID) -> Life | None:
    """One look-up; None for what is not cited or was never public."""
    found = citable.of(kind)
    rows = tuple(ROWS.filter(object_id=object_id))
    return Life(found, object_id, rows) if found and rows else None


def newest_of(kind: str, object_id: uuid.UUID, *, versions: int) -> Life | None:
    """The same without what is older than that many versions, or not told on a page."""
    found, most = citable.of(kind), versions * ROWS_A_VERSION
    rows = tuple(NEWEST.filter(object_id=object_id)[:most])
    if not found or not rows:
        return None
    life = Life(found, object_id, rows)
    is_whole = len(rows) < most or len(life.versions) >= versions
    return life if is_whole else of_object(kind, object_id)


def of_objects(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Life]:
    """Many at once, in one look-up."""
    by_id: dict[uuid.UUID, list[Revision]] = {}
    for row in ROWS.filter(object_id__in=set(ids)):
        by_id.setdefault(row.object_id, []).append(row)
    return {
        pk: Life(found, pk, tuple(rows))
        for pk, rows in by_id.items()
        if (found := citable.of(rows[0].kind))
    }


def find(kind: str, slug: str, version: int | None = None) -> Life | None:
    """What stands at an address, or stood there last; with a version, what published it there."""
    named = Revision.objects.public().filter(kind=kind, key=slug)
    exact = named.filter(version=version) if version else named
    last = exact.order_by("-pk").first() or named.order_by("-pk").first()
    return of_object(kind, last.object_id) if last else None


def find_many(places: Iterable[Place]) -> dict[Place, Life]:
    """What stands at each address or stood there last, in two look-ups."""
    wanted = set(places)
    if not wanted:
        return {}
    asked = Q()
    for kind in {kind for kind, _slug in wanted}:
        asked |= Q(kind=kind, key__in={slug for name, slug in wanted if name == kind})
    rows = Revision.objects.public().filter(asked).order_by("pk")
    owners = {(row[0], row[1]): row[2] for row in rows.values_list("kind", "key", "object_id")}
    lives = of_objects(owners.values())
    return {
        place: lives[owner] for place, owner in owners.items() if owner in lives and place in wanted
    }
