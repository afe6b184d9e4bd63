"""What was typed in one line of the round becomes a draft of its figure."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from impact import gaps
from impact.models import Measurement
from impact.yearly.forms import RowForm
from impact.yearly.rows import PARTS, Row, of_year, part_id, period
from publishing import actions, history, moments, records
from publishing.actions import Clash, Saved
from publishing.records import Record
from publishing.screens.text import as_number


class NotOpened(Exception):
    """The form does not say which text it was opened with."""


def save(form: RowForm, *, by: Any) -> Saved | None:
    """None where nothing differs from what the form showed. Raises Clash and NotOpened."""
    row = form.row
    opened = history.opened(row.statistic.pk, as_number(form.cleaned_data["opened"]))
    if opened is None:
        raise NotOpened
    base = history.data(opened)
    record = _record(row, base, form)
    if record == base:
        return None
    return actions.save_draft(record=record, object_id=row.statistic.pk, opened_with=opened, by=by)


def _record(row: Row, base: Record, form: RowForm) -> Record:
    record, chosen = deepcopy(base), form.cleaned_data
    parts, text = record["parts"][PARTS], record["fields"]["not_counted"]
    found = of_year(parts, row.year)
    if chosen["value"] is not None:
        pk = found or part_id(row.statistic, row.year, parts)
        parts[pk] = (parts[pk] if found else _new(row)) | form.typed()
    elif found:
        del parts[found]
    record["fields"]["not_counted"] = gaps.put(text, row.year, chosen["because"])
    return record


def _new(row: Row) -> dict[str, Any]:
    """What makes the values comparable is as before; who counted is not known from it."""
    first, last = period(row.year)
    fields = records.fields_of(Measurement(key=str(row.year)))
    fields |= {"period_from": first, "period_to": last}
    if row.before:
        fields |= {name: row.before[name] for name in ("form", "compared_with")}
    return fields


def clashed(row: Row, clash: Clash) -> str:
    """Who wrote what meanwhile; what was typed stays in the form."""
    parts = history.data(clash.newest)["parts"][PARTS]
    found = of_year(parts, row.year)
    words = {
        "name": clash.other.author_name,
        "time": moments.hour(clash.other.created),
        "value": row.in_words(parts[found]).text if found else _("no figure"),
    }
    return (
        _(
            "%(name)s entered “%(value)s” at %(time)s. Yours is still in the form and not saved."
            " Save again to replace it, or write theirs."
        )
        % words
    )
