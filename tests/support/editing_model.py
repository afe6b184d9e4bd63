"""What staff write and what readers then see, as plain dicts; it knows no database and no code.

A text is a dict of values. What it points to is named by the thing, never by an address; a
subject by a token that stays when its name changes. `parts` are dicts by id.
"""

import re
from dataclasses import dataclass, field
from typing import Any

Text = dict[str, Any]
QUOTE = re.compile(r"\{\{ (figure|place):([a-z0-9-]+)(?:@([a-z0-9-]+))? \}\}")
QUOTED_KIND = {"figure": "figure", "place": "office"}
PARAGRAPHS = ("first", "second", "third")
# What is no text: it makes no version.
BESIDE = {"order"}
# The fields that point to another thing, and to which kind.
POINTERS = {
    "topic": {},
    "source": {},
    "office": {"source": "source"},
    "figure": {"office": "office"},
    "entry": {"topic": "topic", "parent": "entry"},
}
PAGES = {"office", "figure", "entry"}
CITED = {"figure", "entry"}
TITLES = {"office": "name", "figure": "title", "entry": "question"}


@dataclass(eq=False)
class Thing:
    """`live` is what readers see, `newest` what staff work on; `begun` what that started from."""

    name: str
    kind: str
    newest: Text
    live: Text | None = None
    state: str = "draft"
    begun: Text | None = None
    # Who wrote each value of the newest text last.
    authors: dict[Any, Any] = field(default_factory=dict)
    # Every text there ever was, by revision number; and each version, with the address it had.
    texts: dict[int, Text] = field(default_factory=dict)
    versions: list[tuple[str, Text]] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    replaced_by: str = ""
    leaves: bool = False

    @property
    def row(self) -> Text:
        return self.newest if self.live is None else self.live

    @property
    def is_open(self) -> bool:
        return self.state in {"draft", "review", "scheduled"}

    @property
    def was_public(self) -> bool:
        return bool(self.addresses)


def merged(base: Text, ours: Text, theirs: Text, side: str = "") -> tuple[Text, list[Any]]:
    """The text that keeps both changes, and what cannot be kept together; `side` settles it."""
    found: Text = {}
    clashes: list[Any] = []
    for name, before in base.items():
        if name == "parts":
            found[name] = _parts(before, ours[name], theirs[name], side, clashes)
        else:
            found[name] = _value((name,), before, ours[name], theirs[name], side, clashes)
    return found, clashes


def _value(path: Any, before: Any, mine: Any, other: Any, side: str, clashes: list[Any]) -> Any:
    if isinstance(before, frozenset):
        return (other | (mine - before)) - (before - mine)
    if mine in (other, before):
        return other
    if other == before:
        return mine
    clashes.append(path)
    return {"ours": mine, "theirs": other}.get(side, before)


def _parts(before: Any, ours: Any, theirs: Any, side: str, clashes: list[Any]) -> Any:
    found = {}
    for pk in sorted({*before, *ours, *theirs}):
        old, mine, other = before.get(pk), ours.get(pk), theirs.get(pk)
        if old is None:
            found[pk] = mine or other
        elif mine is None or other is None:
            left = mine or other
            if left is not None and left != old:
                clashes.append(("parts", pk))
                chosen = {"ours": mine, "theirs": other}.get(side, old)
                if chosen is not None:
                    found[pk] = chosen
        else:
            found[pk] = {
                name: _value(("parts", pk, name), old[name], mine[name], other[name], side, clashes)
                for name in old
            }
    return found


def differing(one: Text, other: Text) -> set[Any]:
    """The paths whose values are not alike."""
    flat, more = _flat(one), _flat(other)
    return {path for path in flat.keys() | more.keys() if flat.get(path) != more.get(path)}


def _flat(text: Text) -> dict[Any, Any]:
    parts = text.get("parts", {})
    found: dict[Any, Any] = {(name,): value for name, value in text.items() if name != "parts"}
    for pk, part in parts.items():
        found |= {("parts", pk): True} | {("parts", pk, name): each for name, each in part.items()}
    return found


def quotes(text: Text) -> set[tuple[str, str, str]]:
    """(kind, address, part) of everything a text quotes."""
    found = QUOTE.findall("\n\n".join(text[name] for name in PARAGRAPHS if name in text))
    return {(QUOTED_KIND[word], slug, pin) for word, slug, pin in found}


def pointed(kind: str, text: Text) -> set[str]:
    """The names of all a text points to."""
    found = {text[name] for name in POINTERS[kind]} | set(text.get("sources", ()))
    found |= {part["said_in"] for part in text.get("parts", {}).values()}
    return found - {None}


def without(value: Any, words: str) -> Any:
    """A text with the words taken out of every value."""
    match value:
        case str():
            return value.replace(words, "[…]")
        case dict():
            return {name: without(each, words) for name, each in value.items()}
    return value


class World:
    """All things by name, and what stands against a deed."""

    def __init__(self, things: list[Thing], subjects: dict[str, str]) -> None:
        self.things = {each.name: each for each in things}
        # The name of each subject now; one that was merged leads to the other.
        self.subjects = subjects
        self.merged_into: dict[str, str] = {}

    def subject(self, token: str) -> str:
        while token in self.merged_into:
            token = self.merged_into[token]
        return token

    def names(self, text: Text) -> set[str]:
        return {self.subjects[self.subject(token)] for token in text["tags"]}

    def plain(self, text: Text) -> Text:
        """The same text with merged subjects as what they became."""
        if "tags" not in text:
            return text
        return {**text, "tags": frozenset(map(self.subject, text["tags"]))}

    def merge(self, base: Text, ours: Text, theirs: Text, side: str = "") -> tuple[Text, list[Any]]:
        return merged(self.plain(base), self.plain(ours), self.plain(theirs), side)

    def at(self, kind: str, slug: str) -> Thing | None:
        """Whose row has an address."""
        rows = (each for each in self.things.values() if each.kind == kind)
        return next((each for each in rows if each.row["slug"] == slug), None)

    def resolves(self, quote: tuple[str, str, str], live: dict[str, Text]) -> bool:
        kind, slug, pin = quote
        for name, text in live.items():
            if self.things[name].kind == kind and text["slug"] == slug:
                keys = {part["key"] for part in text.get("parts", {}).values()}
                return kind == "office" or (pin in keys if pin else bool(keys))
        return False

    def against_publishing(self, final: dict[str, Text]) -> list[str]:
        """Why these texts cannot become public together; empty where they can."""
        live = {each.name: each.live for each in self.things.values() if each.live is not None}
        rows = {each.name: each.row for each in self.things.values()} | final
        live |= final
        found = []
        for name, text in final.items():
            thing = self.things[name]
            same = [
                each
                for each, row in rows.items()
                if self.things[each].kind == thing.kind and row["slug"] == text["slug"]
            ]
            found += ["address"] * (len(same) > 1)
            found += [f"points to {each}" for each in pointed(thing.kind, text) if each not in live]
            found += [f"quotes {each}" for each in quotes(text) if not self.resolves(each, live)]
            if thing.kind == "entry" and self._is_too_deep(name, rows):
                found.append("tree")
            places = {(thing.kind, text["slug"]), (thing.kind, thing.row["slug"])}
            for other, said in live.items():
                gone = [each for each in quotes(said) if not self.resolves(each, live)]
                found += [f"{other} left alone" for each in gone if each[:2] in places]
        return found

    def _is_too_deep(self, name: str, rows: dict[str, Text]) -> bool:
        above = [name]
        while (parent := rows[above[-1]]["parent"]) is not None:
            if parent in above:
                return True
            above.append(parent)
        levels, at = 0, {name}
        while at := {
            each
            for each, row in rows.items()
            if self.things[each].kind == "entry" and row["parent"] in at
        }:
            levels += 1
            if levels > 3:
                break
        return len(above) + levels > 3

    def depending(self, thing: Thing) -> set[str]:
        """The other public things that would be left with a hole if it went."""
        place = (thing.kind, thing.row["slug"])
        return {
            other.name
            for other in self.things.values()
            if other.live is not None and other is not thing
            if thing.name in pointed(other.kind, other.live)
            or place in {each[:2] for each in quotes(other.live)}
        }
