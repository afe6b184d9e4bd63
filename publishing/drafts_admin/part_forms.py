"""Inline rows over the parts of a draft, in memory; live rows are not asked."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from publishing.drafts_admin.part_field import PartField

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet


class PartForm(ModelForm):
    """The formset refuses duplicates; the live rows beside it are another text's."""

    def _inner(self) -> set[str]:
        """The fields that point to a part of the same draft, which may have no row yet."""
        return {
            name
            for name, field in self.fields.items()
            if isinstance(field, PartField) and name != self._meta.model._meta.pk.name
            if self.cleaned_data.get(name) is not None
        }

    def clean(self) -> dict[str, Any] | None:
        if self.errors.pop(self._meta.model._meta.pk.name, None):
            # The key is hidden, so nothing could be told beside it.
            raise ValidationError(_("This row is not one of this text’s. Open the form anew."))
        return super().clean()

    def _get_validation_exclusions(self) -> set[str]:
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclude | self._inner()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        inner = self._inner()
        if not inner or self.errors:
            return
        # Leaving a field out leaves out the rules that name it.
        for rule in self.instance._meta.constraints:
            if inner & _named_in(rule):
                self._check(rule)

    def _check(self, rule: Any) -> None:
        try:
            rule.validate(type(self.instance), self.instance)
        except ValidationError as problem:
            self.add_error(None, problem)

    def validate_unique(self) -> None:
        """Nothing here: see the class."""


def _named_in(rule: Any) -> set[str]:
    condition = getattr(rule, "condition", None)
    return set(condition.referenced_base_fields) if condition is not None else set()


class PartFormSet(InlineFormSet):
    def get_queryset(self) -> Any:
        cache = getattr(self.instance, "_prefetched_objects_cache", {})
        held = cache.get(self.get_default_prefix())
        return super().get_queryset() if held is None else held

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        model: Any = self.model
        name = model._meta.pk.name
        parts = {part.pk: part for part in self.get_queryset()}
        form.fields[name] = PartField(
            model._base_manager.none(),
            initial=form.fields[name].initial,
            required=False,
            widget=forms.HiddenInput,
        )
        for field in form.fields.values():
            if isinstance(field, PartField):
                field.parts = parts

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form: Any = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        # The parent as typed, not as stored; a part is named by it.
        setattr(form.instance, self.fk.name, self.instance)
        return form
