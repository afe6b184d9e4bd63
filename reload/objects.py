"""One JSON object of a fixture, held against its model: the values of a record, or problems."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reload import row_rules
from reload.decoding import Unreadable, decoded
from reload.positions import Way
from reload.problems import Problem, Spot, meant
from reload.shapes import TAGS, Shape, all_shapes
from reload.sources import Source
from reload.splitting import Piece

MEMBERS = ("model", "fields")


@dataclass(frozen=True)
class Object:
    """`root` is the key of the record it belongs to, `key` its own within its model."""

    shape: Shape
    root: str
    key: str
    values: dict[str, Any]


class NotOne(Exception):
    """Some piece of a file is no JSON object after all."""


def spot(source: Source, piece: Piece, way: Way = (), *, by_name: bool = False) -> Spot:
    return Spot(source.path, source.name, piece.start, len(piece.raw), way, by_name)


def read(
    source: Source, piece: Piece, *, is_sure: bool = True
) -> tuple[Object | None, list[Problem]]:
    """Raises NotOne where the piece may have been cut out of its file wrongly."""
    try:
        made = decoded(piece.raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotOne from error
    except Unreadable as error:
        if not is_sure:
            raise NotOne from error
        return None, [_unreadable(source, piece, error)]
    return _checked(source, piece, made)


def _unreadable(source: Source, piece: Piece, error: Unreadable) -> Problem:
    text = piece.raw.decode("utf-8")
    at, other = (
        Spot(source.path, source.name, piece.start + len(text[:each].encode()))
        if each is not None
        else None
        for each in (error.at, error.other)
    )
    return Problem(at, "", error.sentence, other)


def _checked(source: Source, piece: Piece, made: Any) -> tuple[Object | None, list[Problem]]:
    problems: list[Problem] = []

    def complain(way: Way, address: str, sentence: str, *, by_name: bool = False) -> None:
        problems.append(Problem(spot(source, piece, way, by_name=by_name), address, sentence))

    shape = _shape(made, complain)
    if shape is None:
        return None, problems
    fields: Any = made["fields"]
    root, key = _keys(shape, fields)
    address = address_of(shape, root, key)
    values = dict(_values(shape, fields, address, complain))
    if not (root and key) and not problems:
        complain(
            ("fields",),
            shape.label,
            _("Without ‘%s’ nobody knows which record this is.")
            % (shape.key if root else shape.joint),
        )
    if not problems:
        own = {row_rules.OWN: [root, key] if shape.joint else [root]}
        for rule in row_rules.broken(shape.model, values | own):
            complain(("fields", rule.field), f"{address}.{rule.field}", rule.sentence)
    return (None if problems else Object(shape, root, key, values)), problems


def _shape(made: Any, complain: Any) -> Shape | None:
    label = made.get("model") if isinstance(made, dict) else None
    if not isinstance(label, str):
        complain((), "", _("A record needs “model” with its name, such as “faq.entry”."))
        return None
    shapes = all_shapes()
    for name in made:
        if name not in MEMBERS:
            complain((name,), label, _unknown_member(name), by_name=True)
    if label not in shapes:
        said = _("‘%(name)s’ is nothing that fixtures hold here.") % {"name": label}
        complain(("model",), "", said + meant(label, shapes))
        return None
    if not isinstance(made.get("fields"), dict):
        complain(("fields",), label, _("A record needs “fields” with its values: {…}."))
        return None
    return shapes[label]


def _unknown_member(name: str) -> str:
    if name == "pk":
        return _("Records here go by their address, not by “pk”. Take it out.")
    return _("‘%(name)s’ is no part of a record.") % {"name": name} + meant(name, MEMBERS)


def _keys(shape: Shape, fields: Mapping[str, Any]) -> tuple[str, str]:
    own = fields.get(shape.key)
    key = own if isinstance(own, str) else ""
    if not shape.joint:
        return key, key
    joined: Any = fields.get(shape.joint)
    is_key = isinstance(joined, list) and len(joined) == 1 and isinstance(joined[0], str)
    return (joined[0] if is_key else ""), key


def _values(
    shape: Shape, fields: Mapping[str, Any], address: str, complain: Any
) -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        column = shape.columns.get(name)
        if column is None:
            way = ("fields", name)
            complain(way, address, _unknown_field(shape, name), by_name=True)
            continue
        try:
            found = column(value)
        except ValidationError as error:
            for sentence in error.messages:
                complain(("fields", name), f"{address}.{name}", sentence)
        else:
            if name != shape.joint:
                yield name, found


def _unknown_field(shape: Shape, name: str) -> str:
    if any(field.name == name for field in shape.model._meta.get_fields()):
        return _("‘%(name)s’ is not kept in fixtures. Take it out.") % {"name": name}
    said = _("There is no field ‘%(name)s’.") % {"name": name}
    return said + meant(name, shape.columns)


def address_of(shape: Shape, root: str, key: str) -> str:
    """`faq.entry[what-is-ijm]`, `impact.statistic[relief].measurements[2012]`."""
    if not shape.joint:
        return f"{shape.label}[{root}]"
    return f"{shape.kind.name}[{root}].{shape.accessor}[{key}]"


def omitted(shape: Shape, values: Iterable[str]) -> list[str]:
    """What a fixture leaves to the database."""
    return sorted(shape.columns.keys() - set(values) - {shape.joint})


__all__ = ["TAGS", "NotOne", "Object", "address_of", "omitted", "read", "spot"]
