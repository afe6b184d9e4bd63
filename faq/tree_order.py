"""Questions by topic, each before its parts: the order in which readers find them.

There are three levels at most (faq.tree), so the place on each level is an expression of its own.
"""

from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

HAS_PARENT = {"parent__isnull": False}
HAS_GRANDPARENT = {"parent__parent__isnull": False}


def _first(name: str) -> Any:
    return Coalesce(f"parent__parent__{name}", f"parent__{name}", name)


def _second(name: str, empty: Any) -> Any:
    return Case(
        When(**HAS_GRANDPARENT, then=F(f"parent__{name}")),
        When(**HAS_PARENT, then=F(name)),
        default=Value(empty),
    )


def _third(name: str, empty: Any) -> Any:
    return Case(When(**HAS_GRANDPARENT, then=F(name)), default=Value(empty))


DEPTH = Case(When(**HAS_GRANDPARENT, then=2), When(**HAS_PARENT, then=1), default=0)
ORDER = [
    _first("topic__order"),
    _first("topic__slug"),
    _first("order"),
    _first("slug"),
    _second("order", -1),
    _second("slug", ""),
    _third("order", -1),
    _third("slug", ""),
]
