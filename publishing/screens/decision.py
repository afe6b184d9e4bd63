"""How a text becomes public: what readers are told, when, and without whom."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.date_field import DateWidget
from publishing.models import Revision

Weight = Revision.Weight
LONGEST_NOTE = 500


class MomentWidget(forms.MultiWidget):
    """The browser's own inputs for a day and an hour; the names end in _0 and _1."""

    def __init__(self) -> None:
        super().__init__([DateWidget(), forms.TimeInput({"type": "time"}, format="%H:%M")])

    def decompress(self, value: Any) -> list[Any]:
        return [value, value]


class Moment(forms.SplitDateTimeField):
    """A day and an hour on the clock of the site's time zone."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            widget=MomentWidget(),
            error_messages={
                "required": gettext_lazy("Choose a day and an hour."),
                "incomplete": gettext_lazy("Choose a day and an hour."),
                "invalid_date": gettext_lazy("That is no day. Write it as 2027-01-15."),
                "invalid_time": gettext_lazy("That is no hour. Write it as 09:00."),
            },
        )


class Decision(forms.Form):
    """`asks_readers` False: nothing public changes in wording, so there is nothing to tell."""

    weight = forms.ChoiceField(choices=Weight.choices, required=False)
    major_note = forms.CharField(max_length=LONGEST_NOTE, required=False)
    correction_note = forms.CharField(max_length=LONGEST_NOTE, required=False)
    publish_at = Moment()
    withdraw_at = Moment()
    force = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        asks_readers: bool,
        may_be_minor: bool,
        is_later: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.asks_readers = asks_readers
        self.may_be_minor = may_be_minor
        self.is_later = is_later

    def clean_publish_at(self) -> datetime.datetime | None:
        moment: datetime.datetime | None = self.cleaned_data["publish_at"]
        if self.is_later and moment is None:
            raise ValidationError(_("Choose a day and an hour."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        weight = cleaned.get("weight") or Weight.MAJOR
        cleaned["weight"] = weight
        cleaned["note"] = cleaned.get(f"{weight}_note", "")
        if self.asks_readers and not self.errors:
            self._check(weight, cleaned["note"])
        return cleaned

    def _check(self, weight: str, note: str) -> None:
        if weight == Weight.MINOR and not self.may_be_minor:
            problem = _("You changed a figure, so readers are told. Write a sentence for them.")
            self.add_error("weight", problem)
        elif weight == Weight.MAJOR and not note:
            self.add_error("major_note", _("Write one sentence that tells readers what changed."))
        elif weight == Weight.CORRECTION and not note:
            self.add_error("correction_note", _("Write one sentence that says what was wrong."))
