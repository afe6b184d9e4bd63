"""How fixtures and database stand to each other, in a few lines."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reload import plan, waiting
from reload.models import Baseline, Run
from reload.options import Options
from reload.outcomes import Action, Plan
from reload.report import BAD, CHANGE, HEAD, PLAIN, QUIET, Line
from reload.sources import Selection


@dataclass(frozen=True)
class Status:
    last: Run | None
    # Those of a plan, and records gone from the files or taken down here.
    counts: Mapping[str, int]
    gone: int
    withdrawn: int
    # When the oldest edit was made that is not in the files yet.
    oldest: datetime.datetime | None

    def lines(self) -> Iterator[Line]:
        yield Line(self._last(), HEAD)
        counts = self.counts
        yield from _said(counts["conflicts"], BAD, _("conflicts wait for a decision"))
        waiting = counts["create"] + counts["update"] + counts["prune"]
        yield from _said(waiting, CHANGE, _("changes in the files are not applied"))
        yield from _said(counts["kept"], CHANGE, _("staff edits are not in the files"))
        if self.oldest and counts["kept"]:
            days = (timezone.now() - self.oldest).days
            said = ngettext("the oldest is %d day old", "the oldest is %d days old", days)
            yield Line("     " + said % days, QUIET)
        yield from _said(self.gone, QUIET, _("records gone from the files are still public"))
        yield from _said(self.withdrawn, QUIET, _("records taken down here are in the files"))
        if not any([*counts.values(), self.gone, self.withdrawn]):
            yield Line(_("Files and database say the same."), PLAIN)

    def _last(self) -> str:
        if self.last is None:
            return _("Nothing was ever reloaded here.")
        when = timezone.localtime(self.last.created).strftime("%Y-%m-%d %H:%M")
        names = {"run": self.last.pk, "when": when, "by": self.last.by}
        return _("Last reload: run %(run)d, %(when)s, by %(by)s") % names

    def as_json(self) -> dict[str, Any]:
        last = self.last
        return {
            "schema": 1,
            "run": last.pk if last else None,
            "created": last.created.isoformat() if last else None,
            "by": last.by if last else None,
            "counts": dict(self.counts),
            "gone": self.gone,
            "withdrawn": self.withdrawn,
            "oldest_edit": self.oldest.isoformat() if self.oldest else None,
        }


def of(selection: Selection) -> Status:
    """Raises Broken. Writes nothing."""
    made = plan.make(selection, Options())
    return Status(
        last=Run.objects.defer("undo").first(),
        counts=made.counts(),
        gone=sum(1 for _item in made.of(Action.GONE)),
        withdrawn=sum(1 for _item in made.of(Action.WITHDRAWN)),
        oldest=_oldest_edit(made),
    )


def _oldest_edit(made: Plan) -> datetime.datetime | None:
    apart = [
        each
        for each in made.items
        if each.kept or each.action in {Action.CONFLICT, Action.WITHDRAWN}
    ]
    keys: dict[str, list[str]] = defaultdict(list)
    for each in apart:
        keys[each.kind].append(each.key)
    known = [
        pair
        for kind, names in keys.items()
        for at in range(0, len(names), waiting.BATCH)
        for pair in Baseline.objects.filter(
            kind=kind, key__in=names[at : at + waiting.BATCH]
        ).values_list("kind", "object_id")
    ]
    return waiting.oldest([*known, *((kind, None) for kind, _key in made.made_here)])


def _said(count: int, style: str, words: str) -> Iterator[Line]:
    if count:
        yield Line(f"{count:4} {words}", style)
