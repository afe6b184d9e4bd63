"""Figures as the picker beside a text lists them."""

from typing import Any

from django.db.models import QuerySet

from impact import evidence, figures
from impact.models import Statistic
from publishing import records

MOST = 20


def listing(rows: QuerySet[Any]) -> dict[str, Any]:
    """`{"figures": […], "more": bool}`: each with its values and which is the newest."""
    found = list(figures.with_values(rows.filter(live=True))[: MOST + 1])
    return {"figures": [_figure(row) for row in found[:MOST]], "more": len(found) > MOST}


def _figure(row: Statistic) -> dict[str, Any]:
    fields = records.fields_of(row)
    parts = figures.parts(row)
    newest = evidence.newest(parts)
    return {
        "slug": row.slug,
        "title": row.title,
        "newest": parts[newest]["key"] if newest else "",
        "values": [_value(fields, each) for each in reversed(evidence.in_order(parts))],
    }


def _value(fields: evidence.Fields, measurement: evidence.Fields) -> dict[str, str]:
    known = evidence.evidence(fields, measurement)
    return {
        "key": known.key,
        "text": known.text,
        "period": known.period,
        "status": known.status.word,
    }
