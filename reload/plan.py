"""What an apply would do, and why; nothing is ever written here."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from publishing import changes, kinds
from publishing.records import Record
from reload import drift, fixtures, naming
from reload.baselines import Known
from reload.checks import Checks
from reload.comparing import Comparing
from reload.fixtures import Fixtures, Found
from reload.leaving import Leaving
from reload.models import Baseline, Run
from reload.naming import Naming
from reload.options import Options
from reload.outcomes import Action, Item, Plan, in_order
from reload.problems import Broken
from reload.sources import Selection
from reload.spill import Spill

Standing = Baseline.Standing
HINT_FROM = 0.6
MOST_HINTED = 50


def read_ahead(selection: Selection, options: Options) -> Fixtures | None:
    """The files, unless nobody touched anything since the last run. Raises Broken."""
    return None if _start(selection, options).is_quick else fixtures.read(selection)


def make(selection: Selection, options: Options, read: Fixtures | None = None) -> Plan:
    """Raises Broken with everything that is wrong. `read`: the files, where they are read."""
    plan = _start(selection, options)
    if plan.is_quick:
        _as_it_was(plan)
    else:
        is_fresh = read is not None and read.serial == plan.serial
        _compare(plan, read if read and is_fresh else fixtures.read(selection))
    plan.made_here = list(_made_here(plan))
    return plan


def _start(selection: Selection, options: Options) -> Plan:
    now = changes.now()
    last = Run.objects.defer("undo").first()
    plan = Plan(selection, options, Spill())
    plan.digest = selection.digest()
    plan.lineage, plan.number = str(now.lineage), now.number
    if last:
        plan.serial = last.pk
        plan.counted = int(last.counts.get("records", 0))
        plan.is_quick = _is_untouched(last, plan) and _asks_for_nothing(options)
    return plan


def _is_untouched(last: Run, plan: Plan) -> bool:
    return (
        last.is_whole
        and last.digest == plan.digest
        and (str(last.lineage), last.number) == (plan.lineage, plan.number)
    )


def _asks_for_nothing(options: Options) -> bool:
    return not (options.prune or options.drift or options.only or options.export)


def _as_it_was(plan: Plan) -> None:
    """Only what stands apart from its baseline, from what the last run noted."""
    apart = Baseline.objects.exclude(standing=Standing.SAME).order_by("kind", "key")
    actions = {
        Standing.EDITED: Action.KEEP,
        Standing.GONE: Action.GONE,
        Standing.WITHDRAWN: Action.WITHDRAWN,
    }
    for kind, key, standing in apart.values_list("kind", "key", "standing"):
        action = actions[Standing(standing)]
        kept = (("?",),) if action == Action.KEEP else ()
        plan.items.append(Item(action, kind, key, kept=kept))


def _compare(plan: Plan, read: Fixtures) -> None:
    options = plan.options
    plan.counted = read.counted
    plan.is_whole = not (read.selection.is_partial or options.only) and all(
        read.selection.holds(name) for name in set(read.known.files)
    )
    names = naming.find(read, options)
    checks = Checks(read, options)
    comparing = Comparing(plan, read, names, checks)
    by_kind = _by_kind(read, options)
    looked_at = dict(_to_look_at(plan, read, names))
    for name in in_order([*{*by_kind, *looked_at}]):
        kind = kinds.named(name)
        comparing.all(kind, by_kind.get(name, ()))
        comparing.all(kind, looked_at.get(name, ()), as_before=True)
    _still_edited(plan, read, {item.known for item in plan.items})
    leaving = Leaving(plan, read, names)
    leaving.all()
    checks.finish(names, {(item.kind, item.key) for item in plan.of(Action.PRUNE)})
    problems = [*checks.problems, *leaving.refusals()]
    if problems:
        raise Broken(problems)
    plan.new_tags = list(comparing.new_tags)
    plan.renames = list(_renames(names, read))
    plan.hints = list(_hints(plan))


def _by_kind(read: Fixtures, options: Options) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for (kind, key), each in read.roots.items():
        if options.chosen(kind, key):
            found[kind].append(each)
    return found


def _to_look_at(plan: Plan, read: Fixtures, names: Naming) -> Iterator[tuple[str, list[Found]]]:
    """Records whose files are as they were, but whose rows may not be."""
    known = read.known
    chosen: dict[str, list[int]] = defaultdict(list)
    for place in _touched(plan, read, names):
        if plan.options.chosen(known.kinds[place], known.keys[place]):
            chosen[known.kinds[place]].append(place)
    for kind, places in chosen.items():
        yield kind, [read.found(place) for place in places]


def _touched(plan: Plan, read: Fixtures, names: Naming) -> Iterable[int]:
    """By the change log since the last whole run; all where it cannot tell."""
    if plan.options.export:
        return _apart(read, names)
    if plan.options.drift:
        return [place for place in drift.places(read.known) if place in read.same]
    last = Run.objects.filter(is_whole=True).defer("undo").first()
    if last is None:
        return list(read.same)
    since = changes.since(last.lineage, last.number)
    if since.keys is None:
        return list(read.same)
    places = (_place(read.known, key) for key in since.keys)
    return sorted(place for place in places if place in read.same)


def _apart(read: Fixtures, names: Naming) -> list[int]:
    """Where something was renamed, any other record may call it by its old name."""
    if names.file or names.moved:
        return list(read.same)
    standings = read.known.standings
    edited = {place for place in read.same if standings[place] != Standing.SAME}
    return sorted(edited | {each for each in drift.places(read.known) if each in read.same})


def _place(known: Known, key: str) -> int | None:
    kind, _sep, slug = key.partition(":")
    return known.place(kind, slug)


def _still_edited(plan: Plan, read: Fixtures, done: set[int]) -> None:
    """What an earlier run found edited or withdrawn, and nobody touched since."""
    for place in read.same:
        standing = read.known.standings[place]
        kind, key = read.known.kinds[place], read.known.keys[place]
        if standing == Standing.SAME or place in done or not plan.options.chosen(kind, key):
            continue
        is_edited = standing == Standing.EDITED
        action = Action.KEEP if is_edited else Action.WITHDRAWN
        plan.items.append(Item(action, kind, key, kept=(("?",),) if is_edited else (), known=place))


def _made_here(plan: Plan) -> Iterator[tuple[str, str]]:
    """Public rows that no baseline knows and that this plan does not take in."""
    taken: dict[str, set[uuid.UUID | None]] = defaultdict(set)
    for item in plan.items:
        if item.at >= 0 and item.known < 0 and item.action != Action.CREATE:
            taken[item.kind].add(item.object_id)
    for kind in kinds.all_kinds():
        mine = Baseline.objects.filter(object_id=OuterRef("pk"))
        rows = kind.model.objects.filter(~Exists(mine)).order_by("slug")
        for pk, slug in rows.values_list("pk", "slug"):
            if pk not in taken[kind.name] and plan.options.chosen(kind.name, slug):
                yield kind.name, slug


def _renames(names: Naming, read: Fixtures) -> Iterator[tuple[str, str, str]]:
    for (kind, new), place in names.moved.items():
        yield kind, read.known.keys[place], new


def _hints(plan: Plan) -> Iterator[str]:
    """A record that went and one that came, much alike, may be one that was renamed."""
    gone, new = (
        [(item, plan.detail(item)) for item in islice(plan.of(*actions), MOST_HINTED)]
        for actions in ((Action.GONE, Action.PRUNE), (Action.CREATE,))
    )
    for old, before in gone:
        for item, after in new:
            if item.kind == old.kind and _alike(before.live, after.final) >= HINT_FROM:
                names = {"old": old.key, "new": item.key, "kind": item.kind}
                yield (
                    _(
                        "‘%(new)s’ looks like ‘%(old)s’ renamed. If it is, say so in moves.json:"
                        ' {"%(kind)s": {"%(old)s": "%(new)s"}}'
                    )
                    % names
                )


def _alike(one: Record | None, other: Record | None) -> float:
    """The share of telling fields that say the same."""
    if one is None or other is None:
        return 0.0
    telling = [
        name
        for name, value in one["fields"].items()
        if isinstance(value, str) and len(value) > 8 and name != "slug"
    ]
    same = sum(1 for name in telling if one["fields"][name] == other["fields"].get(name))
    return same / len(telling) if telling else 0.0
