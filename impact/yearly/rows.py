"""One figure in a round: the value of the year and the one before, as the newest text has them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from impact import evidence, figures, gaps
from impact.evidence import Evidence, Fields
from impact.models import Measurement, Statistic
from publishing.models import Revision
from publishing.records import Record

State = Revision.State
PARTS = "measurements"
Parts = Mapping[str, Fields]


def period(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"


def of_year(parts: Parts, year: int) -> str | None:
    """The id of the value for a year: the one of that name, or else of exactly that time."""
    named = (pk for pk, each in parts.items() if each["key"] == str(year))
    timed = (
        pk for pk, each in parts.items() if (each["period_from"], each["period_to"]) == period(year)
    )
    return next(named, None) or next(timed, None)


def before(parts: Parts, year: int) -> Fields | None:
    """The newest value from before a year; an undated one where there is no other."""
    own = of_year(parts, year)
    earlier = {
        pk: each
        for pk, each in parts.items()
        if pk != own and (each["period_to"] or "") < f"{year}-01-01"
    }
    newest = evidence.newest(earlier)
    return earlier[newest] if newest else None


def part_id(statistic: Statistic, year: int, parts: Parts) -> str:
    """The same for everybody, so that a form sent twice adds one value."""
    made = str(uuid.uuid5(statistic.pk, str(year)))
    return str(uuid.uuid4()) if made in parts else made


@dataclass(frozen=True)
class Row:
    """One figure of a round; `head` is its newest text and `record` what that says."""

    year: int
    statistic: Statistic
    head: Revision
    record: Record
    sources: Mapping[str, str]

    @property
    def parts(self) -> Parts:
        found: Parts = self.record["parts"][PARTS]
        return found

    @property
    def now(self) -> Fields | None:
        """The value of this year in the newest text."""
        found = of_year(self.parts, self.year)
        return self.parts[found] if found else None

    @cached_property
    def before(self) -> Fields | None:
        return before(self.parts, self.year)

    @cached_property
    def shown_before(self) -> Evidence | None:
        return self.in_words(self.before) if self.before else None

    @cached_property
    def shown_now(self) -> Evidence | None:
        return self.in_words(self.now) if self.now else None

    @property
    def source_before(self) -> str:
        return self._source(self.before) if self.before else ""

    @cached_property
    def is_public(self) -> bool:
        """Readers have a value for this year already."""
        return of_year(figures.parts(self.statistic), self.year) is not None

    @property
    def because(self) -> str:
        return gaps.of(self.record["fields"]["not_counted"]).get(self.year, "")

    @property
    def unit(self) -> str:
        """What stands after the field of the value."""
        shape = (self.now or self.before or {}).get("form", Measurement.Form.NUMBER)
        said = {
            Measurement.Form.PERCENT: _("percent"),
            Measurement.Form.CHANGE: _("percent; a fall is negative"),
            Measurement.Form.ONE_IN: _("for “one in N”, the N"),
        }
        return said.get(shape) or str(self.record["fields"]["unit"])

    @property
    def is_ready(self) -> bool:
        return self.now is not None or bool(self.because)

    @property
    def is_drafted(self) -> bool:
        return self.is_ready and self.head.is_work

    @property
    def is_to_send(self) -> bool:
        return self.is_drafted and self.head.state in (State.DRAFT, State.SENT_BACK)

    def in_words(self, part: Fields) -> Evidence:
        return evidence.evidence(self.record["fields"], part, source=self._source(part))

    def _source(self, part: Fields) -> str:
        return self.sources.get(part["said_in"][0], part["said_in"][0]) if part["said_in"] else ""
