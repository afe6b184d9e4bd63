"""The database's rules within one row, asked of a record's fields before anything is written.

A rule is read from the model's CheckConstraints, so there is one place that states it. It has
three answers as in SQL: true, false, and None where an empty column decides nothing; only false
breaks it.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round

Fields = Mapping[str, Any]
Answer = bool | None
Test = Callable[[Fields], Answer]
# What `F("id")` means to a record, which knows no id: its own key.
OWN = "\0own"


class Unknown(Exception):
    """A condition that only the database can decide."""


@dataclass(frozen=True)
class Rule:
    names: frozenset[str]
    is_broken: Callable[[Fields], bool]
    sentence: str
    # Beside which field it is told.
    field: str


@cache
def of(model: Any) -> tuple[Rule, ...]:
    rules = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                rules.append(_rule(model, constraint))
            except Unknown:
                continue
    return tuple(rules)


def _rule(model: type[Any], constraint: Any) -> Rule:
    names: dict[str, None] = {}
    test = _condition(model, constraint.condition, names)
    return Rule(
        names=frozenset(names),
        is_broken=lambda fields: test(fields) is False,
        sentence=_sentence(constraint),
        field=next(iter(names)),
    )


def _sentence(constraint: Any) -> str:
    # Django fills in the name of the rule by %, so a sentence with a percent sign fails there.
    words = str(constraint.violation_error_message)
    return words.replace("%(name)s", constraint.name)


def _condition(model: type[Any], condition: Any, names: dict[str, None]) -> Test:
    if isinstance(condition, Q):
        tests = [_condition(model, child, names) for child in condition.children]
        joined = _all(tests) if condition.connector == Q.AND else _any(tests)
        if condition.connector not in {Q.AND, Q.OR}:
            raise Unknown
        return _not(joined) if condition.negated else joined
    if isinstance(condition, tuple):
        lookup, wanted = condition
        return _comparison(model, lookup, wanted, names)
    raise Unknown


def _all(tests: list[Test]) -> Test:
    def answer(fields: Fields) -> Answer:
        result: Answer = True
        for test in tests:
            found = test(fields)
            if found is False:
                return False
            if found is None:
                result = None
        return result

    return tests[0] if len(tests) == 1 else answer


def _any(tests: list[Test]) -> Test:
    def answer(fields: Fields) -> Answer:
        result: Answer = False
        for test in tests:
            found = test(fields)
            if found:
                return True
            if found is None:
                result = None
        return result

    return tests[0] if len(tests) == 1 else answer


def _not(test: Test) -> Test:
    def answer(fields: Fields) -> Answer:
        found = test(fields)
        return None if found is None else not found

    return answer


def _comparison(model: type[Any], lookup: str, wanted: Any, names: dict[str, None]) -> Test:
    name, _sep, how = lookup.partition("__")
    value = _reader(model, name, names)
    if how == "isnull":
        return lambda fields: (value(fields) is None) is bool(wanted)
    compare = _COMPARE.get(how or "exact")
    if compare is None:
        raise Unknown
    other = _other(model, wanted, names)

    def answer(fields: Fields) -> Answer:
        one, two = value(fields), other(fields)
        return None if one is None or two is None else bool(compare(one, two))

    return answer


_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "exact": lambda one, two: one == two,
    "in": lambda one, two: one in two,
    "gt": lambda one, two: one > two,
    "gte": lambda one, two: one >= two,
    "lt": lambda one, two: one < two,
    "lte": lambda one, two: one <= two,
    "range": lambda one, two: two[0] <= one <= two[1],
    "regex": lambda one, two: re.search(two, one),
}


def _other(model: type[Any], wanted: Any, names: dict[str, None]) -> Callable[[Fields], Any]:
    if isinstance(wanted, F):
        return _reader(model, str(getattr(wanted, "name", "")), names)
    if isinstance(wanted, Round):
        rounded = _other(model, wanted.source_expressions[0], names)
        return lambda fields: None if (found := rounded(fields)) is None else round(found)
    if hasattr(wanted, "resolve_expression"):
        raise Unknown
    # Days are texts in a record, and compare as such.
    plain: Any = wanted.isoformat() if isinstance(wanted, datetime.date) else wanted
    return lambda _fields: plain


def _reader(model: type[Any], name: str, names: dict[str, None]) -> Callable[[Fields], Any]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise Unknown from None
    if field.primary_key:
        return lambda fields: fields.get(OWN)
    names[name] = None
    if isinstance(field, models.DecimalField):
        return lambda fields: None if fields[name] is None else Decimal(fields[name])
    return lambda fields: fields[name]


def broken(model: Any, fields: Fields) -> list[Rule]:
    """The rules that these fields break; one that needs a field left out is not asked."""
    return [rule for rule in of(model) if rule.names <= fields.keys() and rule.is_broken(fields)]
