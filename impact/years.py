"""The figures of one year beside the year before, on one sheet."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from impact import figures, gaps
from impact.evidence import Evidence
from impact.models import Measurement, Statistic
from publishing import pages
from publishing.pages import Page

FIRST = 1800
KINDS = ("impact.statistic", "impact.fieldoffice", "impact.source")


@dataclass(frozen=True)
class Row:
    """One figure with what is known of either year; mostly a single value, often none."""

    statistic: Statistic
    before: list[Evidence]
    now: list[Evidence]
    # Why there is none, if somebody said so.
    why_not_before: str
    why_not: str


def year(request: HttpRequest, year: str) -> HttpResponse:
    number = int(year) if re.fullmatch("[0-9]{4}", year) else 0
    statistics = list(figures.with_values(Statistic.objects.all()))
    known = years(statistics)
    if not FIRST <= number <= max([timezone.localdate().year, *known]):
        raise Http404
    rows = [_row(each, number) for each in statistics]
    context = {
        "here": "figures",
        "year": number,
        "before": number - 1,
        "rows": [each for each in rows if _has_a_line(each)] if _is_told(rows) else [],
        "has_now": any(each.now for each in rows),
        "years": sorted(known, reverse=True),
        "address": f"{settings.SITE_URL}/impact/year/{number}/",
    }
    keys = tuple(pages.everything(kind) for kind in KINDS)
    return pages.respond(request, Page("impact/year.html", context, keys))


def years(statistics: Iterable[Statistic]) -> set[int]:
    """Every year that some value is about."""
    return {
        number
        for statistic in statistics
        for each in statistic.measurements.all()
        for number in covered(each)
    }


def known() -> set[int]:
    """The same of all that is public, in one look-up."""
    rows = Measurement.objects.filter(statistic__live=True, period_from__isnull=False)
    return {number for each in rows.only("period_from", "period_to") for number in covered(each)}


def covered(measurement: Measurement) -> range:
    start, end = measurement.period_from, measurement.period_to
    return range(start.year, end.year + 1) if start and end else range(0)


def _row(statistic: Statistic, number: int) -> Row:
    gap = gaps.of(statistic.not_counted)
    before, now = _of(statistic, number - 1), _of(statistic, number)
    return Row(statistic, before, now, gap.get(number - 1, ""), gap.get(number, ""))


def _of(statistic: Statistic, number: int) -> list[Evidence]:
    """The values about a year; one that was corrected gives way to the one that corrects it."""
    found = [each for each in statistic.measurements.all() if number in covered(each)]
    standing = [each for each in found if each.status != Measurement.Status.SUPERSEDED] or found
    return [figures.known(statistic, each) for each in sorted(standing, key=_order)]


def _order(measurement: Measurement) -> tuple[datetime.date, str]:
    return measurement.period_from or datetime.date.min, measurement.key


def _is_told(rows: Iterable[Row]) -> bool:
    return any(each.before or each.now for each in rows)


def _has_a_line(row: Row) -> bool:
    """What is counted every year says so too where it has no figure."""
    return bool(row.before or row.now or row.statistic.yearly)
