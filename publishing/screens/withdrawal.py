"""Taking something off the site: why, what readers are told, and where they are led."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import actions, dependents, moments, reach
from publishing.models import Revision
from publishing.screens import frame
from publishing.screens.decision import LONGEST_NOTE, Moment
from publishing.screens.text import WITHDRAW, Text, find

Reason = Revision.Reason
# The name of the button that plans it.
LATER = "_later"
# Why, and the sentence readers get unless somebody writes a better one.
SENTENCES = {
    Reason.WRONG: gettext_lazy("It was wrong."),
    Reason.REPLACED: gettext_lazy("Something newer has taken its place."),
    Reason.OUTDATED: gettext_lazy("It is out of date."),
}


class Withdrawal(forms.Form):
    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in SENTENCES],
        error_messages={"required": gettext_lazy("Say why it is taken off the site.")},
    )
    replaced_by: Any = forms.ModelChoiceField(
        None, required=False, empty_label=gettext_lazy("Choose what replaces it")
    )
    withdraw_at = Moment()

    def __init__(self, row: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replacing: Any = self.fields["replaced_by"]
        replacing.queryset = type(row).objects.exclude(pk=row.pk)
        for reason, sentence in SENTENCES.items():
            self.fields[f"{reason}_note"] = forms.CharField(
                max_length=LONGEST_NOTE, required=False, initial=sentence
            )

    @property
    def is_later(self) -> bool:
        return LATER in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reason = cleaned.get("reason", "")
        cleaned["note"] = cleaned.get(f"{reason}_note", "")
        if reason and not cleaned["note"] and f"{reason}_note" not in self.errors:
            self.add_error(f"{reason}_note", _("Write the sentence that readers will get instead."))
        if reason == Reason.REPLACED:
            self._check_replacing(cleaned.get("replaced_by"))
        else:
            cleaned["replaced_by"] = None
        if self.is_later and not cleaned.get("withdraw_at") and "withdraw_at" not in self.errors:
            self.add_error("withdraw_at", _("Choose a day and an hour."))
        return cleaned

    def _check_replacing(self, other: Any | None) -> None:
        if other is None and "replaced_by" not in self.errors:
            problem = _("Say what replaced it, so that readers are led there.")
            self.add_error("replaced_by", problem)
        elif self.is_later:
            # A plan keeps a sentence and nothing else.
            problem = _("What something replaced is taken off now: a plan can’t lead readers on.")
            self.add_error("replaced_by", problem)


def withdraw(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, WITHDRAW)
    if text.shown is None:
        return frame.sorry(text, _("This is not on the site, so there is nothing to take off."))
    if request.method != "POST":
        return _show(text, Withdrawal(text.row))
    if text.numbered(request.POST.get("number")) != text.shown:
        return frame.changed_meanwhile(text)
    form = Withdrawal(text.row, request.POST)
    if not form.is_valid():
        return _show(text, form, status=422)
    try:
        return _later(text, form) if form.is_later else _now(text, form)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _show(text, form, status=422)


def _now(text: Text, form: Withdrawal) -> HttpResponse:
    gone = actions.withdraw(
        obj=text.row,
        by=text.request.user,
        reason=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        replaced_by=form.cleaned_data["replaced_by"],
    )
    said = _("It is off the site. Its versions stay, and it can be published again.")
    return frame.done(text, said, page="history", undo=gone)


def _later(text: Text, form: Withdrawal) -> HttpResponse:
    at = form.cleaned_data["withdraw_at"]
    actions.schedule_withdrawal(
        obj=text.row, by=text.request.user, at=at, note=form.cleaned_data["note"]
    )
    said = _("It leaves the site on the first visit after %s.") % moments.with_place(at)
    return frame.done(text, said, page="history")


def _show(text: Text, form: Withdrawal, *, status: int = 200) -> HttpResponse:
    return frame.page(
        text,
        "withdraw",
        _("Take this off the site?"),
        status=status,
        form=form,
        number=text.shown.number if text.shown else "",
        reasons=[_reason(form, reason) for reason in SENTENCES],
        needing=dependents.public(text.row),
        pages=reach.of(text.row, text.shown_record or {}),
        today=date_format(timezone.localdate(), "j F Y"),
        place=moments.place(),
    )


def _reason(form: Withdrawal, reason: Reason) -> dict[str, Any]:
    return {
        "value": reason.value,
        "label": reason.label,
        "note": form[f"{reason}_note"],
        "is_chosen": form["reason"].value() == reason.value,
        "is_replaced": reason == Reason.REPLACED,
    }
