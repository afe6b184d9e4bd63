"""Records that a fixture held and none holds any more: shown, and with `--prune` taken down."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import bulk_history, kinds, markdown
from publishing.kinds import Kind
from publishing.models import Reference, Revision
from publishing.records import Record
from publishing.records.bulk_reading import rows
from reload import baselines, decisions, fingerprints, identity
from reload.completing import without
from reload.decisions import FIXTURE, LIVE
from reload.fixtures import Fixtures
from reload.models import Baseline
from reload.naming import Naming
from reload.outcomes import Action, Clash, Detail, Item, Plan
from reload.problems import Problem

BATCH = 500
# More than this share of a kind at once is a mistake until somebody says that it is none.
MOST = 0.1
State = Revision.State


@dataclass
class Leaving:
    plan: Plan
    fixtures: Fixtures
    naming: Naming

    def all(self) -> None:
        by_kind: dict[str, list[int]] = defaultdict(list)
        for place in self._places():
            by_kind[self.fixtures.known.kinds[place]].append(place)
        for name, places in sorted(by_kind.items()):
            waiting = iter(places)
            while batch := list(islice(waiting, BATCH)):
                self._batch(kinds.named(name), batch)

    def _places(self) -> Iterator[int]:
        fixtures, known = self.fixtures, self.fixtures.known
        moved = set(self.naming.moved.values())
        for place, (kind, key) in enumerate(zip(known.kinds, known.keys, strict=True)):
            is_there = place in fixtures.same or (kind, key) in fixtures.roots or place in moved
            is_asked = self.plan.options.chosen(kind, key)
            if not is_there and is_asked and fixtures.selection.holds(known.files[place]):
                yield place

    def _batch(self, kind: Kind, places: Sequence[int]) -> None:
        known = self.fixtures.known
        found = {each.pk: each for each in baselines.whole(known.ids[at] for at in places)}
        ids = [each.object_id for each in found.values()]
        held = rows(kind, ids)
        standings = bulk_history.standings(ids)
        public = (each.public for each in standings.values() if each.public)
        data = bulk_history.data({*(each.revision_id for each in found.values()), *public})
        for place in places:
            baseline = found[known.ids[place]]
            row = held.get(baseline.object_id)
            standing = standings[baseline.object_id]
            detail = Detail(
                object_id=baseline.object_id,
                live=row.record if row else None,
                is_live=bool(row and row.live),
                public=standing.public,
                baseline=baseline.pk,
                baseline_revision=baseline.revision_id,
                omitted=baseline.omitted,
                hash=bytes(baseline.hash),
                file=baseline.file,
                standing=Baseline.Standing.GONE,
                live_hash=fingerprints.of(row.record if row else None),
                keeps_revision=True,
            )
            if standing.public and row:
                detail.is_outside = data[standing.public] != row.record
            base = without(data[baseline.revision_id], baseline.omitted)
            base = identity.renamed(base, self.naming.base)
            self._one(kind, place, baseline, detail, base)

    def _one(
        self, kind: Kind, place: int, baseline: Baseline, detail: Detail, base: Record
    ) -> None:
        item = Item(Action.DROP, kind.name, baseline.key, known=place, is_bookkeeping=True)
        if detail.live is not None and detail.is_live:
            self._decide(item, detail, identity.renamed(detail.live, self.naming.live), base)
            if item.action == Action.GONE:
                before = (baseline.standing, bytes(baseline.live))
                item.is_bookkeeping = before != (detail.standing, detail.live_hash)
        self.plan.put(item, detail)

    def _decide(self, item: Item, detail: Detail, live: Record, base: Record) -> None:
        """Nobody changed it here: it may go. Somebody did: a conflict, whatever the options."""
        kept = decisions.differences(base, live)
        side: str | None = FIXTURE if self.plan.options.prune else None
        if kept:
            where = f"{item.kind}[{item.key}]"
            side = self.plan.options.side(where)
            if side is None:
                item.action = Action.CONFLICT
                item.clashes = (Clash(where, None, None, None, _gone_and_edited()),)
                return
        if side == FIXTURE:
            item.action = Action.PRUNE
        elif side == LIVE:
            # From now on it is the staff's own; export brings it back into the files.
            item.action, item.kept = Action.DROP, tuple(kept)
        else:
            item.action = Action.GONE

    def refusals(self) -> list[Problem]:
        """Why the prunes of the plan cannot be, in sentences."""
        pruned = list(self.plan.of(Action.PRUNE))
        if not pruned:
            return []
        return [*self._too_many(pruned), *self._needed(pruned)]

    def _too_many(self, pruned: Sequence[Item]) -> Iterator[Problem]:
        most = self.plan.options.prune_max
        if most is not None:
            if len(pruned) > most:
                said = _("%(count)d records would go, and --prune-max allows %(most)d.")
                yield Problem(None, "", said % {"count": len(pruned), "most": most})
            return
        for name in self._emptied():
            said = _("%(file)s is missing or empty. If that is meant, say --prune-max %(count)d.")
            yield Problem(None, "", said % {"file": name, "count": len(pruned)})
        of_kind = Counter(self.fixtures.known.kinds)
        for kind, count in Counter(item.kind for item in pruned).items():
            if count > MOST * of_kind[kind]:
                said = _(
                    "%(count)d of %(all)d records of %(kind)s would go, more than a tenth."
                    " If that is meant, say --prune-max %(total)d."
                )
                names = {"count": count, "all": of_kind[kind], "kind": kind, "total": len(pruned)}
                yield Problem(None, "", said % names)

    def _emptied(self) -> list[str]:
        """Files that held records once and hold none now."""
        fixtures, known = self.fixtures, self.fixtures.known
        full = {place.source.name for places in fixtures.same.values() for place in places}
        for found in fixtures.roots.values():
            full |= {place.source.name for place in (found.root, *found.parts.values()) if place}
        return sorted(
            name for name in set(known.files) if fixtures.selection.holds(name) and name not in full
        )

    def _needed(self, pruned: Sequence[Item]) -> Iterator[Problem]:
        by_kind: dict[str, dict[uuid.UUID, Item]] = defaultdict(dict)
        for item in pruned:
            by_kind[item.kind][self.plan.detail(item).object_id] = item
        going = {pk for found in by_kind.values() for pk in found}
        changed = [self.plan.detail(item) for item in self.plan.of(Action.UPDATE)]
        stays = going | {each.object_id for each in changed}
        for name, found in by_kind.items():
            needing = _needing(kinds.named(name), found, stays)
            for pk, key in self._still_named(name, found, changed):
                needing.setdefault(pk, []).append(key)
            for pk, names in needing.items():
                said = ngettext(
                    "%(count)d public text needs it: %(names)s. Change it first.",
                    "%(count)d public texts need it: %(names)s. Change them first.",
                    len(names),
                ) % {"count": len(names), "names": "; ".join(f"“{each}”" for each in names[:5])}
                yield Problem(None, f"{name}[{found[pk].key}]", said)

    def _still_named(
        self, kind: str, found: Mapping[uuid.UUID, Item], changed: Sequence[Detail]
    ) -> Iterator[tuple[uuid.UUID, str]]:
        """What goes, and each text that this run changes and that names it even then."""
        lives = {pk: self.plan.detail(item).live for pk, item in found.items()}
        keys = {(kind, live["key"]): pk for pk, live in lives.items() if live}
        for final in filter(None, (each.final for each in changed)):
            for pk in {keys[name] for name in _names(final) if name in keys}:
                yield pk, f"{final['kind']}[{final['key']}]"


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """Kind and address of all that a record points to or quotes."""
    kind = kinds.named(record["kind"])
    rows: list[tuple[Any, Record]] = [(kind.model, record["fields"])]
    for accessor, parts in record["parts"].items():
        rows += [(kinds.part_model(kind, accessor), fields) for fields in parts.values()]
    for model, fields in rows:
        for name, other, is_set in identity.pointers(model):
            if value := fields.get(name):
                yield from ((other, key[0]) for key in (value if is_set else [value]))
    for name in kind.markdown:
        for quote in markdown.quotes_in(record["fields"].get(name, "")):
            if word := kinds.reference_word(quote.word):
                yield word.to_kind, quote.key


def _needing(
    kind: Kind, found: Collection[uuid.UUID], but: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[str]]:
    """What is public and points to these or quotes them, by id; `but` these themselves.

    What the same run changes is looked at by its new text, see `_still_named`.
    """
    needing: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    for pk, other, name in (*_pointing(kind, found), *_quoting(kind, found)):
        if other not in but:
            needing[pk][name] = None
    return {pk: sorted(names) for pk, names in needing.items()}


def _pointing(kind: Kind, found: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, uuid.UUID, str]]:
    ids = list(found)
    for relation in kind.model._meta.related_objects:
        model: Any = relation.related_model
        root = kinds.root_of(model)
        if root is None or relation.field.name == kinds.root_field(model):
            continue
        way = "" if kinds.of(model) else f"{kinds.root_field(model)}__"
        for at in range(0, len(ids), BATCH):
            held = model._base_manager.filter(
                **{f"{relation.field.name}__in": ids[at : at + BATCH], f"{way}live": True}
            )
            for other, slug, pk in held.values_list(f"{way}pk", f"{way}slug", relation.field.name):
                yield pk, other, f"{root.name}[{slug}]"


def _quoting(kind: Kind, found: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, uuid.UUID, str]]:
    keys = dict(kind.model.everything.filter(pk__in=list(found)).values_list("slug", "pk"))
    quoted = Reference.objects.filter(to_kind=kind.name, to_key__in=list(keys))
    by_kind: dict[str, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for name, pk, key in quoted.values_list("kind", "object_id", "to_key"):
        by_kind[name].append((pk, key))
    for name, rows_of in by_kind.items():
        model = kinds.named(name).model
        live = model.objects.filter(pk__in=[pk for pk, _key in rows_of])
        slugs = dict(live.values_list("pk", "slug"))
        for pk, key in rows_of:
            if pk in slugs:
                yield keys[key], pk, f"{name}[{slugs[pk]}]"


def _gone_and_edited() -> str:
    return _("It is gone from the fixtures, and staff edited it since.")
