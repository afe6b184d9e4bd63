"""What was found is written down, each address in a short transaction of its own.

Nothing is locked while a server is waited for. Public pages are kept until the change log names
what they show, so it is written exactly when what they say of a link becomes another.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from links.following import Outcome
from links.models import LONGEST, Check, Use
from links.named import Place, shown_with_state
from publishing import changes, kinds, pages

State = Check.State
# “Worked on 3 March” stays true when it worked on the 4th too. Were the day to move with every
# check, a daily one would make all these pages, their files and the handout anew every day.
DAYS_SAID = 28
BATCH = 500
NOTED = (
    *("state", "checked_at", "worked_at", "said_on", "status"),
    *("final", "chain", "error", "failed"),
)


@transaction.atomic
def take_up(found: Mapping[str, set[Place]]) -> None:
    """Know what is named where, and forget what no published text names any more."""
    known = dict(Check.objects.values_list("address", "pk"))
    gone = [pk for address, pk in known.items() if address not in found]
    for at in range(0, len(gone), BATCH):
        Check.objects.filter(pk__in=gone[at : at + BATCH]).delete()
    fresh = [Check(address=address) for address in sorted(found.keys() - known.keys())]
    Check.objects.bulk_create(fresh, BATCH, ignore_conflicts=True)
    ids = dict(Check.objects.values_list("address", "pk"))
    wanted = {
        (ids[address], kind, key) for address, places in found.items() for kind, key in places
    }
    _uses(wanted)


def _uses(wanted: set[tuple[int, str, uuid.UUID]]) -> None:
    stored = {
        (link, kind, key): pk
        for pk, link, kind, key in Use.objects.values_list("pk", "link", "kind", "object_id")
    }
    gone = [pk for use, pk in stored.items() if use not in wanted]
    for at in range(0, len(gone), BATCH):
        Use.objects.filter(pk__in=gone[at : at + BATCH]).delete()
    fresh = [
        Use(link_id=link, kind=kind, object_id=key)
        for link, kind, key in sorted(wanted - stored.keys(), key=str)
    ]
    Use.objects.bulk_create(fresh, BATCH, ignore_conflicts=True)


def note(address: str, outcome: Outcome, at: datetime.datetime) -> None:
    """Keep one outcome; an address that was forgotten meanwhile stays forgotten."""
    check = Check.objects.filter(address=address).first()
    if check is None:
        return
    before = _said(check)
    _put(check, outcome, at)
    keys = _keys(check) if _said(check) != before else []
    with transaction.atomic():
        # Its lock comes before any other.
        number = changes.begin() if keys else 0
        values = {name: getattr(check, name) for name in NOTED}
        Check.objects.filter(pk=check.pk).update(**values)
        if keys:
            changes.record(number, keys)


def _put(check: Check, outcome: Outcome, at: datetime.datetime) -> None:
    check.state, check.checked_at = outcome.state, at
    check.status, check.error = outcome.status, outcome.error
    check.final, check.chain = outcome.final[:LONGEST], outcome.chain
    if outcome.state == State.WORKS:
        check.worked_at, check.failed = at, 0
        day = timezone.localdate(at)
        if check.said_on is None or (day - check.said_on).days >= DAYS_SAID:
            check.said_on = day
    elif outcome.state == State.STOPPED:
        check.failed += 1
        if check.worked_at:
            # From now on the day is told exactly.
            check.said_on = timezone.localdate(check.worked_at)


def _said(check: Check) -> tuple[Any, ...]:
    """What a page says of the link."""
    return check.said_on, has_never_worked(check)


def has_never_worked(check: Check) -> bool:
    return check.state == State.STOPPED and check.worked_at is None


def _keys(check: Check) -> list[str]:
    found: list[str] = []
    for kind in kinds.all_kinds():
        ids = [use.object_id for use in check.uses.all() if use.kind == kind.name]
        for row in kind.model.objects.filter(pk__in=ids) if ids else ():
            if check.address in shown_with_state(kind, row):
                found += [pages.key(kind.name, row.slug), pages.everything(kind.name)]
    return found
