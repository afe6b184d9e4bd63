"""Places for programs, no more closely than each may be shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from impact import outlines
from impact.exports import values
from impact.exports.figures import checked, day
from impact.exports.values import Document
from impact.models import FieldOffice, Statistic
from publishing import tags


def documents(offices: Sequence[FieldOffice]) -> list[Document]:
    """In a constant number of queries; `source` comes with the rows."""
    casework = tags.of(offices)
    figures = _figures(offices)
    return [
        document(each, [tag.name for tag in casework[each.pk]], figures[each.pk])
        for each in offices
    ]


def document(office: FieldOffice, casework: list[str], figures: list[str]) -> Document:
    """`figures` are the ids of what was counted there; their numbers stand in their own files."""
    source = values.public(office.source)
    return {
        "id": f"offices:{office.slug}",
        "slug": office.slug,
        "name": office.name,
        "address": settings.SITE_URL + office.get_absolute_url(),
        "region": {"code": office.region, "words": str(office.get_region_display())},
        "country_code": office.country_code or None,
        "shown_as_closely_as": office.precision,
        "city": office.city or None,
        "since": office.since,
        "state": {"code": office.state, "words": str(office.get_state_display())},
        "casework": casework,
        "summary": office.summary or None,
        "figures": figures,
        "source": values.said_in(source),
        "licence": values.licence(source),
        "changed": day(office.changed_at),
        "checked": checked(office),
    }


def _figures(offices: Iterable[FieldOffice]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Statistic.objects.filter(office__in=list(offices))
    for office_id, slug in rows.values_list("office_id", "slug"):
        found[office_id].append(f"impact:{slug}")
    return found


def features(documents: Iterable[Document]) -> Document:
    """GeoJSON (RFC 7946): the outline of a country as a whole, and never a point in it.

    A point would be read as where an office is. A region has no geometry, for which of its
    countries is meant is not said.
    """
    return {
        "type": "FeatureCollection",
        "name": _("Where IJM works"),
        "features": [_feature(each) for each in documents],
    }


def _feature(place: Document) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place["id"],
        "geometry": outlines.geometry(place["country_code"] or ""),
        "properties": place,
    }
