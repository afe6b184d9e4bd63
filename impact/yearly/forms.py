"""One line of the round: a value with its source, or the reason why there is none."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from impact import numbers
from impact.models import Measurement
from impact.yearly import doubts, numerals
from impact.yearly.rows import Row, period
from publishing import records

# What the rules about a value look at.
CHECKED = ("qualifier", "value", "form")


class RowForm(forms.Form):
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    qualifier = forms.ChoiceField(
        choices=Measurement.Qualifier.choices, label=gettext_lazy("qualifier")
    )
    value = forms.CharField(required=False, label=gettext_lazy("value"))
    said_in = forms.ChoiceField(required=False, label=gettext_lazy("source"))
    period_note = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("note to readers")
    )
    because = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("no figure this year, because")
    )
    # The number that somebody was asked about and said is right.
    confirmed = forms.CharField(required=False)

    def __init__(self, row: Row, data: Any = None) -> None:
        self.row = row
        super().__init__(data, prefix=str(row.statistic.pk), initial=_initial(row))
        self.fields["said_in"].choices = _sources(row)  # type: ignore[attr-defined]
        for name in ("qualifier", "value", "said_in", "period_note", "because"):
            label = f"{row.statistic}: {self.fields[name].label}"
            self.fields[name].widget.attrs["aria-label"] = label
        self.fields["value"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.fields["value"].widget.attrs["class"] = "value"
        # The question to answer before the value is kept, and the value it is about.
        self.doubt = self.doubtful = ""

    def stands_on(self, row: Row) -> None:
        """Shown again as typed, to be saved on top of what is true now."""
        self.row = row
        self.data = {**self.data.dict(), self.add_prefix("opened"): str(row.head.number)}  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal | None:
        typed = self.cleaned_data["value"]
        return numerals.read(typed) if typed else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        value, because = cleaned["value"], cleaned["because"]
        if value is not None and because:
            raise ValidationError(_("Give a value or the reason why there is none, not both."))
        if value is None and not because and cleaned["period_note"]:
            raise ValidationError(_("This note needs a value, or the reason why there is none."))
        if value is not None:
            self._check_value(value)
        return cleaned

    def _check_value(self, value: Decimal) -> None:
        shape = self.row.now or self.row.before
        part = Measurement(
            qualifier=self.cleaned_data["qualifier"],
            value=value,
            form=shape["form"] if shape else Measurement.Form.NUMBER,
        )
        others = [each.name for each in Measurement._meta.fields if each.name not in CHECKED]
        try:
            part.clean_fields(exclude=others)
            part.validate_constraints(exclude=set(others))
        except ValidationError as problem:
            raise ValidationError(list(dict.fromkeys(problem.messages))) from problem
        self._ask(value)

    def _ask(self, value: Decimal) -> None:
        before, now = self.row.before, self.row.now
        is_kept = now is not None and Decimal(now["value"]) == value
        if before is None or is_kept or self.cleaned_data["confirmed"] == numbers.plain(value):
            return
        shown = self.row.in_words(before)
        self.doubt = doubts.question(
            value,
            Decimal(before["value"]),
            year=str(self.row.year),
            earlier=shown.period or _("the value before"),
        )
        self.doubtful = numbers.plain(value)
        if self.doubt:
            raise ValidationError(self.doubt, code="doubt")

    def typed(self) -> dict[str, Any]:
        """The fields of the value, as a record keeps them."""
        chosen, column = self.cleaned_data, Measurement._meta.get_field("value")
        return {
            "qualifier": chosen["qualifier"],
            "value": records.plain(column, chosen["value"]),
            "said_in": [chosen["said_in"]] if chosen["said_in"] else None,
            "period_note": chosen["period_note"],
        }


def _initial(row: Row) -> dict[str, Any]:
    """What the newest text says of this year; else what is likely to be as the year before."""
    now, before = row.now, row.before
    initial = {"opened": row.head.number, "because": row.because}
    if now is not None:
        source = now["said_in"][0] if now["said_in"] else ""
        value = numbers.plain(Decimal(now["value"]))
        kept = {"qualifier": now["qualifier"], "period_note": now["period_note"]}
        return {**initial, **kept, "value": value, "said_in": source}
    if before is not None:
        initial["qualifier"] = before["qualifier"]
        if is_year_before(row) and before["said_in"]:
            initial["said_in"] = before["said_in"][0]
    return initial


def is_year_before(row: Row) -> bool:
    """A source of long ago cannot tell of this year, so it is not taken over unasked."""
    return row.before is not None and row.before["period_to"] == period(row.year - 1)[1]


def _sources(row: Row) -> list[tuple[str, str]]:
    before = row.before["said_in"][0] if row.before and row.before["said_in"] else ""
    titles = dict(row.sources)
    same = [(before, _("same as before: %s") % titles.pop(before))] if before in titles else []
    others = sorted(titles.items(), key=lambda each: each[1].lower())
    return [("", _("source not stated")), *same, *others]
