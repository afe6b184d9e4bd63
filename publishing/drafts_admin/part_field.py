"""A choice among the parts of a draft, which need not have a row yet."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Any]
else:
    ModelChoiceField = forms.ModelChoiceField


class PartField(ModelChoiceField):
    """`parts` is given by the formset; what is not among them is looked for in the rows."""

    parts: Mapping[uuid.UUID, Any] = {}

    def to_python(self, value: Any) -> Any:
        part = self.parts.get(_key(value))  # type: ignore[arg-type]
        return part if part is not None else super().to_python(value)


def _key(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
