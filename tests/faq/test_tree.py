import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.serializers.base import DeserializationError

from faq import tree
from faq.models import Entry
from tests.support import factories

pytestmark = pytest.mark.django_db

TOO_DEEP = "Questions can stand three levels deep at most. Choose a parent higher up."
CIRCLE = "A question cannot be part of itself or of one of its own parts."


def chain(length):
    entries = [factories.entry()]
    while len(entries) < length:
        entries.append(factories.entry(parent=entries[-1]))
    return entries


def said_of(entry):
    with pytest.raises(ValidationError) as refused:
        tree.check(entry)
    return refused.value.messages


def test_three_levels_may_stand():
    for entry in chain(3):
        tree.check(entry)


def test_a_fourth_level_is_refused_before_it_is_saved():
    deepest = chain(3)[-1]
    assert said_of(Entry(parent=deepest)) == [TOO_DEEP]


def test_what_hangs_beneath_a_moved_question_counts():
    root = factories.entry()
    moved, _below, _lowest = chain(3)
    moved.parent = root
    assert said_of(moved) == [TOO_DEEP]


def test_hidden_questions_count():
    root = factories.entry()
    moved, below = chain(2)
    factories.entry(parent=below, live=False)
    moved.parent = root
    assert said_of(moved) == [TOO_DEEP]


def test_a_circle_is_refused_at_any_length():
    first, second, third = chain(3)
    for end in (first, second, third):
        first.parent = end
        assert said_of(first) == [CIRCLE]


def test_a_circle_already_stored_ends():
    first, second = chain(2)
    Entry.everything.filter(pk=first.pk).update(parent=second)
    first.refresh_from_db()
    assert said_of(first) == [CIRCLE]
    assert said_of(Entry(parent=first)) == [CIRCLE]


def test_the_cost_of_a_check_does_not_grow_with_the_tree(django_assert_max_num_queries):
    root = factories.entry()
    for _ in range(10):
        factories.entry(parent=factories.entry(parent=root))
    again = Entry.everything.get(pk=root.pk)
    with django_assert_max_num_queries(3):
        tree.check(again)


def test_loaddata_refuses_a_circle_and_keeps_what_was_there(tmp_path):
    before = chain(2)
    with pytest.raises(DeserializationError, match=rf"^.*faq\.entry\[[abc]\]: {CIRCLE}"):
        load(tmp_path, {"a": "b", "b": "c", "c": "a"})
    assert set(Entry.everything.all()) == set(before)


def test_loaddata_refuses_a_fourth_level_in_any_order(tmp_path):
    for parents in (
        {"a": None, "b": "a", "c": "b", "d": "c"},
        {"d": "c", "c": "b", "b": "a", "a": None},
    ):
        with pytest.raises(DeserializationError, match=TOO_DEEP):
            load(tmp_path, parents)
        assert not Entry.everything.exists()


def test_loaddata_takes_a_child_before_its_parent(tmp_path):
    load(tmp_path, {"c": "b", "b": "a", "a": None})
    assert depth_of("c") == 3


def test_loaddata_turns_a_tree_upside_down(tmp_path):
    load(tmp_path, {"a": None, "b": "a", "c": "b"})
    load(tmp_path, {"a": "b", "b": "c", "c": None})
    assert depth_of("a") == 3


def load(folder, parents):
    """Load questions with these parents, each by its address."""
    topic = factories.topic()
    file = folder / "questions.json"
    file.write_text(json.dumps([record(slug, of, topic) for slug, of in parents.items()]))
    call_command("loaddata", file, verbosity=0)


def record(slug, parent, topic):
    fields = {
        "slug": slug,
        "question": f"What is {slug}?",
        "short_answer": factories.SHORT_ANSWER,
        "answer": "An answer.",
        "topic": [topic.slug],
        "parent": [parent] if parent else None,
    }
    return {"model": "faq.entry", "fields": fields}


def depth_of(slug):
    entry, depth = Entry.everything.get(slug=slug), 1
    while entry.parent:
        entry, depth = entry.parent, depth + 1
    return depth
