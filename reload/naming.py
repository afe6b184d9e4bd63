"""Which records have another name in the files than in the database."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from publishing import kinds, redirects
from publishing.models import Redirect
from reload import baselines, clashes
from reload.decisions import LIVE
from reload.fixtures import Fixtures
from reload.options import Options


@dataclass
class Naming:
    """Keys brought to what the rows are called in the end, for each of three tellers."""

    file: dict[tuple[str, str], str] = field(default_factory=dict)
    base: dict[tuple[str, str], str] = field(default_factory=dict)
    live: dict[tuple[str, str], str] = field(default_factory=dict)
    # What `moves.json` renames: the place of its baseline by kind and new key.
    moved: dict[tuple[str, str], int] = field(default_factory=dict)
    # Renamed by staff and in `moves.json`, each to another key: (kind, new key).
    torn: dict[tuple[str, str], str] = field(default_factory=dict)


def find(fixtures: Fixtures, options: Options) -> Naming:
    naming = Naming()
    by_staff = dict(_renamed_by_staff(fixtures))
    naming.base |= by_staff
    for (kind, old), new in by_staff.items():
        place = fixtures.known.place(kind, old)
        if place is not None and fixtures.has(kind, new) and not fixtures.has(kind, old):
            # An export has brought the new address into the files.
            naming.moved[kind, new] = place
        naming.file[kind, old] = new
    for kind, old, new, place in _moves(fixtures):
        naming.moved[kind, new] = place
        now = by_staff.get((kind, old), old)
        side = options.side(clashes.address(kind, new, ("key",)))
        if now not in {old, new} and side is None:
            naming.torn[kind, new] = now
        final = now if side == LIVE and now != old else new
        if now != final:
            naming.live[kind, now] = final
        if new != final:
            naming.file[kind, new] = final
        # Whoever still writes the old key means the same record.
        naming.file[kind, old] = naming.base[kind, old] = final
    return naming


def _renamed_by_staff(fixtures: Fixtures) -> Iterator[tuple[tuple[str, str], str]]:
    """A row that staff renamed left a redirect, and its baseline still has the old address."""
    known = fixtures.known
    places: dict[int, tuple[str, str, uuid.UUID]] = {}
    for kind, slug, object_id in Redirect.objects.values_list("kind", "slug", "object_id"):
        place = known.place(kind, slug)
        if place is not None:
            places[known.ids[place]] = (kind, slug, object_id)
    same = [
        places[each.pk][:2]
        for each in baselines.whole(places)
        if places[each.pk][2] == each.object_id
    ]
    for renamed, slug in redirects.present(same).items():
        if slug != renamed[1]:
            yield renamed, slug


def _moves(fixtures: Fixtures) -> Iterator[tuple[str, str, str, int]]:
    names = {kind.name for kind in kinds.all_kinds()}
    for kind, moved in fixtures.selection.moves.items():
        for old, new in moved.items() if kind in names else ():
            place = fixtures.known.place(kind, old)
            is_done = fixtures.known.place(kind, new) is not None
            stands = fixtures.has(kind, new) and not fixtures.has(kind, old)
            if place is not None and stands and not is_done:
                yield kind, old, new, place
