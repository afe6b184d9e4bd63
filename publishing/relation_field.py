"""A related row in a form: Django's Select2, told of the row that is already loaded.

Stock asks the database once for every widget; with many inline rows that is many times.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

if TYPE_CHECKING:
    from django import forms


class RelationSelect(AutocompleteSelect):
    known: Any = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        if list(value) in ([""], []):
            return self._groups(name, [])
        if self.known is not None and list(value) == [str(self.known.pk)]:
            return self._groups(name, [(str(self.known.pk), str(self.known))])
        return list(super().optgroups(name, value, attr))

    def _groups(self, name: str, chosen: list[tuple[str, str]]) -> list[Any]:
        empty = [] if self.is_required else [("", "")]
        selected = {value for value, _label in chosen}
        options = [
            self.create_option(name, value, label, value in selected, index)
            for index, (value, label) in enumerate([*empty, *chosen])
        ]
        return [(None, options, 0)]


class RelationsSelect(AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # Select2 draws the placeholder as a span in a list, which no list may hold.
        del attrs["data-placeholder"]
        return attrs | {"data-allow-clear": "false"}


def know(form: "forms.BaseModelForm[Any]") -> None:
    """Tell each such field of a form the related row its instance carries loaded."""
    for name, field in form.fields.items():
        # The admin wraps it to add the links beside it.
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, RelationSelect):
            widget.known = form.instance._state.fields_cache.get(name)
