"""A plan as lines for people: what happens to which record, why, and what can be typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.records import Record
from publishing.value_merge import Path
from reload import clashes, decisions
from reload.models import Run
from reload.outcomes import Action, Clash, Detail, Item, Plan
from reload.problems import Told

# Longer texts, and those of several lines, are shown as a line diff.
LONG = 60
# How many records a deed that is done lists by name.
MOST = 200
HEAD, GOOD, BAD, CHANGE, QUIET, PLAIN = "head", "good", "bad", "change", "quiet", "plain"


@dataclass(frozen=True)
class Line:
    text: str
    style: str = PLAIN


def of(plan: Plan) -> Iterator[Line]:
    """Everything that somebody decides by."""
    yield from conflicts(plan)
    yield from _group(plan, _("To create"), GOOD, "+", Action.CREATE)
    yield from _updates(plan)
    yield from _beside(plan)
    yield Line(plan.line(), HEAD)


def brief(plan: Plan, run: Run | None) -> Iterator[Line]:
    """After the deed: which records, not what is in them."""
    yield from conflicts(plan)
    yield from _group(plan, _("Created"), GOOD, "+", Action.CREATE, most=MOST)
    yield from _group(plan, _("Updated"), CHANGE, "~", Action.UPDATE, most=MOST)
    yield from _beside(plan)
    yield applied(plan, run)


def _beside(plan: Plan) -> Iterator[Line]:
    yield from _leaving(plan)
    yield from _renames(plan)
    yield from _listed(_("New subjects"), plan.new_tags)
    yield from _kept(plan)
    yield from _unmanaged(plan)


def errors(told: Iterable[Told], total: int) -> Iterator[Line]:
    shown = 0
    for each in told:
        shown += 1
        yield Line(str(each), BAD)
    if total > shown:
        yield Line(_("… and %(count)d more.") % {"count": total - shown}, QUIET)


def conflicts(plan: Plan) -> Iterator[Line]:
    items = plan.open_clashes()
    if not items:
        return
    yield Line(_("Conflicts: staff and the fixtures both changed this"), HEAD)
    for item in items:
        yield Line(f"  {item.kind}[{item.key}]", BAD)
        for each in item.clashes:
            yield from _clash(each)
    yield Line(_("Ways out, for each conflict or for all:"), HEAD)
    yield Line(_("  change the fixture so that it says what should be, then plan again"))
    example = items[0].clashes[0].address
    yield Line(f"  --resolve '{example}=live'     " + _("keep what is public"))
    yield Line(f"  --resolve '{example}=fixture'  " + _("take the fixture’s text"))
    yield Line("  --on-conflict live | fixture   " + _("decide all of them alike"))
    yield Line("  --on-conflict skip             " + _("leave these, apply the rest"))
    yield Line("")


def _clash(clash: Clash) -> Iterator[Line]:
    yield Line(f"    {clash.address}", CHANGE)
    if clash.why:
        yield Line(f"      {clash.why}")
    sides = (
        (_("before"), clash.before, QUIET),
        (_("fixture"), clash.fixture, GOOD),
        (_("live"), clash.live, BAD),
    )
    if all(text is None for _name, text, _style in sides):
        return
    width = max(len(name) for name, _text, _style in sides)
    for name, text, style in sides:
        shown = _("(nothing)") if text is None else text
        first, *rest = shown.split("\n") or [""]
        yield Line(f"      {name:<{width}}  {first}", style)
        yield from (Line(f"      {'':<{width}}  {line}", style) for line in rest)


def _group(
    plan: Plan, title: str, style: str, sign: str, *actions: Action, most: int | None = None
) -> Iterator[Line]:
    items = list(plan.of(*actions))
    if items:
        yield Line(title, HEAD)
        shown = items if most is None else items[:most]
        yield from (Line(f"  {sign} {item.kind}[{item.key}]", style) for item in shown)
        if len(items) > len(shown):
            yield Line(_("  … and %(count)d more") % {"count": len(items) - len(shown)}, QUIET)
        yield Line("")


def _updates(plan: Plan) -> Iterator[Line]:
    items = list(plan.of(Action.UPDATE))
    if not items:
        return
    yield Line(_("To update"), HEAD)
    for item in items:
        yield Line(f"  ~ {item.kind}[{item.key}]", CHANGE)
        detail = plan.detail(item)
        if detail.is_outside:
            yield Line(
                "      " + _("changed outside the editor; that is written down first"), QUIET
            )
        if not detail.is_live:
            yield Line("      " + _("public again"), CHANGE)
        yield from changes_of(item, detail)
    yield Line("")


def changes_of(item: Item, detail: Detail) -> Iterator[Line]:
    if detail.live is None or detail.final is None:
        return
    for path in decisions.differences(detail.live, detail.final):
        where = clashes.address(item.kind, item.key, path, detail.final, detail.live)
        before, after = (clashes.said(_at(each, path)) for each in (detail.live, detail.final))
        yield from _change(where.partition("]")[2].lstrip("."), before or "", after or "")


def _at(record: Record, path: Path) -> Any:
    """What stands at a path; None for nothing."""
    found: Any = record
    for step in path:
        found = found.get(step) if found is not None else None
    return found


def _change(name: str, before: str, after: str) -> Iterator[Line]:
    if "\n" not in before + after and len(before) <= LONG and len(after) <= LONG:
        yield Line(f"      {name}: {before or '–'} → {after or '–'}")
        return
    yield Line(f"      {name}:")
    found = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=1)
    for number, line in enumerate(found):
        # The two lines that name files, and where each hunk stands.
        if number > 1 and not line.startswith("@@"):
            style = {"+": GOOD, "-": BAD}.get(line[:1], QUIET)
            yield Line(f"        {line}", style)


def _leaving(plan: Plan) -> Iterator[Line]:
    yield from _group(plan, _("To take off the site"), BAD, "-", Action.PRUNE)
    gone = list(plan.of(Action.GONE))
    if gone:
        yield Line(
            _("Gone from the fixtures, still public (--prune takes them off the site)"), HEAD
        )
        yield from (Line(f"  - {item.kind}[{item.key}]", QUIET) for item in gone)
    yield from (Line(f"  {hint}", QUIET) for hint in plan.hints)
    if gone or plan.hints:
        yield Line("")


def _renames(plan: Plan) -> Iterator[Line]:
    yield from _listed(
        _("To rename"), [f"{kind}[{old}] → {new}" for kind, old, new in plan.renames]
    )


def _listed(title: str, names: Iterable[str]) -> Iterator[Line]:
    found = list(names)
    if found:
        yield Line(title, HEAD)
        yield from (Line(f"  {name}") for name in found)
        yield Line("")


def _kept(plan: Plan) -> Iterator[Line]:
    items = [item for item in plan.items if item.kept]
    withdrawn = list(plan.of(Action.WITHDRAWN))
    if items or plan.made_here:
        yield Line(_("Staff edits kept (reload_export brings them into the files)"), HEAD)
        for item in items:
            names = ", ".join(_names(plan, item))
            yield Line(f"  = {item.kind}[{item.key}]" + (f": {names}" if names else ""))
        yield from (Line(f"  = {kind}[{key}]: " + _("made here")) for kind, key in plan.made_here)
    if withdrawn:
        yield Line(_("Taken off the site by staff, still in the fixtures"), HEAD)
        yield from (Line(f"  = {item.kind}[{item.key}]") for item in withdrawn)
    if items or withdrawn or plan.made_here:
        yield Line("")


def _names(plan: Plan, item: Item) -> Iterator[str]:
    if item.at < 0:
        return
    detail = plan.detail(item)
    records: list[Record | None] = [detail.live, detail.fixture]
    for path in item.kept:
        where = clashes.address(item.kind, item.key, path, *records)
        yield where.partition("]")[2].lstrip(".")


def _unmanaged(plan: Plan) -> Iterator[Line]:
    for model, counted in sorted(plan.unmanaged.items()):
        for name, count in sorted(counted.items()):
            said = ngettext(
                "%(model)s: %(count)d record leaves out “%(name)s”, so the database decides it.",
                "%(model)s: %(count)d records leave out “%(name)s”, so the database decides it.",
                count,
            )
            yield Line(said % {"model": model, "count": count, "name": name}, QUIET)


def applied(plan: Plan, run: Run | None) -> Line:
    """The last line of an apply; programs read it, so it is never translated."""
    if run is None:
        return Line("Nothing to do." if not plan.is_blocked else "Nothing was written.", HEAD)
    said = (
        "Done: {create} created, {update} updated, {prune} pruned,"
        " {conflicts} conflicts, {kept} staff edits kept (run {run})"
    )
    return Line(said.format(**plan.counts(), run=run.pk), HEAD)
