"""Tags in a form: one name a line; a script makes it a box that suggests and accepts new ones.

The lines are what is sent in either case, so a name may hold spaces, commas and quotes, and the
form works without script.
"""

from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import tags

LONGEST = 100


class TagWidget(forms.Textarea):
    def __init__(self, field: Any, admin_site: Any) -> None:
        self.field = field
        self.admin_site = admin_site
        # Brings the files of Django's own Select2.
        self.select = AutocompleteSelectMultiple(field, admin_site)
        super().__init__({"rows": 4, "class": "tags"})

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-url": reverse(f"{self.admin_site.name}:autocomplete"),
            "data-app-label": self.field.model._meta.app_label,
            "data-model-name": self.field.model._meta.model_name,
            "data-field-name": self.field.name,
            "data-new": _("new: %s"),
        }

    @property
    def media(self) -> forms.Media:
        own: list[Any] = [forms.Script("admin-site/tags.js", defer=True)]
        return self.select.media + forms.Media(js=own)


class TagField(forms.Field):
    """Cleans to a list of names, each in its stored spelling where it exists."""

    default_error_messages = {
        "long": gettext_lazy("A subject can have 100 letters at most."),
    }

    def __init__(self, *, may_add: bool = True, **kwargs: Any) -> None:
        self.may_add = may_add
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        return "\n".join(sorted(str(each) for each in value or []))

    def to_python(self, value: Any) -> list[str]:
        lines = normalize_newlines(value or "").split("\n")
        names = (" ".join(line.split()) for line in lines)
        return list({name.lower(): name for name in names if name}.values())

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if any(len(name) > LONGEST for name in value):
            raise ValidationError(self.error_messages["long"], code="long")

    def clean(self, value: Any) -> list[str]:
        wanted = super().clean(value)
        stored = tags.known(wanted)
        new = [name for name in wanted if name.lower() not in stored]
        if new and not self.may_add:
            raise ValidationError(_refusal(new), code="new")
        return [stored.get(name.lower(), name) for name in wanted]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.to_python(self.prepare_value(initial))) != set(self.to_python(data))


def _refusal(names: list[str]) -> str:
    return ngettext(
        "There is no subject called %(names)s yet. Ask an editor to add it.",
        "There are no subjects called %(names)s yet. Ask an editor to add them.",
        len(names),
    ) % {"names": ", ".join(f"‘{name}’" for name in names)}


class AutocompleteView(AutocompleteJsonView):
    """Django's own; a tag is chosen by its name, as a new one has nothing else."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        if isinstance(obj, tags.model()):
            return {"id": obj.name, "text": obj.name}
        return super().serialize_result(obj, to_field_name)
