"""One run over all addresses, or some of them: look, note, and say how it went."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from django.db.models import Q
from django.utils import timezone

from links import named, noting
from links.checking import Checker
from links.following import Outcome
from links.models import Check

State = Check.State
Progress = Callable[[int], None]


@dataclass
class Result:
    """`is_offline`: not one server answered, so nothing was noted against any of them."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    is_offline: bool = False

    def of(self, state: Check.State) -> list[tuple[str, Outcome]]:
        found = [(address, each) for address, each in self.outcomes.items() if each.state == state]
        return sorted(found, key=itemgetter(0))


def unknown(only: Sequence[str]) -> list[str]:
    """What was asked for and no public text names."""
    known = Check.objects.filter(address__in=[named.plain(each) for each in only])
    addresses = set(known.values_list("address", flat=True))
    return [each for each in only if named.plain(each) not in addresses]


def wanted(only: Sequence[str], older_than: datetime.timedelta | None) -> list[str]:
    """What to check, of all that is named; the longest unchecked first."""
    rows = Check.objects.order_by("checked_at", "address")
    if only:
        rows = rows.filter(address__in=[named.plain(each) for each in only])
    if older_than:
        since = timezone.now() - older_than
        rows = rows.filter(Q(checked_at=None) | Q(checked_at__lt=since))
    return list(rows.values_list("address", flat=True))


def carry_out(addresses: Sequence[str], checker: Checker, progress: Progress) -> Result:
    """What worked is noted at once; what failed, as soon as any server at all has answered."""
    result, kept = Result(is_offline=True), []
    for address, outcome in checker.check(addresses):
        result.outcomes[address] = outcome
        if outcome.is_out_of_reach and result.is_offline:
            kept.append((address, outcome, timezone.now()))
        else:
            result.is_offline = False
            noting.note(address, outcome, timezone.now())
        progress(len(result.outcomes))
    if result.is_offline and addresses:
        return result
    for address, outcome, at in kept:
        noting.note(address, outcome, at)
    return Result(result.outcomes)
