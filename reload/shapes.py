"""Which models a fixture may hold, and what each of their objects may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import kinds, tags
from publishing.kinds import Kind
from publishing.records.reading import managed
from reload import columns
from reload.columns import Column

LONGEST_TAG = 100
TAGS = "tags"


@dataclass(frozen=True)
class Shape:
    """One model of a fixture: a kind, or the parts of one kind under `accessor`."""

    model: type[Any]
    kind: Kind
    accessor: str
    # Of all members an object's fields may have.
    columns: Mapping[str, Column]
    # What joins a part to its root.
    joint: str
    # Its own key among others: the address of a root, the name of a part within its root.
    key: str
    # Columns that must be said when a row is made.
    needed: frozenset[str]

    @property
    def label(self) -> str:
        return str(self.model._meta.label_lower)


@cache
def all_shapes() -> dict[str, Shape]:
    found = {}
    for kind in kinds.all_kinds():
        found[kind.name] = _shape(kind, kind.model, "")
        for accessor in kind.parts:
            model = kinds.part_model(kind, accessor)
            found[model._meta.label_lower] = _shape(kind, model, accessor)
    return found


def part_shape(kind: Kind, accessor: str) -> Shape:
    return all_shapes()[kinds.part_model(kind, accessor)._meta.label_lower]


def _shape(kind: Kind, model: type[Any], accessor: str) -> Shape:
    fields = {field.name: field for field in managed(model)}
    sets = [field for field in model._meta.many_to_many if not tags.is_tags(field)]
    known = {name: columns.column(field) for name, field in fields.items()}
    known |= {field.name: columns.members(field) for field in sets}
    if any(tags.is_tags(field) for field in model._meta.many_to_many):
        known[TAGS] = _tags
    joint = kinds.root_field(model) or ""
    if joint:
        known[joint] = columns.column(model._meta.get_field(joint))
    return Shape(
        model=model,
        kind=kind,
        accessor=accessor,
        columns=known,
        joint=joint,
        key=kind.part_key if accessor else "slug",
        needed=frozenset(name for name, field in fields.items() if _is_needed(field)),
    )


def _is_needed(field: Any) -> bool:
    return (
        not field.null
        and not field.has_default()
        and not (field.blank and field.empty_strings_allowed)
    )


def _tags(value: Any) -> list[str]:
    if type(value) is not list or not all(type(name) is str for name in value):
        raise ValidationError(_("Write the subjects as a list of texts, or []."))
    names = [" ".join(name.split()) for name in value]
    if not all(names):
        raise ValidationError(_("A subject is empty."))
    if any(len(name) > LONGEST_TAG for name in names):
        raise ValidationError(_("A subject can have 100 letters at most."))
    if len({name.lower() for name in names}) != len(names):
        raise ValidationError(_("The same subject stands here twice."))
    return sorted(names)
