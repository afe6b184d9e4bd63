"""The rule of the question tree, shared by the form and the loader."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from faq.models import Entry

DEEPEST = 3


def check(entry: Entry) -> None:
    """Raise ValidationError where the entry's place makes a circle or a fourth level.

    Looks at the entry's chosen parent (saved or not) and at the entries saved beneath it.
    """
    above = _above(entry)
    if above + 1 + _below(entry) > DEEPEST:
        raise ValidationError(_too_deep(), code="too-deep")


def check_all(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The same for all entries at once, by address: {address: sentence} of those that break it.

    `entries` give the parent of each as its natural key, None for one at the top.
    """
    broken = {}
    for key, fields in entries.items():
        seen = {key}
        parent = fields["parent"]
        while parent is not None and parent[0] in entries:
            if parent[0] in seen:
                broken[key] = _circle()
                break
            seen.add(parent[0])
            parent = entries[parent[0]]["parent"]
        else:
            if len(seen) > DEEPEST:
                broken[key] = _too_deep()
    return broken


def _too_deep() -> str:
    return _("Questions can stand three levels deep at most. Choose a parent higher up.")


def _circle() -> str:
    return _("A question cannot be part of itself or of one of its own parts.")


def _above(entry: Entry) -> int:
    """How many ancestors; every step is counted, so a circle ends as one."""
    seen = {entry.pk}
    parent = entry.parent
    while parent is not None:
        if parent.pk in seen:
            raise ValidationError(_circle(), code="circle")
        seen.add(parent.pk)
        parent = parent.parent
    return len(seen) - 1


def _below(entry: Entry) -> int:
    """How many levels are saved beneath the entry, counted no further than matters."""
    levels = 0
    parents = {entry.pk}
    while levels < DEEPEST:
        parents = set(Entry.everything.filter(parent__in=parents).values_list("pk", flat=True))
        if not parents:
            break
        levels += 1
    return levels
