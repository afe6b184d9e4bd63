"""The rule over all questions at once says what the rule of one question says."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from faq import tree
from faq.models import Entry
from tests.support import factories

NAMES = ["a", "b", "c", "d", "e"]


def parents(found):
    return {key: {"parent": [parent] if parent else None} for key, parent in found.items()}


def test_three_levels_are_allowed_and_four_are_not():
    line = {"a": None, "b": "a", "c": "b"}
    assert tree.check_all(parents(line)) == {}
    assert set(tree.check_all(parents(line | {"d": "c"}))) == {"d"}


def test_a_circle_is_told_of_everything_on_it_or_beneath_it():
    assert set(tree.check_all(parents({"a": "b", "b": "a", "c": "b", "d": None}))) == set("abc")


def test_a_parent_that_is_not_there_counts_as_none():
    assert tree.check_all(parents({"a": "gone"})) == {}


@pytest.mark.django_db
@given(st.fixed_dictionaries({name: st.sampled_from([None, *NAMES]) for name in NAMES}))
def test_a_tree_is_whole_for_both_rules_or_for_neither(found):
    # A row cannot be its own parent in the database at all.
    found = {key: parent for key, parent in found.items() if parent != key}
    Entry.everything.all().update(parent=None)
    Entry.everything.all().delete()
    rows = {name: factories.entry(slug=name) for name in NAMES}
    for key, parent in found.items():
        Entry.everything.filter(slug=key).update(parent=rows[parent] if parent else None)
    assert bool(tree.check_all(parents(found | dict.fromkeys(NAMES - found.keys())))) == any(
        _is_broken(Entry.everything.get(slug=name)) for name in NAMES
    )


def _is_broken(entry):
    try:
        tree.check(entry)
    except ValidationError:
        return True
    return False
