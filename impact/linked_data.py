"""A figure and a place for programs, as they stand on their pages."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from impact.exports import values as told
from impact.models import Source
from publishing import linked_data
from publishing.linked_data import Thing

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
FILES = {"json": "application/json", "csv": "text/csv"}


def figure(
    slug: str, measurements: Iterable[Fields], shown: Shown, changed_at: datetime.datetime | None
) -> SafeString:
    """`shown` is what the page's template gets. A value always keeps its words around it."""
    fields, value = shown["fields"], shown["value"]
    source = value.source if value else None
    return linked_data.written(
        linked_data.page(
            "Dataset",
            reverse("impact:statistic-detail", args=[slug]),
            changed_at,
            name=fields["title"],
            description=_described(value),
            creator=linked_data.organisation(),
            isAccessibleForFree=True,
            isBasedOn=_work(source),
            license={"@type": "CreativeWork", "name": source.licence}
            if source and source.licence
            else {},
            variableMeasured=_variable(fields, value),
            temporalCoverage=_covered(measurements),
            spatialCoverage=_place(capfirst(shown["where"])),
            distribution=[_file(slug, *each) for each in FILES.items()],
        ),
        linked_data.way_here(
            (_("Figure"), reverse("impact:statistic-list")), name=_heading(fields, value)
        ),
    )


def place(slug: str, shown: Shown, changed_at: datetime.datetime | None) -> SafeString:
    """Never more closely than its page: no point on a map, and a city only where one is stored."""
    fields, name = shown["fields"], capfirst(shown["fields"]["name"])
    is_country = bool(fields["country_code"])
    return linked_data.written(
        linked_data.page(
            "WebPage",
            reverse("impact:office-detail", args=[slug]),
            changed_at,
            mainEntity={
                "@type": "Place",
                "name": name,
                "description": "\n".join(filter(None, [fields["summary"], shown["state"]])),
                "containedInPlace": _place(str(shown["region"])),
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": fields["country_code"],
                    "addressLocality": fields["city"],
                }
                if is_country
                else {},
            },
        ),
        linked_data.way_here((_("Places"), reverse("impact:office-list")), name=name),
    )


def _heading(fields: Fields, value: Any) -> str:
    return f"{value.evidence.text} {value.evidence.rest}" if value else fields["title"]


def _described(value: Any) -> str:
    """The heading, and how it is known: status, time, source."""
    if value is None:
        return _("No value of this figure is published here yet.")
    known = value.evidence
    return "\n".join(
        [
            f"{known.text} {known.rest}",
            known.status.word,
            known.status.sentence,
            capfirst(value.when),
            told.said_in(value.source)["words"],
        ]
    )


def _variable(fields: Fields, value: Any) -> Thing:
    """What was counted and how; the number stays in the sentence that says how it is known."""
    if value is None:
        return {}
    return {
        "@type": "PropertyValue",
        "name": capfirst(fields["counted"]) or fields["title"],
        "measurementTechnique": capfirst(value.fields["how_counted"]),
    }


def _covered(measurements: Iterable[Fields]) -> str:
    """The time of all values that have one, in ISO 8601: 2012, 2009/2012, or days."""
    known = [each for each in measurements if each["period_from"]]
    if not known:
        return ""
    first = min(each["period_from"] for each in known)
    last = max(each["period_to"] for each in known)
    if first.endswith("-01-01") and last.endswith("-12-31"):
        first, last = first[:4], last[:4]
    return first if first == last else f"{first}/{last}"


def _place(name: str) -> Thing:
    return {"@type": "Place", "name": name} if name else {}


def _work(source: Source | None) -> Thing:
    if source is None:
        return {}
    return {"@type": "CreativeWork", "name": source.title, "url": source.address}


def _file(slug: str, ending: str, content_type: str) -> Thing:
    return {
        "@type": "DataDownload",
        "encodingFormat": content_type,
        "contentUrl": settings.SITE_URL + reverse(f"impact:statistic-{ending}", args=[slug]),
    }
