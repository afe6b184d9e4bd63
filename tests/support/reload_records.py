"""The records of the histories: what they say at first, and as files and editor hold them.

The first letter of a name tells the kind: `e1` is a question, `f1` a figure.
"""

from tests.support import reload_commands
from tests.support.reload_model import PARTS

KINDS = {
    "s": "impact.source",
    "o": "impact.fieldoffice",
    "f": "impact.statistic",
    "t": "faq.topic",
    "e": "faq.entry",
}
FILES = {"figures": "sof", "questions": "te"}
TEXTS = {
    "s": ("title", "producer"),
    "o": ("name", "summary"),
    "f": ("title", "unit"),
    "t": ("name", "summary"),
    "e": ("question", "content_note"),
}
POINTS = {"o": {"source": "s"}, "f": {"office": "o"}, "e": {"topic": "t", "parent": "e"}}
STATUSES = {
    "stated": ("as-stated", None, None),
    "confirmed": ("confirmed", "2026-01-02", None),
    "lost": ("not-traced", None, "2026-03-04"),
}
SAID = ("first", "second", "third")
SUBJECTS = ("courts", "police", "a, b")
KEYS = ("2011", "2012", "2013")
NAMES = ("s1", "s2", "o1", "o2", "f1", "t1", "t2", "e1", "e2")
NEW = ("s9", "o9", "f9", "t9", "e9")
# What some of them point to at the start.
POINTED = {
    "o1": {"source": "s1"},
    "f1": {
        "office": "o1",
        "tags": frozenset({"courts"}),
        PARTS: {
            key: {"key": key, "value": "first", "said_in": "s1", "status": "stated"}
            for key in KEYS[:2]
        },
    },
    "e1": {"sources": frozenset({"s1"}), "tags": frozenset({"courts"})},
    "e2": {"topic": "t2", "parent": "e1", "tags": frozenset({"courts", "police"})},
}


def text(name, field, value):
    if field == "content_note":
        return "child-sexual-violence" if value == "second" else ""
    return f"{field.capitalize()} of {name}, {value}"


def fresh(name, value="first"):
    """The record of a thing as somebody makes it."""
    kind = name[0]
    made = {"address": address(name)} | {each: text(name, each, value) for each in TEXTS[kind]}
    made |= dict.fromkeys(POINTS.get(kind, ()))
    if kind == "e":
        made |= {"topic": "t1", "sources": frozenset()}
    if kind in "ofe":
        made["tags"] = frozenset()
    if kind == "f":
        made[PARTS] = {}
    return made


def address(name, letter="a"):
    return f"{name}-{letter}"


def part(key, value="first"):
    return {"key": key, "value": value, "said_in": None, "status": "stated"}


def whole(name, record, slug):
    """A record as the editor saves it; `slug` gives the address of what it points to."""
    fields = USUAL[name[0]] | {"slug": record["address"]}
    fields |= {each: record[each] for each in TEXTS[name[0]]}
    for way in POINTS.get(name[0], ()):
        fields[way] = [slug(record[way])] if record[way] else None
    if "sources" in record:
        fields["sources"] = sorted([slug(each)] for each in record["sources"])
    made = {
        "kind": KINDS[name[0]],
        "key": record["address"],
        "fields": fields,
        "tags": sorted(record.get("tags", ())),
    }
    if PARTS in record:
        made[PARTS] = {each: part_fields(fields, slug) for each, fields in record[PARTS].items()}
    return made


def _usual(made, *left_out):
    return {name: value for name, value in made["fields"].items() if name not in left_out}


USUAL = {
    "s": _usual(reload_commands.source()),
    "o": _usual(reload_commands.office(), "tags"),
    "f": _usual(reload_commands.statistic(), "tags") | {"not_counted": ""},
    "t": _usual(reload_commands.topic()),
    "e": _usual(reload_commands.entry(), "tags"),
}
VALUES = {"first": "100.0000", "second": "200.0000", "third": "300.0000"}


def part_fields(fields, slug):
    usual = _usual(reload_commands.measurement(), "statistic")
    status, confirmed, looked = STATUSES[fields["status"]]
    return usual | {
        "key": fields["key"],
        "value": VALUES[fields["value"]],
        "said_in": [slug(fields["said_in"])] if fields["said_in"] else None,
        "status": status,
        "confirmed_on": confirmed,
        "looked_on": looked,
    }


def in_file(name, record, slug):
    made = whole(name, record, slug)
    fields = made["fields"]
    if "tags" in record:
        fields = fields | {"tags": made["tags"]}
    yield {"model": KINDS[name[0]], "fields": fields}
    for each in sorted(made.get(PARTS, {}).values(), key=lambda part: part["key"]):
        yield {"model": "impact.measurement", "fields": {"statistic": [made["key"]]} | each}


def plain_record(record, name_of):
    """A real record as the model writes it; `name_of` tells what an address belongs to."""
    letter = next(each for each, kind in KINDS.items() if kind == record["kind"])
    fields = record["fields"]
    made = {"address": record["key"]} | {each: fields[each] for each in TEXTS[letter]}
    for way, kind in POINTS.get(letter, {}).items():
        made[way] = name_of(kind, fields[way][0]) if fields[way] else None
    if letter == "e":
        made["sources"] = frozenset(name_of("s", each[0]) for each in fields["sources"])
    if letter in "ofe":
        made["tags"] = frozenset(record["tags"])
    if letter == "f":
        made[PARTS] = {
            key: _plain_part(each, name_of) for key, each in record["parts"]["measurements"].items()
        }
    return made


def _plain_part(fields, name_of):
    status = tuple(fields[each] for each in ("status", "confirmed_on", "looked_on"))
    return {
        "key": fields["key"],
        "value": next((name for name, value in VALUES.items() if value == fields["value"]), None),
        "said_in": name_of("s", fields["said_in"][0]) if fields["said_in"] else None,
        "status": next((name for name, each in STATUSES.items() if each == status), None),
    }
