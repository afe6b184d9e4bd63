"""The values of a figure in its form, and what may not happen to a value that is quoted."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from impact import numbers
from impact.models import Measurement, Statistic
from publishing import references, refusals
from publishing.drafts_admin import PartForm, PartFormSet
from publishing.forms import ContentForm
from publishing.relation_field import know

KIND = Statistic._meta.label_lower


class StatisticForm(ContentForm):
    class Meta:
        model = Statistic
        fields = "__all__"
        # One line, which is often a long one.
        widgets = {"counted": AdminTextareaWidget({"rows": 3})}

    def clean_counted(self) -> str:
        return " ".join(self.cleaned_data["counted"].split())


class MeasurementForm(PartForm):
    def __init__(self, *args: Any, newer: list[Measurement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know(self)
        if self.instance.value is not None:
            # Without the zeros that fill the column.
            self.initial["value"] = Decimal(numbers.plain(self.instance.value))
        if "superseded_by" in self.fields:
            self._offer(newer)

    def _offer(self, newer: list[Measurement]) -> None:
        """One look-up serves the choices of every row of the form."""
        field = self.fields["superseded_by"]
        others = [each for each in newer if each.pk != self.instance.pk]
        field.choices = [("", "—"), *((each.pk, str(each)) for each in others)]  # type: ignore[attr-defined]

    class Meta:
        model = Measurement
        fields = "__all__"


class MeasurementFormSet(PartFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        if not hasattr(self, "_newer"):
            self._newer = self._choices()
        return {**super().get_form_kwargs(index), "newer": self._newer}

    def _choices(self) -> list[Measurement]:
        """The values of this figure, and those of others that already stand in a row."""
        mine = list(self.get_queryset())
        newer = [each.superseded_by for each in mine if each.superseded_by is not None]
        return list(dict.fromkeys([*mine, *newer]))

    def clean(self) -> None:
        super().clean()
        problems = list(self._quoted_and_gone())
        if problems:
            raise ValidationError(problems, code="quoted")

    def _quoted_and_gone(self) -> Iterator[str]:
        gone = list(self._gone())
        if not gone:
            return
        slugs = Statistic.everything.filter(pk=self.instance.pk).values_list("slug", flat=True)
        slug = slugs.first() or ""
        for key in gone:
            quoting = references.referrers(KIND, slug, pin=key)
            if quoting:
                yield _said(quoting, _("the value ‘%s’") % key)
        if not any(True for _form in self._left()):
            quoting = references.referrers(KIND, slug, pin="")
            if quoting:
                yield _said(quoting, _("this figure, so it needs a value"))

    def _gone(self) -> Iterator[str]:
        """The stored names that no row has any more."""
        for form in self.initial_forms:
            before = form.initial.get("key", "")
            if form in self.deleted_forms or form.cleaned_data.get("key", before) != before:
                yield before

    def _left(self) -> Iterator[Any]:
        for form in self.forms:
            if form not in self.deleted_forms and (
                form in self.initial_forms or form.has_changed()
            ):
                yield form


def _said(quoting: list[Any], what: str) -> str:
    advice = _("Take it out of them first, or mark it as superseded.")
    return f"{refusals.quoted(quoting, what)} {advice}"
