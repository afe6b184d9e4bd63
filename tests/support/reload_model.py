"""What reload must do, in the simplest words: records as plain values, merged one by one.

A thing is one record whatever its address. References name things, not addresses, so a renamed
topic changes no entry. A part goes by a name of its own as soon as both sides know it; in a file
it goes by its key, as docs/reload.md has it.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

SETS, PARTS, STATUS = ("sources", "tags"), "parts", "status"
REFERENCES = {"topic", "parent", "office", "source", "said_in"}
GAP = "[…]"
WHOLE = ()
# What a base without the record says, which is not the same as saying None.
NOTHING = "nothing at all"
_names = count(1)


@dataclass
class Thing:
    """`base`, `file` and `live` are what both sides agreed on, the file's and the public text."""

    kind: str
    base: dict | None = None
    file: dict | None = None
    live: dict | None = None
    # What stands in the files, and what stood there when the base moved last: where nobody
    # touched it, nothing is compared.
    written: str = ""
    agreed: str = ""
    # Who keeps it off the site though there is a row for it: "staff" or "fixtures".
    kept_off: str = ""
    draft: dict | None = None
    begun: dict | None = None
    # What an export wrote into the file and no apply has met yet.
    exported: set = field(default_factory=set)
    # Texts that were removed for safety.
    removed: set = field(default_factory=set)
    # The text its row had last, public or not.
    row: dict | None = None


def flat(record):
    """Everything one can change alone, by its way."""
    if record is None:
        return {}
    found = {WHOLE: True}
    for name, value in record.items():
        if name in SETS:
            found |= {(name, member): True for member in value}
        elif name == PARTS:
            for key, part in by_key(value).items():
                found[name, key] = True
                found |= {(name, key, each): part[each] for each in part if each != "key"}
        else:
            found[name,] = value
    return found


def changes(before, after):
    one, other = flat(before), flat(after)
    return {way for way in {*one, *other} if one.get(way) != other.get(way)}


def says_same(one, other):
    """Another address is no other text."""
    return changes(one, other) <= {("address",)}


def by_key(parts):
    return {part["key"]: part for part in parts.values()}


def renamed_subjects(record, now):
    """Subjects by the names they have now."""
    if record is None or "tags" not in record:
        return record
    return record | {"tags": frozenset(now.get(name, name) for name in record["tags"])}


def told(thing, now):
    """(base, file, live) with subjects as they are called now and parts by their own names."""
    base, file, live = (
        renamed_subjects(each, now) for each in (thing.base, thing.file, thing.live)
    )
    if file is not None and PARTS in file:
        file = file | {PARTS: _named(file[PARTS], base, live or thing.row)}
    if base is not None and file is not None and thing.removed:
        cut = [name for name in base if base[name] == GAP != file[name]]
        # Nobody has to decide about a file that nobody touched.
        same = {name: file[name] if thing.written == thing.agreed else None for name in cut}
        base = base | same
    return base, file, live


def _named(parts, base, live):
    known = {}
    for record in (live, base):
        known |= {part["key"]: name for name, part in (record or {PARTS: {}})[PARTS].items()}
    return {known.get(key) or f"part-{next(_names)}": part for key, part in by_key(parts).items()}


def merged(base, file, live, side=None):
    """The record that keeps both changes; what nobody can keep together, by its way."""
    clashes, found = {}, {}
    base = base or {}
    for name, other in live.items():
        if name in SETS:
            before = base.get(name, frozenset())
            found[name] = (other | (file[name] - before)) - (before - file[name])
        elif name == PARTS:
            found[name] = _parts(base.get(name, {}), file[name], other, side, clashes)
        else:
            found[name] = _value((name,), base.get(name, NOTHING), file[name], other, side, clashes)
    return found, clashes


def _value(way, before, file, live, side, clashes):
    if file in (live, before):
        return live
    if live == before:
        return file
    clashes[way] = (file, live)
    return {"live": live, "fixture": file}.get(side, before)


def _parts(base, file, live, side, clashes):
    found = {}
    for name in {**base, **live, **file}:
        before, mine, other = base.get(name), file.get(name), live.get(name)
        if mine and other and (before or mine == other):
            found[name] = {
                each: _value(
                    (PARTS, other["key"], each),
                    (before or {}).get(each),
                    mine[each],
                    other[each],
                    side,
                    clashes,
                )
                for each in mine
            }
        else:
            found[name] = _value((PARTS, name), before, mine, other, side, clashes)
    found = {name: part for name, part in found.items() if part}
    keys = [part["key"] for part in found.values()]
    clashes |= {(PARTS, key, "twice"): (key, key) for key in keys if keys.count(key) > 1}
    return found


def clashes_of(thing, now):
    base, file, live = told(thing, now)
    if file is None:
        return {WHOLE: None} if base is not None and live not in (None, base) else {}
    if live is None:
        is_asked = thing.kept_off == "staff" if base is None else not says_same(file, base)
        return {WHOLE: None} if is_asked else {}
    return merged(base, file, live)[1]


def applied(thing, now, side=None, prunes=False):
    """The thing after an apply that wrote it."""
    after = deepcopy(thing)
    base, file, live = told(thing, now)
    is_asked = bool(clashes_of(thing, now))
    if file is None:
        goes = side == "fixture" if is_asked else prunes
        if live is not None and base is not None and goes:
            after.live, after.kept_off, after.base = None, "fixtures", None
        elif live is None or is_asked:
            after.base = None
        return after
    if live is not None:
        after.live = merged(base, file, live, side)[0]
    elif base is not None and not is_asked:
        after.agreed = thing.written
        return after
    elif not is_asked or side == "fixture":
        after.live, after.kept_off = file, ""
    is_touched = thing.written != thing.agreed
    after.agreed = thing.written
    if thing.base is None or is_touched or not thing.removed:
        after.base, after.exported = file, set()
    after.row = after.live or after.row
    return after


def exported(thing, now):
    """The thing after an export: only its file changes."""
    after = deepcopy(thing)
    base, file, live = told(thing, now)
    if live is None:
        if None not in (file, base) and says_same(file, base):
            after.file = None
    elif file is None:
        if base is None:
            after.file = live
    else:
        after.file = merged(base, file, live)[0]
    after.exported |= changes(renamed_subjects(thing.file, now), after.file)
    return after


def undone(thing, before, after, side=None):
    """(record, clashes) once a run that made `after` of `before` is taken back."""
    return merged(after, before, thing.live, side)
