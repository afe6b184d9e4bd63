"""Figures and places as search finds them. A value never stands without what is known of it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from impact import evidence
from impact.models import FieldOffice, Source
from publishing.markdown import Quote, Quoted
from publishing.records import Record
from publishing.searchable import Document


def statistic(record: Record, quoted: Mapping[Quote, Quoted]) -> Document:
    fields, measurements = record["fields"], record["parts"]["measurements"]
    newest = measurements.get(evidence.newest(measurements))
    values = evidence.in_order(measurements)
    told = [_value(fields, each) for each in reversed(values) if each is not newest]
    beside = [fields["counted"], fields["places"]]
    return Document(
        title=fields["title"],
        lead=_value(fields, newest) if newest else "",
        body="\n".join(evidence.sentence(each) for each in (*told, *beside) if each),
        url=reverse("impact:statistic-detail", args=[record["key"]]),
        tags=tuple(record["tags"]),
    )


def _value(fields: Mapping[str, Any], measurement: Mapping[str, Any]) -> str:
    """ "132 convictions …, 2012. As stated. Worldwide. …" """
    known = evidence.evidence(fields, measurement, source=_source(measurement))
    said = evidence.sentence(f"{known.text} {known.rest}")
    return " ".join((said, evidence.sentence(known.status.word), *known.facts))


def _source(measurement: Mapping[str, Any]) -> str:
    titles = Source.objects.filter(slug__in=measurement["said_in"] or [])
    return titles.values_list("title", flat=True).first() or ""


def office(record: Record, quoted: Mapping[Quote, Quoted]) -> Document:
    fields = record["fields"]
    region = str(FieldOffice.Region(fields["region"]).label)
    return Document(
        title=fields["name"],
        lead=fields["summary"],
        body="\n".join(each for each in (fields["city"], region) if each),
        url=reverse("impact:office-detail", args=[record["key"]]),
        tags=tuple(record["tags"]),
    )
