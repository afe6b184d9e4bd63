"""All fixture files of a run, held against the baselines: which records are as they were, what
the others say. Nothing of the database's content is read."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds
from publishing.records import Record
from reload import baselines, objects, splitting
from reload.baselines import Known
from reload.models import DIGEST
from reload.objects import NotOne, Object
from reload.problems import Broken, Problem, Spot
from reload.sources import Selection, Source
from reload.spill import Spill
from reload.splitting import Faulty, Piece, Unusual


@dataclass(slots=True)
class Place:
    """Where one object stands, the digest of its bytes, and its values in the spill."""

    source: Source
    start: int
    length: int
    digest: bytes
    at: int = -1

    def spot(self, way: tuple[str | int, ...] = ()) -> Spot:
        return Spot(self.source.path, self.source.name, self.start, self.length, way)


@dataclass(slots=True)
class Found:
    """A record as the files have it: its root and, by accessor and key, its parts."""

    kind: str
    key: str
    root: Place | None = None
    parts: dict[tuple[str, str], Place] = field(default_factory=dict)

    def hash(self) -> bytes:
        places = [self.root, *self.parts.values()] if self.root else list(self.parts.values())
        return b"".join(place.digest for place in places)


@dataclass
class Fixtures:
    """`same` are places in `known`; `roots` every other record, by kind and key."""

    selection: Selection
    known: Known
    spill: Spill
    same: dict[int, list[Place]] = field(default_factory=dict)
    roots: dict[tuple[str, str], Found] = field(default_factory=dict)
    # Models that some file holds an object of.
    models: set[str] = field(default_factory=set)
    counted: int = 0
    # The last run when the baselines were loaded.
    serial: int = 0

    def has(self, kind: str, key: str) -> bool:
        return (kind, key) in self.roots or self.known.place(kind, key) in self.same

    def place_of(self, kind: str, key: str) -> Place | None:
        if found := self.roots.get((kind, key)):
            return found.root
        place = self.known.place(kind, key)
        return self.same[place][0] if place in self.same else None

    def record(self, found: Found) -> Record:
        """What the files say of a record; parts by their key. What they leave out is absent."""
        values = dict(self.spill.get(found.root.at)) if found.root else {}
        tags = values.pop(objects.TAGS, None)
        kind = kinds.named(found.kind)
        parts: dict[str, dict[str, Any]] = {
            accessor: {} for accessor in kind.parts if self._decides(kind, accessor, found)
        }
        for (accessor, key), place in found.parts.items():
            parts.setdefault(accessor, {})[key] = self.spill.get(place.at)
        record: Record = {"kind": found.kind, "key": found.key, "fields": values, "parts": parts}
        return record if tags is None else record | {"tags": tags}

    def found(self, place: int) -> Found:
        """A record that is as its baseline, read after all."""
        made = Found(self.known.kinds[place], self.known.keys[place])
        for each in self.same[place]:
            piece = _piece(each)
            read, _problems = objects.read(each.source, piece)
            if read is None:
                raise OSError(_("%(file)s changed while it was read.") % {"file": each.source.name})
            each.at = self.spill.put(read.values)
            if read.shape.joint:
                made.parts[read.shape.accessor, read.key] = each
            else:
                made.root = each
        return made

    def _decides(self, kind: kinds.Kind, accessor: str, found: Found) -> bool:
        """Some chosen files may say nothing of the parts, which stand in another."""
        label = kinds.part_model(kind, accessor)._meta.label_lower
        return not self.selection.is_partial or label in self.models


def read(selection: Selection) -> Fixtures:
    """Raises Broken with everything that is wrong with the files."""
    serial = baselines.serial()
    reading = _Reading(Fixtures(selection, baselines.load(), Spill(), serial=serial))
    for source in selection.sources:
        reading.add(source)
    return reading.finished()


class _Reading:
    def __init__(self, fixtures: Fixtures) -> None:
        self.fixtures = fixtures
        self.problems: list[Problem] = []
        # Objects whose bytes are those of a baseline, by its place.
        self.seen: dict[int, list[Place]] = {}
        self.new: list[tuple[Object, Place]] = []

    def add(self, source: Source) -> None:
        try:
            found = self._objects(source, splitting.quickly(source.path), is_sure=False)
        except (Unusual, NotOne):
            try:
                found = self._objects(source, splitting.carefully(source.path), is_sure=True)
            except Faulty as error:
                spot = Spot(source.path, source.name, error.at)
                self.problems.append(Problem(spot, "", error.sentence))
                return
            except OSError as error:
                self._unopened(source, error)
                return
        except OSError as error:
            self._unopened(source, error)
            return
        seen, new, problems = found
        for place, places in seen.items():
            self.seen.setdefault(place, []).extend(places)
        for each, where in new:
            self._register(each, where)
        self.problems += problems

    def _unopened(self, source: Source, error: OSError) -> None:
        sentence = _("The file cannot be read: %s.") % (error.strerror or error)
        self.problems.append(Problem(None, source.name, sentence))

    def _objects(self, source: Source, pieces: Iterator[Piece], *, is_sure: bool) -> Any:
        seen: dict[int, list[Place]] = defaultdict(list)
        new: list[tuple[Object, Place]] = []
        problems: list[Problem] = []
        by_digest = self.fixtures.known.by_digest
        put = self.fixtures.spill.put
        for piece in pieces:
            digest = hashlib.blake2b(piece.raw, digest_size=DIGEST).digest()
            place = Place(source, piece.start, len(piece.raw), digest)
            before = by_digest.get(digest)
            if before is not None:
                seen[before].append(place)
                continue
            made, wrong = objects.read(source, piece, is_sure=is_sure)
            problems += wrong
            if made is not None:
                place.at = put(made.values)
                new.append((Object(made.shape, made.root, made.key, {}), place))
        return seen, new, problems

    def _register(self, made: Object, place: Place) -> None:
        self.fixtures.models.add(made.shape.label)
        name = (made.shape.kind.name, made.root)
        found = self.fixtures.roots.setdefault(name, Found(*name))
        if not made.shape.joint:
            taken, found.root = found.root, found.root or place
        else:
            own = (made.shape.accessor, made.key)
            taken = found.parts.setdefault(own, place)
            taken = None if taken is place else taken
        if taken is not None:
            address = objects.address_of(made.shape, made.root, made.key)
            sentence = _(
                "This record stands in the fixtures twice. The first time is at %(place)s."
            )
            self.problems.append(Problem(place.spot(), address, sentence, taken.spot()))

    def finished(self) -> Fixtures:
        known, fixtures = self.fixtures.known, self.fixtures
        for place, places in self.seen.items():
            digests = b"".join(each.digest for each in places)
            name = (known.kinds[place], known.keys[place])
            if name not in fixtures.roots and _same(digests, known.hashes[place]):
                fixtures.same[place] = places
            else:
                self._read_after_all(places)
        self._note_models()
        for found in fixtures.roots.values():
            if found.root is None:
                self._orphans(found)
        if self.problems:
            raise Broken(self.problems)
        fixtures.counted = len(fixtures.same) + len(fixtures.roots)
        return fixtures

    def _read_after_all(self, places: list[Place]) -> None:
        for place in places:
            made, wrong = objects.read(place.source, _piece(place))
            self.problems += wrong
            if made is not None:
                place.at = self.fixtures.spill.put(made.values)
                self._register(made, place)

    def _note_models(self) -> None:
        for name in {self.fixtures.known.kinds[place] for place in self.fixtures.same}:
            self.fixtures.models.add(name)
        if any(len(self.fixtures.known.hashes[place]) > DIGEST for place in self.fixtures.same):
            for kind in kinds.all_kinds():
                for accessor in kind.parts:
                    self.fixtures.models.add(kinds.part_model(kind, accessor)._meta.label_lower)

    def _orphans(self, found: Found) -> None:
        """Parts whose root is in no chosen file."""
        for (accessor, key), place in found.parts.items():
            address = f"{found.kind}[{found.key}].{accessor}[{key}]"
            sentence = _("It belongs to %(root)s, which is in none of these files.")
            root = f"{found.kind}[{found.key}]"
            self.problems.append(Problem(place.spot(), address, sentence % {"root": root}))


def _piece(place: Place) -> Piece:
    with place.source.path.open("rb") as file:
        file.seek(place.start)
        return Piece(place.start, file.read(place.length))


def _same(one: bytes, other: bytes) -> bool:
    """The same objects, in whatever order they stand."""
    if len(one) != len(other):
        return False
    return one == other or _parted(one) == _parted(other)


def _parted(digests: bytes) -> list[bytes]:
    return sorted(digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST))
