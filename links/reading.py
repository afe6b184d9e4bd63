"""What pages may say of outside links, and what staff should look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from links.models import Check, Use
from links.named import in_row, plain
from links.noting import has_never_worked
from publishing import kinds
from publishing.linked import Known

# Of the links that stopped, so many are looked at for the start page.
MOST = 200
# Made once, for every page with links asks.
CHECKED = Check.objects.order_by().exclude(state=Check.State.NEW)


def known(addresses: Iterable[str]) -> Mapping[str, Known]:
    """By address as it is written on the page."""
    by_plain: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_plain[plain(address)].append(address)
    return {
        address: Known(check.said_on, has_never_worked(check))
        for check in CHECKED.filter(address__in=list(by_plain))
        for address in by_plain[check.address]
    }


def stopped() -> int:
    """How many links that published text names do not work; one taken out counts no more."""
    checks = list(Check.objects.filter(state=Check.State.STOPPED)[:MOST])
    return sum(1 for found in used_in(checks).values() if found)


def used_in(checks: Iterable[Check]) -> dict[int, list[Any]]:
    """What names each of them today, by primary key; one query a kind."""
    by_pk = {check.pk: check for check in checks}
    places: dict[str, dict[Any, list[Check]]] = defaultdict(lambda: defaultdict(list))
    for use in Use.objects.filter(link__in=list(by_pk)):
        places[use.kind][use.object_id].append(by_pk[use.link_id])
    found: dict[int, list[Any]] = {pk: [] for pk in by_pk}
    for kind in kinds.all_kinds():
        ids = list(places[kind.name])
        for row in kind.model.objects.filter(pk__in=ids).order_by("slug") if ids else ():
            named = in_row(kind, row)
            for check in places[kind.name][row.pk]:
                if check.address in named:
                    found[check.pk].append(row)
    return found
