"""What staff wrote, brought back into the fixture files; no other byte of them changes."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.db import models

from publishing import kinds
from publishing.kinds import Kind
from publishing.records import Record
from publishing.records.bulk_reading import rows
from publishing.value_merge import same
from reload import fixtures, plan
from reload.fixtures import Fixtures, Found, Place
from reload.identity import part_ids
from reload.options import Options
from reload.outcomes import Action, Item, Plan
from reload.shapes import TAGS, Shape, all_shapes, part_shape
from reload.sources import Selection, name_of
from reload.splicing import Splice, Stood

COMPARED = (Action.UPDATE, Action.SETTLE, Action.ADOPT, Action.KEEP)


@dataclass(frozen=True)
class Export:
    """`files` are those that would change, with their new bytes; none where there are conflicts."""

    plan: Plan
    files: Mapping[Path, bytes]
    # How many records were changed, added and taken out.
    changed: int = 0
    added: int = 0
    removed: int = 0


def make(selection: Selection) -> Export:
    """Raises Broken where the files are wrong. Reads every row; writes nothing."""
    read = fixtures.read(selection)
    made = plan.make(selection, Options(export=True), read)
    if made.open_clashes():
        return Export(made, {})
    return _Exporting(made, read).done()


def patch(export: Export) -> str:
    """The change of the files as `git apply` takes it."""
    return "".join(_patch(path, raw) for path, raw in sorted(export.files.items()))


def _patch(path: Path, raw: bytes) -> str:
    name = name_of(path)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    old = f"a/{name}" if path.exists() else "/dev/null"
    lines = unified_diff(
        before.splitlines(keepends=True),
        raw.decode().splitlines(keepends=True),
        old,
        f"b/{name}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


class _Exporting:
    def __init__(self, made: Plan, read: Fixtures) -> None:
        self.plan, self.read = made, read
        self.splices: dict[Path, Splice] = {}
        self.counts = {"changed": 0, "added": 0, "removed": 0}

    def done(self) -> Export:
        for item in self.plan.items:
            if item.action == Action.WITHDRAWN:
                self._remove(self._found(item))
            elif item.action in COMPARED:
                self._bring_up(item)
        made_here: dict[str, list[str]] = defaultdict(list)
        for kind, key in self.plan.made_here:
            made_here[kind].append(key)
        for kind, keys in made_here.items():
            self._add(kinds.named(kind), keys)
        files = {path: splice.result() for path, splice in self.splices.items()}
        changed = {path: raw for path, raw in files.items() if raw != self.splices[path].raw}
        return Export(self.plan, changed, **self.counts)

    def _splice(self, path: Path) -> Splice:
        if path not in self.splices:
            self.splices[path] = Splice(path)
        return self.splices[path]

    def _found(self, item: Item) -> Found:
        found = self.read.roots.get((item.kind, item.key))
        return found or self.read.found(item.known)

    def _remove(self, found: Found) -> None:
        for place in filter(None, [found.root, *found.parts.values()]):
            self._splice(place.source.path).remove(place.start)
        self.counts["removed"] += 1

    def _bring_up(self, item: Item) -> None:
        detail = self.plan.detail(item)
        found, final = self._found(item), detail.final or detail.live
        if final is None or found.root is None or detail.fixture is None:
            return
        kind = kinds.named(item.kind)
        stated = self.read.record(found)
        is_changed = self._object(found.root, all_shapes()[kind.name], final, stated, final)
        ids = part_ids(detail.fixture)
        for accessor in stated["parts"]:
            is_changed |= self._parts(kind, accessor, found, final, stated, ids)
        self.counts["changed"] += is_changed

    def _object(
        self, place: Place, shape: Shape, final: Record, stated: Record, values: Mapping[str, Any]
    ) -> bool:
        """Write those values of one object that the row says otherwise; nothing else moves."""
        fields = dict(values["fields"]) if not shape.joint else dict(values)
        if TAGS in values:
            fields[TAGS] = values[TAGS]
        told = dict(stated["fields"]) if not shape.joint else dict(stated)
        if not shape.joint and TAGS in stated:
            told[TAGS] = stated[TAGS]
        changed = {
            name: fields[name]
            for name, value in told.items()
            if not (value == fields[name] or same(value, fields[name]))
        }
        raw = _raw(place)
        if shape.joint and raw["fields"][shape.joint] != [final["key"]]:
            changed[shape.joint] = [final["key"]]
        if not changed:
            return False
        for name, value in changed.items():
            raw["fields"][name] = in_file(shape, name, value)
        self._splice(place.source.path).replace(place.start, raw)
        return True

    def _parts(
        self,
        kind: Kind,
        accessor: str,
        found: Found,
        final: Record,
        stated: Record,
        ids: Mapping[tuple[str, str], str],
    ) -> bool:
        shape = part_shape(kind, accessor)
        rest = dict(final["parts"][accessor])
        is_changed = False
        for key, fields in stated["parts"][accessor].items():
            place = found.parts[accessor, key]
            values = rest.pop(ids.get((accessor, key), ""), None)
            if values is None:
                self._splice(place.source.path).remove(place.start)
                is_changed = True
            else:
                is_changed |= self._object(place, shape, final, fields, values)
        if rest and found.root:
            path, after = _end(found)
            made = _part_objects(shape, final, rest.values())
            self._splice(path).add(after, made)
        return is_changed or bool(rest)

    def _add(self, kind: Kind, keys: list[str]) -> None:
        ids = list(kind.model.objects.filter(slug__in=keys).values_list("pk", flat=True))
        records = sorted((row.record for row in rows(kind, ids).values()), key=_place)
        path, after = self._ends(kind)
        splice = self._splice(path)
        for record in records:
            made = [whole_object(all_shapes()[kind.name], record)]
            for accessor, parts in record["parts"].items():
                made += _part_objects(part_shape(kind, accessor), record, parts.values())
            splice.add(splice.after(after, _place(record)), made)
            self.counts["added"] += 1

    def _ends(self, kind: Kind) -> tuple[Path, list[Stood]]:
        """The file that holds this kind, and where its records stand in it, in their order."""
        found = [each for (name, _key), each in self.read.roots.items() if name == kind.name]
        ends = [(each.key, *_end(each), each.root.start) for each in found if each.root]
        known = self.read.known
        for place, places in self.read.same.items():
            if known.kinds[place] == kind.name:
                starts = [each.start for each in places]
                ends.append((known.keys[place], places[0].source.path, max(starts), min(starts)))
        if not ends:
            return self._new_file(kind), []
        path = max(each[1] for each in ends)
        orders = _orders(kind)
        placed = [
            Stood((orders.get(key, 0), key), end, begin)
            for key, where, end, begin in ends
            if where == path
        ]
        return path, sorted(placed)

    def _new_file(self, kind: Kind) -> Path:
        sources = self.read.selection.sources
        for folder in self.read.selection.paths:
            return folder / f"{kind.name}.json"
        return sources[0].path.parent / f"{kind.name}.json"


def _raw(place: Place) -> dict[str, Any]:
    with place.source.path.open("rb") as file:
        file.seek(place.start)
        made: dict[str, Any] = json.loads(file.read(place.length))
    return made


def _end(found: Found) -> tuple[Path, int]:
    """Behind which object the next record may stand: the last of its own in the root's file."""
    root = found.root
    if root is None:
        raise LookupError(f"{found.kind}[{found.key}] has no root")
    here = [each.start for each in found.parts.values() if each.source == root.source]
    return root.source.path, max([root.start, *here])


def _place(record: Record) -> tuple[Any, str]:
    return record["fields"].get("order", 0), record["key"]


def _orders(kind: Kind) -> dict[str, Any]:
    names = {field.name for field in kind.model._meta.concrete_fields}
    if "order" not in names:
        return {}
    return dict(kind.model.everything.values_list("slug", "order"))


def _part_objects(shape: Shape, record: Record, parts: Any) -> Iterator[dict[str, Any]]:
    for fields in sorted(parts, key=lambda each: str(each[shape.key])):
        values = {shape.joint: [record["key"]], **fields}
        yield {"model": shape.label, "fields": _in_order(shape, values)}


def whole_object(shape: Shape, record: Record) -> dict[str, Any]:
    values = dict(record["fields"])
    if TAGS in shape.columns:
        values[TAGS] = record["tags"]
    return {"model": shape.label, "fields": _in_order(shape, values)}


def _in_order(shape: Shape, values: Mapping[str, Any]) -> dict[str, Any]:
    """As Django's serializer gives them: columns, then sets, then subjects."""
    columns = [field.name for field in shape.model._meta.concrete_fields]
    sets = [field.name for field in shape.model._meta.many_to_many]
    return {
        name: in_file(shape, name, values[name]) for name in [*columns, *sets] if name in values
    }


def in_file(shape: Shape, name: str, value: Any) -> Any:
    field = shape.model._meta.get_field(name)
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return value.removesuffix("+00:00") + "Z" if value.endswith("+00:00") else value
    return value
