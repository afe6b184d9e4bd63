"""The table of fields in pure form: baseline, fixture and live row of one record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.value_merge import same
from reload import decisions
from reload.decisions import FIXTURE, LIVE
from tests.support.histories import daily


def record(tags=None, **fields):
    made = {"kind": "k.k", "key": "a", "fields": {"slug": "a"} | fields, "parts": {}}
    return made if tags is None else made | {"tags": tags}


def decide(base, fixture, live, **usual):
    return decisions.decide(base, fixture, live, usual)


@pytest.mark.parametrize(
    ("base", "fixture", "live", "final", "kept"),
    [
        ("b", "b", "b", "b", 0),
        ("b", "f", "b", "f", 0),
        ("b", "b", "l", "l", 1),
        ("b", "x", "x", "x", 0),
    ],
)
def test_one_field_against_another(base, fixture, live, final, kept):
    decided = decide(record(q=base, tags=[]), record(q=fixture, tags=[]), record(q=live, tags=[]))
    assert (decided.final["fields"]["q"], len(decided.kept)) == (final, kept)
    assert decided.conflicts == ()


def test_both_changed_is_a_conflict_that_either_side_settles():
    decided = decide(record(q="b", tags=[]), record(q="f", tags=[]), record(q="l", tags=[]))
    assert [each.path for each in decided.conflicts] == [("fields", "q")]
    assert decided.settled(lambda _path: None) is None
    assert decided.settled(lambda _path: FIXTURE)["fields"]["q"] == "f"
    assert decided.settled(lambda _path: LIVE)["fields"]["q"] == "l"


def test_a_field_left_out_is_the_rows_own():
    decided = decide(record(q="b", o=1, tags=[]), record(q="f"), record(q="b", o=7, tags=["x"]))
    assert decided.final == record(q="f", o=7, tags=["x"])


def test_a_new_field_meets_the_default_or_an_edit():
    assert (
        decide(record(tags=[]), record(q="f"), record(q="", tags=[]), q="").final["fields"]["q"]
        == "f"
    )
    assert decide(record(tags=[]), record(q="f"), record(q="l", tags=[]), q="").conflicts


def test_tags_never_conflict():
    decided = decide(record(tags=["a", "b"]), record(tags=["a", "y"]), record(tags=["a", "b", "x"]))
    assert decided.final["tags"] == ["a", "x", "y"]


def test_spaces_and_newlines_are_no_edit():
    base, live = record(q="a\nb", tags=[]), record(q="a  \r\nb\n", tags=[])
    assert decide(base, base, live).kept == ()
    assert decide(base, record(q="new", tags=[]), live).final["fields"]["q"] == "new"


texts = st.text(alphabet="ab \n\r\t\u00a0", max_size=12)


@daily(50)
@given(texts, texts)
def test_the_quick_comparison_is_the_merges_own(one, other):
    assert decisions._same(one, other) == same(one, other)


sides = st.builds(
    record,
    q=st.sampled_from(["", "1", "2", "1\n2"]),
    o=st.integers(0, 2),
    tags=st.lists(st.sampled_from("abc"), unique=True).map(sorted),
)


@daily(50)
@given(sides, sides, sides)
def test_no_edit_of_either_side_is_lost_without_a_word(base, fixture, live):
    decided = decide(base, fixture, live)
    clashing = {each.path[1] for each in decided.conflicts if each.path[0] == "fields"}
    for name, value in decided.final["fields"].items():
        before, ours, theirs = (each["fields"][name] for each in (base, fixture, live))
        if name in clashing:
            continue
        if ours == before:
            assert value == theirs
        elif theirs == before:
            assert value == ours
    new = (set(fixture["tags"]) | set(live["tags"])) - set(base["tags"])
    assert new <= set(decided.final["tags"])


@daily(50)
@given(sides, sides)
def test_what_was_decided_is_settled(base, fixture):
    decided = decide(base, fixture, base)
    assert decide(fixture, fixture, decided.final) == decisions.Decided(
        decided.final, is_covered=True
    )
