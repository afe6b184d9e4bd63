"""Faults of today that the histories leave out, and what runs into them.

Each switch leaves out moves that find a fault; turned on, the histories find it again.
"""

from collections import Counter

from tests.support import reload_model
from tests.support.reload_model import PARTS, REFERENCES

# Two records trade their addresses: texts change rows, by staff or in the files.
SWAPS = False
# An address that was given up goes to a new record.
REUSED_ADDRESSES = False
# Both sides give one record another address.
BOTH_RENAME = False
# What an export brought into the files is taken out by staff before the next apply.
TAKEN_OUT_AFTER_EXPORT = False
# Both sides change what one record points to.
CONFLICTS_IN_REFERENCES = False
# A value of a figure added, or removed and edited, or renamed by both sides.
CONFLICTS_IN_PARTS = False
# Staff rename a value of a figure, or put another in its place, and an export says so.
RENAMED_PARTS = False
# An apply that brought back what was off is taken back.
UNDONE_RETURNS = False
# Each side's change keeps the rules, and both together break one.
RULES_BROKEN_TOGETHER = False
# The files point to what staff took off the site.
POINTING_TO_WHAT_IS_OFF = False
# A subject that staff renamed keeps its old name in the files.
RENAMED_SUBJECTS_IN_FILES = False
# Words removed for safety stand in a fixture that wins, or comes again.
REMOVED_WORDS_COME_BACK = False


def holds(record, texts):
    """Whether a record says one of these texts."""
    return any(value in texts for value in (record or {}).values() if isinstance(value, str))


def targets(record):
    """The names of all that a record points to."""
    found = {record[each] for each in REFERENCES if record.get(each)}
    found |= set(record.get("sources", ()))
    return found | {each["said_in"] for each in record.get(PARTS, {}).values() if each["said_in"]}


def breaks_rules(standing):
    """Two at one address, or questions in a circle or too deep."""
    places = Counter((name[0], record["address"]) for name, record in standing.items())
    if any(count > 1 for count in places.values()):
        return True
    for name in standing:
        seen, above = {name}, standing[name].get("parent")
        while above in standing and above is not None:
            if above in seen or len(seen) > 2:
                return True
            seen.add(above)
            above = standing[above].get("parent")
    return False


def is_told(way):
    """A conflict that today's code can tell: one value that is a text."""
    return way == reload_model.WHOLE or not (
        way[-1] in REFERENCES or way[-1] == "twice" or (way[0] == PARTS and len(way) == 2)
    )


def faults_of(things, now):
    """The names of the left-out faults that these would run into."""
    found = set()
    clashing = {name: reload_model.clashes_of(each, now) for name, each in things.items()}
    for ways in clashing.values():
        found |= {kind for way in ways for kind in _kinds_of(way)}
    for side, prunes in ((None, False), ("live", False), ("fixture", False)):
        after = {
            name: each
            if clashing[name] and side is None
            else reload_model.applied(each, now, side, prunes)
            for name, each in things.items()
        }
        found |= {*_broken_together(after)}
    for name, thing in things.items():
        if _has_renamed_parts(thing):
            found.add("RENAMED_PARTS")
        after = reload_model.applied(thing, now, None, True)
        if not clashing[name] and reload_model.changes(thing.live, after.live) & thing.exported:
            found.add("TAKEN_OUT_AFTER_EXPORT")
    return {name for name in found if not globals()[name]}


def _has_renamed_parts(thing):
    """Staff gave a name that both sides know to another value."""
    base, live = (
        {part["key"]: name for name, part in (each or {}).get(PARTS, {}).items()}
        for each in (thing.base, thing.live)
    )
    one, other = set(base.items()), set(live.items())
    known = {*base, *base.values()}
    return any(key in known or name in known for key, name in other - one)


def _kinds_of(way):
    if way == ("address",):
        yield "BOTH_RENAME"
    elif way and way[-1] in REFERENCES:
        yield "CONFLICTS_IN_REFERENCES"
    elif way and way[0] == PARTS and (len(way) == 2 or way[-1] in {"twice", "key"}):
        yield "CONFLICTS_IN_PARTS"
    elif way and way[-1] == "status":
        yield "RULES_BROKEN_TOGETHER"


def _broken_together(after):
    standing = {name: each.live for name, each in after.items() if each.live}
    if any(each not in standing for record in standing.values() for each in targets(record)):
        yield "POINTING_TO_WHAT_IS_OFF"
    rows = {name: each.live or each.row for name, each in after.items() if each.live or each.row}
    if breaks_rules(rows):
        yield "RULES_BROKEN_TOGETHER"
