"""What can only be asked when all is planned: what records point to, quote and stand on."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds, quotes, references
from publishing.kinds import Kind, ReferenceWord
from publishing.quotes import SUSPECT, Targets
from publishing.records import Record
from reload import decisions, row_rules
from reload.fixtures import Fixtures, Found, Place
from reload.identity import pointers
from reload.naming import Naming
from reload.options import Options
from reload.outcomes import Detail
from reload.positions import Way
from reload.problems import Problem, meant
from reload.shapes import all_shapes, part_shape

BATCH = 500
# Kind, key, and the name of a part.
Target = tuple[str, str, str]


@dataclass
class Checks:
    fixtures: Fixtures
    options: Options
    problems: list[Problem] = field(default_factory=list)
    # What records of the files point to, and the first place that does.
    targets: dict[Target, tuple[Place | None, str, Way]] = field(default_factory=dict)
    # Texts that may quote something: (record, place, address, way, text).
    texts: list[tuple[Place | None, str, Way, str]] = field(default_factory=list)
    # What texts can no longer quote by this name, and the record that takes it away.
    lost: dict[Target, tuple[Found, Any]] = field(default_factory=dict)
    # Whose texts are looked at by what they will be.
    updated: set[uuid.UUID] = field(default_factory=set)
    # What the rule over all rows of a kind looks at: {kind: {key: fields}}.
    placed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))

    def complain(self, found: Found, way: Way, sentence: str, part: Any = None) -> None:
        place, where = self._where(found, way, part)
        self.problems.append(Problem(place.spot(way) if place else None, where, sentence))

    def _where(self, found: Found, way: Way, part: Any = None) -> tuple[Place | None, str]:
        where = f"{found.kind}[{found.key}]"
        place = found.root
        if part is not None:
            place = found.parts.get(part, found.root)
            where += f".{part[0]}[{part[1]}]"
        return place, f"{where}.{way[-1]}" if way else where

    def create(self, kind: Kind, found: Found, record: Record, detail: Detail) -> None:
        self._needed(kind, found, record)
        self._values(kind, found, record, detail)
        for name in kind.check_fields:
            value = (detail.final or {})["fields"][name]
            if value is not None:
                self._note_place(kind, found, detail)

    def update(self, kind: Kind, found: Found, record: Record, detail: Detail) -> None:
        self._values(kind, found, record, detail)
        self._weight(kind, found, detail)
        before, after = detail.live, detail.final
        if after and any(
            before is None or before["fields"][name] != after["fields"][name]
            for name in kind.check_fields
        ):
            self._note_place(kind, found, detail)
        self._note_new_parts(kind, found, record, detail)
        self._note_lost(kind, found, detail)

    def _note_place(self, kind: Kind, found: Found, detail: Detail) -> None:
        final = detail.final or {}
        fields = {name: final["fields"][name] for name in kind.check_fields}
        self.placed[kind.name][final["key"]] = fields

    def _needed(self, kind: Kind, found: Found, record: Record) -> None:
        self._lacking(all_shapes()[kind.name].needed - record["fields"].keys(), found)
        for accessor, parts in record["parts"].items():
            for key, fields in parts.items():
                lacking = part_shape(kind, accessor).needed - fields.keys()
                self._lacking(lacking, found, (accessor, key))

    def _lacking(self, names: Set[str], found: Found, part: Any = None) -> None:
        for name in sorted(names):
            sentence = _("A new record needs ‘%(name)s’.") % {"name": name}
            self.complain(found, ("fields",), sentence, part)

    def _note_new_parts(self, kind: Kind, found: Found, record: Record, detail: Detail) -> None:
        before = (detail.live or {"parts": {}})["parts"]
        keys = {
            (accessor, fields[kind.part_key])
            for accessor, parts in before.items()
            for fields in parts.values()
        }
        for accessor, parts in record["parts"].items():
            for key, fields in parts.items():
                if (accessor, key) not in keys:
                    lacking = part_shape(kind, accessor).needed - fields.keys()
                    self._lacking(lacking, found, (accessor, key))

    def _note_lost(self, kind: Kind, found: Found, detail: Detail) -> None:
        self.updated.add(detail.object_id)
        before, after = detail.live, detail.final
        if not (before and after):
            return
        if before["key"] != after["key"]:
            self.lost[kind.name, before["key"], ""] = (found, None)
        for accessor in kind.parts:
            names = [
                {fields[kind.part_key] for fields in each["parts"][accessor].values()}
                for each in (before, after)
            ]
            for name in names[0] - names[1]:
                self.lost[kind.name, before["key"], name] = (found, (accessor, name))

    def _values(self, kind: Kind, found: Found, record: Record, detail: Detail) -> None:
        """The rules of one row, of what files and rows give together; what it points to."""
        final = detail.final
        if final is None:
            return
        if self._is_mixed(detail):
            self._rules(kind, found, final)
        self._point(kind.model, record["fields"], found)
        for name in kind.markdown:
            if SUSPECT.search(record["fields"].get(name, "")):
                place, where = self._where(found, ("fields", name))
                self.texts.append((place, where, ("fields", name), record["fields"][name]))
        for accessor, parts in record["parts"].items():
            model = kinds.part_model(kind, accessor)
            for key, fields in parts.items():
                self._point(model, fields, found, (accessor, key))

    def _is_mixed(self, detail: Detail) -> bool:
        """Whether the rows will say something that no file says as a whole."""
        if detail.omitted or detail.final is None:
            return True
        return detail.fixture is not None and any(
            detail.final[name] != detail.fixture[name] for name in ("fields", "parts")
        )

    def _rules(self, kind: Kind, found: Found, final: Record) -> None:
        own = {row_rules.OWN: [final["key"]]}
        for rule in row_rules.broken(kind.model, final["fields"] | own):
            self.complain(found, ("fields", rule.field), rule.sentence)
        for accessor, parts in final["parts"].items():
            model = kinds.part_model(kind, accessor)
            for fields in parts.values():
                own = {row_rules.OWN: [final["key"], fields[kind.part_key]]}
                for rule in row_rules.broken(model, fields | own):
                    part = (accessor, fields[kind.part_key])
                    self.complain(found, ("fields", rule.field), rule.sentence, part)

    def _point(self, model: Any, fields: Mapping[str, Any], found: Found, part: Any = None) -> None:
        for name, kind, is_set in pointers(model):
            value = fields.get(name)
            if not value:
                continue
            for number, key in enumerate(value if is_set else [value]):
                target = (kind, key[0], key[1] if len(key) > 1 else "")
                if target not in self.targets:
                    way: Way = ("fields", name, number) if is_set else ("fields", name)
                    place, where = self._where(found, ("fields", name), part)
                    self.targets[target] = (place, where, way)

    def _weight(self, kind: Kind, found: Found, detail: Detail) -> None:
        """Another value of a figure is told to readers, in a sentence of the developer's."""
        before, after = detail.live, detail.final
        if not (kind.is_major and before and after and detail.is_live):
            return
        if self.options.note or self.options.export:
            return
        if kind.is_major(before, after):
            sentence = _("This changes a figure, so readers are told. Say what in --note “…”.")
            part, way = _first_change(kind, found, before, after)
            self.complain(found, way, sentence, part)

    def finish(self, naming: Naming, leaving: Set[tuple[str, str]]) -> None:
        """`leaving`: records that this plan takes off the site, by kind and address."""
        self._find_targets(naming, leaving)
        self._find_quoting()
        known = Quotable(self.fixtures, leaving)
        for place, where, way, text in self.texts:
            for sentence in quotes.problems(text, known):
                self.problems.append(Problem(place.spot(way) if place else None, where, sentence))
        for name, changed in self.placed.items():
            self._whole(kinds.named(name), changed, naming)

    def _find_quoting(self) -> None:
        """Public texts that this plan does not change and that quote what has another name now."""
        for (kind, key, part), (found, own) in self.lost.items():
            for obj in references.referrers(kind, key, part or None):
                if obj.live and obj.pk not in self.updated:
                    said = _("“%(text)s” quotes it as ‘%(name)s’. Change that text first.")
                    name = f"{key}@{part}" if part else key
                    self.complain(found, (), said % {"text": obj, "name": name}, own)

    def _find_targets(self, naming: Naming, leaving: Set[tuple[str, str]]) -> None:
        stored = self._stored()
        for target, (place, where, way) in self.targets.items():
            kind, key, part = target
            final = naming.file.get((kind, key), key)
            sentence = ""
            if (kind, final) in leaving:
                sentence = _("It points to ‘%(key)s’, which would be taken off the site.")
            elif not self._is_there(target, stored):
                near = meant(key, self._keys(kind)) if not part else ""
                sentence = _("There is no ‘%(key)s’.") + near.replace("%", "%%")
            if sentence:
                said = sentence % {"key": " ".join(filter(None, (key, part)))}
                self.problems.append(Problem(place.spot(way) if place else None, where, said))

    def _is_there(self, target: Target, stored: Set[Target]) -> bool:
        kind, key, part = target
        if not part:
            return self.fixtures.has(kind, key) or target in stored
        found = self.fixtures.roots.get((kind, key))
        if found and found.parts:
            return any(name == part for _accessor, name in found.parts)
        return target in stored

    def _stored(self) -> set[Target]:
        """Those of the targets that no file holds and the database does."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, key, part in self.targets:
            if part or not self.fixtures.has(kind, key):
                wanted[kind].add(key)
        found: set[Target] = set()
        for name, keys in wanted.items():
            for batch in _batches(keys):
                found |= _held(kinds.named(name), batch)
        return found

    def _keys(self, kind: str) -> set[str]:
        known = self.fixtures.known
        keys = {known.keys[place] for place in self.fixtures.same if known.kinds[place] == kind}
        return keys | {key for name, key in self.fixtures.roots if name == kind}

    def _whole(self, kind: Kind, changed: Mapping[str, dict[str, Any]], naming: Naming) -> None:
        """The rule that spans rows, asked of all rows as they will be."""
        if kind.check_all is None:
            return
        rows: dict[str, dict[str, Any]] = {}
        (name,) = kind.check_fields
        stored = kind.model.everything.values_list("slug", f"{name}__slug")
        for slug, other in stored.iterator(5000):
            key = naming.live.get((kind.name, slug), slug)
            above = None if other is None else [naming.live.get((kind.name, other), other)]
            rows[key] = {name: above}
        rows |= changed
        # New records at the top were not noted: they break nothing by themselves.
        for fields in list(changed.values()):
            if fields[name] is not None:
                rows.setdefault(fields[name][0], {name: None})
        broken = kind.check_all(rows)
        for key, sentence in broken.items():
            found = self.fixtures.roots.get((kind.name, key))
            if found is not None:
                self.complain(found, ("fields", name), sentence)
            else:
                where = f"{kind.name}[{key}].{name}"
                self.problems.append(Problem(None, where, sentence))


def _held(kind: Kind, keys: list[str]) -> set[Target]:
    found = {
        (kind.name, slug, "")
        for slug in kind.model.everything.filter(slug__in=keys).values_list("slug", flat=True)
    }
    for accessor in kind.parts:
        model = kinds.part_model(kind, accessor)
        joint = kinds.root_field(model)
        rows = model._base_manager.filter(**{f"{joint}__slug__in": keys})
        for slug, key in rows.values_list(f"{joint}__slug", kind.part_key):
            found.add((kind.name, slug, key))
    return found


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(keys)
    for at in range(0, len(wanted), BATCH):
        yield wanted[at : at + BATCH]


def _first_change(kind: Kind, found: Found, before: Record, after: Record) -> tuple[Any, Way]:
    for path in decisions.differences(before, after):
        match path:
            case ("parts", accessor, pk, *rest):
                part = after["parts"][accessor].get(pk) or before["parts"][accessor][pk]
                own = (accessor, part[kind.part_key])
                return (
                    (own, ("fields", *rest) if rest else ()) if own in found.parts else (None, ())
                )
    return None, ()


class Quotable(Targets):
    """What can be quoted once the plan is carried out."""

    def __init__(self, fixtures: Fixtures, leaving: Set[tuple[str, str]]) -> None:
        self.fixtures = fixtures
        self.leaving = leaving
        self.known: dict[str, set[str]] = {}

    def keys(self, word: ReferenceWord) -> Set[str]:
        if word.word not in self.known:
            kind = word.to_kind
            files = {key for name, key in self.fixtures.roots if name == kind}
            gone = {key for name, key in self.leaving if name == kind}
            self.known[word.word] = (set(word.keys()) | files) - gone
        return self.known[word.word]

    def pins(self, word: ReferenceWord, key: str) -> Set[str]:
        found = self.fixtures.roots.get((word.to_kind, key))
        if found is not None and found.parts:
            return {name for _accessor, name in found.parts}
        return set(word.pins(key)) if word.pins else set()
