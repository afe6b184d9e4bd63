"""Places out of the database: what `{{ place:… }}` resolves to, and what is told of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact import mentions
from impact.figures import Shown
from impact.models import FieldOffice, Statistic
from publishing import kinds, redirects
from publishing.markdown import Quote, Quoted
from publishing.numerals import in_words


@dataclass(frozen=True)
class Row:
    """A place in the list of all; `holds` says what its page has: "1 figure (Cebu), 1 answer"."""

    office: FieldOffice
    holds: str


def resolve(quotes: Iterable[Quote]) -> dict[Quote, Quoted]:
    """Name and address of each place; what is not public, or not there, is left out."""
    wanted = list(quotes)
    rows = FieldOffice.objects.filter(slug__in={quote.key for quote in wanted})
    by_slug = {row.slug: row for row in rows}
    return {
        quote: Quoted(text=row.name, value="", url=row.get_absolute_url(), status="")
        for quote in wanted
        if (row := by_slug.get(quote.key))
    }


def keys() -> list[str]:
    return list(FieldOffice.everything.values_list("slug", flat=True))


def may_edit(user: Any, office: FieldOffice) -> bool:
    """Whoever looks after one place may edit that one; everybody else any."""
    return not user.keeps_to_place or _is_own(user, office)


def may_edit_figure(user: Any, statistic: Statistic) -> bool:
    """The figures of a place belong to who looks after it."""
    if not user.keeps_to_place:
        return True
    return statistic.office is not None and _is_own(user, statistic.office)


def _is_own(user: Any, office: FieldOffice) -> bool:
    if not user.place:
        return False
    return user.place == office.slug or user.place in redirects.to(office.pk)


def state(code: str) -> str:
    """In a sentence; what the handout lists may be otherwise today."""
    said = f"{capfirst(str(FieldOffice.State(code).label))}."
    if code == FieldOffice.State.LISTED:
        return f"{said} " + _("As printed, not necessarily as today.")
    return said


WORD = kinds.ReferenceWord("place", "impact.fieldoffice", resolve, keys)


def by_region(
    offices: Sequence[FieldOffice], figures: Iterable[Shown]
) -> list[tuple[str, list[Row]]]:
    """The places under the name of their region, in their order; `figures` are those of any."""
    told = mentions.counted(WORD, [office.slug for office in offices])
    counted: dict[object, list[Shown]] = defaultdict(list)
    for figure in figures:
        counted[figure.statistic.office_id].append(figure)
    regions: dict[str, list[Row]] = {}
    for office in offices:
        holds = _holds(office, counted[office.pk], told.get(office.slug, 0))
        regions.setdefault(office.get_region_display(), []).append(Row(office, holds))
    return list(regions.items())


def _holds(office: FieldOffice, figures: Sequence[Shown], answers: int) -> str:
    parts = [] if office.country_code else [_("a region")]
    if office.state != FieldOffice.State.LISTED:
        parts.append(str(office.get_state_display()))
    if figures:
        number = ngettext("%(count)d figure", "%(count)d figures", len(figures))
        where = dict.fromkeys(each.statistic.places for each in figures)
        closer = "; ".join(each for each in where if each and each != office.name)
        parts.append(number % {"count": len(figures)} + (f" ({closer})" if closer else ""))
    if answers:
        parts.append(
            ngettext("%(count)d answer", "%(count)d answers", answers) % {"count": answers}
        )
    return ", ".join(parts)


def how_many(offices: Iterable[FieldOffice]) -> str:
    """ "eleven countries and one region": a place without a country code is a region."""
    are_countries = [bool(office.country_code) for office in offices]
    countries, regions = are_countries.count(True), are_countries.count(False)
    counted = []
    if countries:
        words = ngettext("%(count)s country", "%(count)s countries", countries)
        counted.append(words % {"count": in_words(countries)})
    if regions:
        words = ngettext("%(count)s region", "%(count)s regions", regions)
        counted.append(words % {"count": in_words(regions)})
    return _(" and ").join(counted)


def shaded(offices: Sequence[FieldOffice], undrawn: Collection[str] = ()) -> str:
    """What the map shows, and which places it cannot show; `undrawn` are country codes."""
    countries = [
        office for office in offices if office.country_code and office.country_code not in undrawn
    ]
    one, many = _("Shaded: the one country."), _("Shaded: the %(count)s countries.")
    sentences = [
        one if len(countries) == 1 else many % {"count": in_words(len(countries))},
        *(
            _("%(name)s is a region; which of its countries is not said, so none is.")
            % {"name": office.name}
            for office in offices
            if not office.country_code
        ),
        *(
            _("%(name)s is too small to be seen on this map.") % {"name": office.name}
            for office in offices
            if office.country_code in undrawn
        ),
    ]
    return " ".join(sentences)
