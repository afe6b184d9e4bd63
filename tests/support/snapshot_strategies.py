"""Random records of every kind, as forms and loaders may give them: hypothesis strategies."""

import datetime
import uuid

from django.db import models
from hypothesis import strategies as st

from publishing import kinds, tags
from publishing.records.reading import managed, plain

letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")
words = st.text(letters, min_size=1, max_size=30).map(lambda text: text.strip() or "x")
dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31))
slugs = st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}\Z")
TAGS = ["courts", "a, b", "💚", "كلمة", 'quo"te']
# What rules of one row demand of several columns at once.
STATUSES = {
    "as-stated": {},
    "confirmed": {"confirmed_on": "2026-01-01"},
    "not-traced": {"looked_on": "2026-01-01"},
}


@st.composite
def records(draw, name, pointed):
    """Of one kind; `pointed` are the slugs of the rows there are, by model."""
    kind = kinds.named(name)
    fields = draw(_row(kind.model, pointed))
    slug = "r-" + draw(slugs)
    fields |= {"slug": slug} | draw(RULES.get(name, st.just({})))
    if fields["review_due"] and fields["reviewed_on"]:
        fields["review_due"] = None
    has_tags = any(tags.is_tags(field) for field in kind.model._meta.many_to_many)
    return {
        "kind": name,
        "key": slug,
        "fields": fields,
        "tags": sorted(draw(st.sets(st.sampled_from(TAGS)))) if has_tags else [],
        "parts": {accessor: draw(_parts(kind, accessor, slug, pointed)) for accessor in kind.parts},
    }


@st.composite
def _row(draw, model, pointed):
    columns = {field.name: draw(_value(field, pointed)) for field in managed(model)}
    sets = {
        field.name: sorted(
            [slug] for slug in draw(st.sets(st.sampled_from(pointed[field.related_model])))
        )
        for field in model._meta.many_to_many
        if not tags.is_tags(field)
    }
    return columns | sets


def _value(field, pointed):
    if isinstance(field, models.ForeignKey):
        found = pointed.get(field.related_model, [])
        chosen = st.sampled_from([[slug] for slug in found]) if found else st.none()
        return st.none() | chosen if field.null else chosen
    if field.choices:
        return st.sampled_from([value for value, _label in field.choices])
    values = _plain(field)
    return st.none() | values if field.null else values


def _plain(field):
    match field:
        case models.SlugField():
            return slugs
        case models.URLField():
            return st.sampled_from(["", "https://example.org/ü?a=b"])
        case models.CharField():
            return words.map(lambda text: text[: field.max_length].strip() or "x")
        case models.TextField():
            return st.lists(words, min_size=1, max_size=4).map("\n\n".join)
        case models.BooleanField():
            return st.booleans()
        case models.DecimalField():
            exact = st.decimals(2, 10**10, places=4) | st.decimals(2, 10**14, places=0)
            return exact.map(lambda number: plain(field, number))
        case models.DateField():
            return dates.map(datetime.date.isoformat)
        case models.IntegerField():
            return st.integers(0, 30000)
    raise NotImplementedError(f"no random value for {field}")


def _place(draw_from):
    return st.sampled_from(draw_from)


RULES = {
    "impact.fieldoffice": _place(
        [
            {"precision": "region", "country_code": "", "city": "", "since": None},
            {"precision": "country", "country_code": "KE", "city": "", "since": 2005},
            {"precision": "city", "country_code": "KE", "city": "Mombasa", "since": 1900},
        ]
    ),
    "faq.agency": _place([{"link_state": "printed"}, {"link_state": "supplied"}]),
    "impact.source": _place([{"accessed_on": None}, {"address": "https://example.org/"}]),
    "faq.entry": _place([{"parent": None}]),
}


@st.composite
def _parts(draw, kind, accessor, slug, pointed):
    model = kinds.part_model(kind, accessor)
    keys = draw(st.lists(slugs, unique=True, max_size=4))
    rows = {
        str(uuid.UUID(int=draw(st.integers(1, 2**120)))): draw(_part(model, key, pointed))
        for key in keys
    }
    for pk, row in rows.items():
        others = [other["key"] for other_pk, other in rows.items() if other_pk != pk]
        if others and draw(st.booleans()):
            row |= {"confirmed_on": None, "looked_on": None, "status": "superseded"}
            row["superseded_by"] = [slug, draw(st.sampled_from(others))]
    return rows


@st.composite
def _part(draw, model, key, pointed):
    row = draw(_row(model, pointed)) | {"key": key, "superseded_by": None}
    status = draw(st.sampled_from(sorted(STATUSES)))
    row |= {"status": status, "confirmed_on": None, "looked_on": None} | STATUSES[status]
    row["form"] = draw(st.sampled_from(["number", "percent", "one-in", "money", "duration"]))
    days = sorted(draw(st.lists(dates, min_size=2, max_size=2)))
    period = [day.isoformat() for day in days] if draw(st.booleans()) else [None, None]
    return row | dict(zip(("period_from", "period_to"), period, strict=True))
