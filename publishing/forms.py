"""The form of anything with a public page: the rules that join rows, told beside a field."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import kinds, references, refusals, tags
from publishing.relation_field import know

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class ContentForm(ModelForm):
    # The field beside which the rule that spans rows complains.
    rule_field: ClassVar[str | None] = None
    # Why the form is shown again although nothing in it is wrong.
    problem: ClassVar[str] = ""
    # The form is to be shown as it was typed, not to be saved.
    only_shown: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know(self)
        if (held := tags.in_memory(self.instance)) is not None:
            # taggit looks at the stored ones.
            self.initial["tags"] = held

    def is_valid(self) -> bool:
        return super().is_valid() and not self.only_shown

    def clean(self) -> dict[str, Any] | None:
        if self.problem:
            raise ValidationError(self.problem, code="again")
        return super().clean()

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        before = "" if self.instance._state.adding else self.instance.slug
        if before and slug != before:
            self._refuse_if_quoted(before)
        return slug

    def _refuse_if_quoted(self, slug: str) -> None:
        quoting = references.referrers(self.instance._meta.label_lower, slug)
        if quoting:
            what = _("this address")
            advice = _("Take it out of them first, or leave the address as it is.")
            raise ValidationError(f"{refusals.quoted(quoting, what)} {advice}", code="quoted")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        kind = kinds.of(self.instance)
        if self.errors or kind is None or kind.check is None:
            return
        try:
            kind.check(self.instance)
        except ValidationError as problem:
            self.add_error(self.rule_field if self.rule_field in self.fields else None, problem)
