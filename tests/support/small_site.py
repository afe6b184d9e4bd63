"""A small site in which everything refers to everything, and every address it has."""

from types import SimpleNamespace

from django.urls import reverse

from impact.models import Measurement, Statistic
from publishing import citable
from publishing.models import Revision
from tests.support import drafts, factories, public_addresses


def made():
    """Two questions and a part of one, two figures, and all that they rest on."""
    source = factories.source(slug="report", address="https://report.example/", licence="CC BY")
    office = factories.office(slug="kenya", name="Kenya", source=source, tags=["courts"])
    figure = factories.statistic(
        slug="relief", office=office, featured=True, yearly=True, tags=["courts"]
    )
    newer = factories.figure(slug="newer", value=7)
    alone = factories.figure(slug="alone", value=3, office=office)
    for year in (2011, 2012):
        factories.measurement(
            statistic=figure,
            key=str(year),
            value=year - 2000,
            period_from=f"{year}-01-01",
            period_to=f"{year}-12-31",
            said_in=source,
        )
    factories.measurement(
        statistic=newer,
        key="old",
        value=5,
        status=Measurement.Status.SUPERSEDED,
        superseded_by=newer.measurements.get(key="undated"),
    )
    factories.measurement(
        statistic=figure,
        key="2010",
        value=10,
        status=Measurement.Status.SUPERSEDED,
        superseded_by=newer.measurements.get(key="undated"),
    )
    topic = factories.topic(slug="work")
    entry = factories.entry(
        slug="what",
        topic=topic,
        answer="One.\n\nTwo, about {{ figure:relief }} in {{ place:kenya }}.",
        tags=["courts", "police"],
        sources=[source],
    )
    part = factories.entry(
        slug="part", parent=entry, answer="{{ figure:relief@2011 }}; {{ figure:relief@2010 }}."
    )
    related = factories.entry(slug="related", topic=topic, tags=["courts", "law"])
    agency = factories.agency(slug="help")
    rows = {
        "source": source,
        "office": office,
        "figure": figure,
        "newer": newer,
        "alone": alone,
        "topic": topic,
        "entry": entry,
        "part": part,
        "related": related,
        "agency": agency,
    }
    for row in rows.values():
        drafts.public(row)
    return SimpleNamespace(**{name: drafts.fresh(row) for name, row in rows.items()})


def addresses():
    """Every public address there is at this moment, also those of versions and lists."""
    versions = Revision.objects.filter(version__isnull=False)
    prefixes = {each.kind: each.prefix for each in citable.every()}
    listed = [*public_addresses.every(), "/nothing/", "/faq/nothing/"]
    for row in versions:
        prefix = prefixes.get(row.kind)
        if prefix:
            below = f"/{prefix}/{row.key}"
            listed += [f"{below}/v/{row.version}/", f"{below}/history/"]
            listed += [f"{below}/history/?on={row.created:%Y-%m-%d}"]
            listed += [f"{below}/history/?from=1&to={row.version}", f"/helpful{below}/yes/"]
            listed += [f"/cite/?id={prefix}:{row.key}&format={name}" for name in ("apa", "ris")]
            listed += [f"/cite/?id={prefix}:{row.key}", f"/unapi?id={prefix}:{row.key}&format=ris"]
        listed.append(reverse("citing:verify", args=[row.hash]))
    listed += [f"/impact/{slug}.svg" for slug in Statistic.objects.values_list("slug", flat=True)]
    return list(dict.fromkeys([*listed, "/cite/", "/search/?q=one", "/about/corrections/?page=2"]))
