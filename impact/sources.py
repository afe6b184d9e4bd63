"""How far the web address of a source was checked, in the words of every page and file."""

import datetime
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from impact.models import Source
from publishing import linked
from publishing.linked import UNKNOWN, Known


def with_links(sources: Iterable[Source]) -> list[Source]:
    """The same sources, each with `link_state` and `link_worked_on`."""
    found = list(sources)
    known = linked.known(source.address for source in found)
    for source in found:
        check = known.get(source.address, UNKNOWN)
        source.link_worked_on = worked_on(source, check)
        source.link_state = state(source, check)
    return found


def worked_on(source: Source, check: Known) -> datetime.date | None:
    """The last day a person or the check found it working."""
    days = [day for day in (source.accessed_on, check.worked_on) if day]
    return max(days, default=None)


def state(source: Source, check: Known) -> str:
    """ "worked on 4 March 2026"; "" without an address."""
    if not source.address:
        return ""
    day = worked_on(source, check)
    if day:
        return _("worked on %(day)s") % {"day": date_format(day, "j F Y")}
    if check.has_failed:
        return _("as printed in the handout; did not work when it was checked")
    return _("as printed in the handout; not checked")
