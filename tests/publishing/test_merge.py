import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import alignment, line_merge
from publishing.merge import Conflict, merge
from tests.support import merge_strategies


def record(fields=None, key="relief", tags=(), measurements=None, **more):
    return {
        "kind": "impact.statistic",
        "key": key,
        "fields": {"slug": key, **(fields or {})},
        "tags": sorted(tags),
        "parts": {"measurements": measurements or {}},
        **more,
    }


def answers(*texts):
    return [record({"answer": text}) for text in texts]


def merged_answer(before, ours, theirs):
    return merge(*answers(before, ours, theirs))


def unix(value):
    """The same value as a merge writes it."""
    match value:
        case str():
            return line_merge.unix(value)
        case dict():
            return {name: unix(each) for name, each in value.items()}
    return value


def swapped(conflicts):
    return [Conflict(c.path, c.before, c.theirs, c.ours, c.index) for c in conflicts]


def bare(text):
    return [line.rstrip() for line in line_merge.unix(text).split("\n")]


def clashing_lines(merged, *sides):
    """Every line of the conflicts in a text, as these sides have it."""
    return [
        line
        for conflict in merged.conflicts
        for side in sides
        if conflict.path == ("fields", "answer") and getattr(conflict, side) is not None
        for line in bare(getattr(conflict, side))
    ]


def put_in(before, after):
    matched = {
        index
        for _, start, length in alignment.runs(before, after)
        for index in range(start, start + length)
    }
    return {line for index, line in enumerate(after) if index not in matched}


def part_keys(record):
    return [part["key"] for part in record["parts"]["measurements"].values()]


# What must hold for any three records.


@merge_strategies.patient
@given(merge_strategies.three())
def test_identical_sides_give_that_side(three):
    base, ours, _ = three
    for before in (base, None):
        merged = merge(before, ours, deepcopy(ours))
        assert merged.record == unix(ours)
        assert (merged.conflicts, merged.ours, merged.theirs) == ((), (), ())


@merge_strategies.patient
@given(merge_strategies.three())
def test_a_change_on_one_side_alone_always_wins(three):
    base, changed, _ = three
    merged = merge(base, changed, base)
    assert (merged.record, merged.conflicts, merged.theirs) == (unix(changed), (), ())
    merged = merge(base, base, changed)
    assert (merged.record, merged.conflicts, merged.ours) == (unix(changed), (), ())


@merge_strategies.patient
@given(merge_strategies.three(), st.booleans())
def test_swapping_the_sides_swaps_only_the_labels(three, has_base):
    base, ours, theirs = three
    base = base if has_base else None
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert json.dumps(one.record) == json.dumps(other.record)
    assert list(one.conflicts) == swapped(other.conflicts)
    assert (one.ours, one.theirs) == (other.theirs, other.ours)


@merge_strategies.patient
@given(merge_strategies.three())
def test_no_line_somebody_wrote_disappears_without_being_named(three):
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    left = bare(merged.record["fields"]["answer"]) + clashing_lines(merged, "ours", "theirs")
    before = bare(base["fields"]["answer"])
    for side in (ours, theirs):
        written = bare(side["fields"]["answer"])
        assert [line for line in written if line and line not in before + left] == []


@merge_strategies.patient
@given(merge_strategies.three_texts())
def test_no_line_somebody_took_out_comes_back_without_being_named(three):
    base, ours, theirs = answers(*three)
    merged = merge(base, ours, theirs)
    left = bare(merged.record["fields"]["answer"])
    before = bare(base["fields"]["answer"])
    for side, other in ((ours, theirs), (theirs, ours)):
        kept, others = bare(side["fields"]["answer"]), bare(other["fields"]["answer"])
        gone = set(before) - set(kept) - put_in(before, others) - {""}
        assert [
            line for line in gone & set(left) if line not in clashing_lines(merged, "before")
        ] == []


@merge_strategies.patient
@given(merge_strategies.three(), st.booleans())
def test_whatever_differs_from_a_side_is_named(three, has_base):
    base, ours, theirs = three
    merged = merge(base if has_base else None, ours, theirs)
    named = {conflict.path for conflict in merged.conflicts} | {*merged.ours, *merged.theirs}
    for side in (ours, theirs):
        for path, value in leaves(unix(side)):
            is_kept = alike(dict(leaves(merged.record)).get(path), value)
            assert is_kept or {path, path[:3]} & named or has_twin(merged, side, path)


def leaves(record):
    yield ("key",), record.get("key")
    yield ("tags",), record["tags"]
    for name, value in record["fields"].items():
        yield ("key",) if name == "slug" else ("fields", name), value
    for uuid, part in record["parts"]["measurements"].items():
        for name, value in part.items():
            yield ("parts", "measurements", uuid, name), value


def alike(kept, value):
    if isinstance(kept, str) and isinstance(value, str):
        return line_merge.substance(kept) == line_merge.substance(value)
    return kept == value


def has_twin(merged, side, path):
    """Whether a part stands, or is named, under the identity the other side gave it."""
    standing = merged.record["parts"]["measurements"].values()
    clashing = [each for conflict in merged.conflicts for each in (conflict.ours, conflict.theirs)]
    key = side["parts"]["measurements"][path[2]]["key"] if path[0] == "parts" else None
    return key in [part["key"] for part in (*standing, *clashing) if isinstance(part, dict)]


@merge_strategies.patient
@given(merge_strategies.three(), st.booleans())
def test_choosing_one_side_everywhere_brings_all_its_words(three, has_base):
    base, ours, theirs = three
    merged = merge(base if has_base else None, ours, theirs)
    for side, record in (("ours", ours), ("theirs", theirs)):
        settled = merged.settled(lambda conflict, side=side: getattr(conflict, side))
        assert set(clashing_lines(merged, side)) <= set(bare(settled["fields"]["answer"]))
        for conflict in merged.conflicts:
            if conflict.path[0] == "fields" and conflict.path[1] != "answer":
                assert settled["fields"][conflict.path[1]] == getattr(conflict, side)
        assert settled["key"] == settled["fields"]["slug"]
        if any(conflict.path == ("key",) for conflict in merged.conflicts):
            assert settled["key"] == record["key"]


@merge_strategies.patient
@given(merge_strategies.three(), st.booleans())
def test_no_two_parts_end_up_under_one_key(three, has_base):
    base, ours, theirs = three
    merged = merge(base if has_base else None, ours, theirs)
    for keys in (
        part_keys(merged.settled(lambda conflict: conflict.ours)),
        part_keys(merged.settled(lambda conflict: conflict.theirs)),
        [part.get("key") for part in merged.record["parts"]["measurements"].values()],
    ):
        keys = [key for key in keys if key is not None]
        assert len(keys) == len(set(keys))


@merge_strategies.patient
@given(merge_strategies.three())
def test_choosing_what_stood_before_changes_nothing(three):
    merged = merge(*three)
    assert merged.settled(lambda conflict: conflict.before) == merged.record


@merge_strategies.patient
@given(merge_strategies.three())
def test_merging_the_result_again_gives_the_result(three):
    merged = merge(*three)
    for side in three:
        again = merge(side, merged.record, side)
        assert (again.record, again.conflicts) == (merged.record, ())


@merge_strategies.patient
@given(merge_strategies.three(), st.booleans())
def test_what_is_merged_is_left_as_it_was_and_the_result_is_json(three, has_base):
    base, ours, theirs = three
    before = deepcopy(three)
    merged = merge(base if has_base else None, ours, theirs)
    settled = merged.settled(lambda conflict: conflict.theirs)
    for part in (*merged.record["parts"]["measurements"].values(), settled["fields"]):
        part.clear()
    assert three == before
    json.dumps([merged.record, settled, *(conflict.ours for conflict in merged.conflicts)])


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
few = st.sampled_from(["a", "b", "slug", "key"])
rows = st.dictionaries(few, values, max_size=4)
anything = st.fixed_dictionaries(
    {},
    optional={
        "kind": values,
        "key": values,
        "fields": rows,
        "tags": st.lists(values, max_size=3),
        "parts": st.dictionaries(few, st.dictionaries(few, rows, max_size=3), max_size=2),
        "language": values,
    },
)


@merge_strategies.patient
@given(st.none() | anything, anything, anything)
def test_no_record_is_too_odd_to_merge(base, ours, theirs):
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert json.dumps(one.record, sort_keys=True) == json.dumps(other.record, sort_keys=True)
    for merged in (one, other):
        json.dumps(merged.settled(lambda conflict: conflict.ours))
        json.dumps(merged.settled(lambda conflict: None))


# What it does, case by case.


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "merged"),
    [
        ("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC", "A\n\nb\n\nC"),
        ("a\n\nb", "a\n\nnew\n\nb", "a\n\nB", "a\n\nnew\n\nB"),
        ("a\n\nb\n\nc", "a\n\nc", "a\n\nb\n\nC", "a\n\nC"),
        ("a\n\nb", "a\n\nB", "a\n\nb\n\nc", "a\n\nB\n\nc"),
        ("a\n\nb", "A\n\nb", "a\n\nnew\n\nb", "A\n\nnew\n\nb"),
        ("b", "new\n\nb", "B", "new\n\nB"),
        # Both put the same in, and one of them more.
        ("a\n\nz", "a\n\nnew\n\nz", "a\n\nnew\n\nz", "a\n\nnew\n\nz"),
        ("a", "a\n\nb", "a\n\nb\n\nc", "a\n\nb\n\nc"),
        # Both took the same out.
        ("a\n\nb\n\nc", "a\n\nc", "a\n\nc", "a\n\nc"),
        # The admin's newlines and stripped ends are no change.
        ("a\n\nb\n", "a\r\n\r\nb", "a\n\nB\n", "a\n\nB\n"),
        ("a\n\nb\n", "a\r\n\r\nb", "a\n\nb\n", "a\n\nb"),
        ("a\rb", "a\nb", "a\r\nc", "a\nc"),
        # A line break of Markdown stays, whoever set it.
        ("a\nb\n\nc", "a  \nb\n\nc", "a\nb\n\nC", "a  \nb\n\nC"),
        ("a\nb", "a  \nb", "a \nb", "a  \nb"),
    ],
)
def test_changes_of_different_lines_are_both_kept(before, ours, theirs, merged):
    for sides in ((ours, theirs), (theirs, ours)):
        result = merged_answer(before, *sides)
        assert result.record["fields"]["answer"] == merged
        assert result.conflicts == ()


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "clash", "kept"),
    [
        # The same line, lines that touch, two things in one place, gone and changed.
        ("a\n\nb\n\nc", "a\n\nB1\n\nc", "a\n\nB2\n\nc", ("b", "B1", "B2"), "a\n\nb\n\nc"),
        ("x\n\na\nb", "x\n\nA\nb", "x\n\na\nB", ("a\nb", "A\nb", "a\nB"), "x\n\na\nb"),
        ("a", "a\n\nb", "a\n\nc", (None, "b", "c"), "a\n"),
        ("a\n\nb\n\nc", "a\n\nc", "a\n\nB\n\nc", ("b\n", None, "B\n"), "a\n\nb\n\nc"),
        ("a\n\nb\n\nc", "a\n\nc", "a\n\nC", ("b\n\nc", "c", "C"), "a\n\nb\n\nc"),
        ("b", "x\n\nb", "y\n\nB", ("b", "x\n\nb", "y\n\nB"), "b"),
        ("one", "two", "three", ("one", "two", "three"), "one"),
        ("", "two", "three", ("", "two", "three"), ""),
        ("one\n", "two\r\n", "three", ("one\n", "two\n", "three"), "one\n"),
    ],
)
def test_a_clash_names_its_lines_alone(before, ours, theirs, clash, kept):
    merged = merged_answer(before, ours, theirs)
    assert merged.conflicts == (Conflict(("fields", "answer"), *clash),)
    assert merged.record["fields"]["answer"] == kept


def test_a_text_may_clash_in_several_places_and_still_take_other_changes():
    before = "a\n\nb\n\nc\n\nd\n\ne"
    merged = merged_answer(before, "A1\n\nb\n\nC1\n\nD\n\ne", "A2\n\nb\n\nC2\n\nd\n\nE")
    assert [(each.index, each.ours, each.theirs) for each in merged.conflicts] == [
        (0, "A1", "A2"),
        (1, "C1", "C2"),
    ]
    assert merged.record["fields"]["answer"] == "a\n\nb\n\nc\n\nD\n\nE"
    assert merged.ours == merged.theirs == (("fields", "answer"),)
    typed = merged.settled(lambda conflict: f"both {conflict.index}\r\n\r\nof them")
    assert typed["fields"]["answer"] == ("both 0\n\nof them\n\nb\n\nboth 1\n\nof them\n\nD\n\nE")


def test_a_paragraph_typed_for_a_clash_keeps_its_distance():
    merged = merged_answer("a\n\nb\n\nc", "a\n\nc", "a\n\nB\n\nc")
    assert merged.settled(lambda _: "typed")["fields"]["answer"] == "a\n\ntyped\n\nc"


def test_a_paragraph_may_be_settled_by_leaving_it_out():
    merged = merged_answer("a\n\nb\n\nc", "a\n\nB1\n\nc", "a\n\nB2\n\nc")
    assert merged.settled(lambda _: None)["fields"]["answer"] == "a\n\n\nc"


@pytest.mark.parametrize(
    ("before", "ours", "theirs"),
    [(["kenya"], ["peru"], None), (True, False, None), (1, 2, 3), (None, ["peru"], ["kenya"])],
)
def test_anything_but_text_and_sets_clashes_as_a_whole(before, ours, theirs):
    merged = merge(*(record({"office": value}) for value in (before, ours, theirs)))
    assert merged.conflicts == (Conflict(("fields", "office"), before, ours, theirs),)
    assert merged.record["fields"]["office"] == before
    assert merged.settled(lambda conflict: conflict.ours)["fields"]["office"] == ours


def test_yes_is_not_one():
    merged = merge(record({"n": 1}), record({"n": True}), record({"n": 1}))
    assert merged.record["fields"]["n"] is True
    assert merged.ours == (("fields", "n"),)


def test_sets_and_tags_never_clash():
    sides = (["a", "b"], ["b", "c"], ["a", "b", "d"])
    merged = merge(*(record({"sources": [[x] for x in side]}, tags=side) for side in sides))
    assert merged.record["tags"] == ["b", "c", "d"]
    assert merged.record["fields"]["sources"] == [["b"], ["c"], ["d"]]
    assert merged.conflicts == ()
    assert merged.ours == merged.theirs == (("fields", "sources"), ("tags",))


def test_what_one_side_lacks_it_has_not_changed():
    base = record({"title": "a", "sources": [["a"]]}, tags=["x"], measurements={"u": {"key": "1"}})
    bare = {"kind": base["kind"], "key": base["key"], "fields": {"slug": "relief"}}
    newer = record({"title": "b", "sources": [["a"]], "unit": "people"}, measurements={})
    for merged in (merge(base, bare, newer), merge(base, newer, bare)):
        assert merged.record == newer
        assert merged.conflicts == ()


def test_a_renamed_record_has_one_address():
    merged = merge(record(), record(key="freed"), record({"title": "x"}))
    assert (merged.record["key"], merged.record["fields"]["slug"]) == ("freed", "freed")
    assert merged.ours == (("key",),)
    merged = merge(record(), record(key="freed"), record(key="found"))
    assert merged.conflicts == (Conflict(("key",), "relief", "freed", "found"),)
    settled = merged.settled(lambda conflict: conflict.theirs)
    assert (settled["key"], settled["fields"]["slug"]) == ("found", "found")


def test_without_a_common_ancestor_what_differs_clashes_and_sets_unite():
    ours = record({"title": "a", "order": 1, "answer": "x\n\ny"}, tags=["a"])
    theirs = record({"title": "b", "order": 1, "answer": "x\n\nz"}, tags=["b"])
    merged = merge(None, ours, theirs)
    assert [each.path for each in merged.conflicts] == [("fields", "title"), ("fields", "answer")]
    assert all(each.before is None for each in merged.conflicts)
    assert merged.record["tags"] == ["a", "b"]
    assert merged.settled(lambda conflict: conflict.ours)["fields"] == ours["fields"]


def parts_merged(before, ours, theirs):
    return merge(*(record(measurements=parts) for parts in (before, ours, theirs)))


def part(key, value="1"):
    return {"key": key, "value": value}


def test_parts_are_changed_added_and_removed_by_both():
    before = {"u1": part("2010"), "u2": part("2011"), "u3": part("2012")}
    ours = {"u1": part("2010", "2"), "u3": part("2012"), "u4": part("2013")}
    theirs = {"u1": part("2010"), "u2": part("2011"), "u3": part("2012", "3"), "u5": part("2014")}
    merged = parts_merged(before, ours, theirs)
    assert merged.record["parts"]["measurements"] == {
        "u1": part("2010", "2"),
        "u3": part("2012", "3"),
        "u4": part("2013"),
        "u5": part("2014"),
    }
    place = ("parts", "measurements")
    assert set(merged.ours) == {(*place, "u1", "value"), (*place, "u2"), (*place, "u4")}
    assert set(merged.theirs) == {(*place, "u3", "value"), (*place, "u5")}


def test_a_part_removed_here_and_changed_there_is_a_clash():
    merged = parts_merged({"u": part("2012")}, {}, {"u": part("2012", "2")})
    path = ("parts", "measurements", "u")
    assert merged.conflicts == (Conflict(path, part("2012"), None, part("2012", "2")),)
    assert merged.record["parts"]["measurements"] == {"u": part("2012")}
    settled = [merged.settled(lambda c, side=side: getattr(c, side)) for side in ("ours", "theirs")]
    assert [each["parts"]["measurements"] for each in settled] == [{}, {"u": part("2012", "2")}]


def test_a_part_changed_differently_clashes_by_field():
    merged = parts_merged({"u": part("2012")}, {"u": part("2012", "2")}, {"u": part("2012", "3")})
    path = ("parts", "measurements", "u", "value")
    assert merged.conflicts == (Conflict(path, "1", "2", "3"),)


def test_a_year_that_both_added_stands_once_or_clashes():
    merged = parts_merged({}, {"u2": part("2013")}, {"u1": part("2013")})
    assert merged.record["parts"]["measurements"] == {"u1": part("2013")}
    assert merged.conflicts == ()
    merged = parts_merged({}, {"u2": part("2013")}, {"u1": part("2013", "2")})
    path = ("parts", "measurements", "u1")
    assert merged.conflicts == (Conflict(path, None, part("2013"), part("2013", "2")),)
    assert merged.record["parts"]["measurements"] == {}
    settled = merged.settled(lambda conflict: conflict.ours)
    assert settled["parts"]["measurements"] == {"u1": part("2013")}


def test_a_year_renamed_here_and_added_there_clashes():
    merged = parts_merged(
        {"u1": part("2012")}, {"u1": part("2013")}, {"u1": part("2012"), "u2": part("2013", "2")}
    )
    place = ("parts", "measurements")
    assert merged.conflicts == (
        Conflict((*place, "u1", "key"), "2012", "2013", "2012"),
        Conflict((*place, "u2"), None, None, part("2013", "2")),
    )
    assert merged.record["parts"]["measurements"] == {"u1": part("2012")}
    assert (merged.ours, merged.theirs) == ((), ())


def test_years_may_be_swapped():
    before = {"u1": part("2012"), "u2": part("2013")}
    swapped = {"u1": part("2013"), "u2": part("2012")}
    merged = parts_merged(before, swapped, before)
    assert (merged.record["parts"]["measurements"], merged.conflicts) == (swapped, ())


PARAGRAPHS = [f"paragraph {index // 2}" if index % 2 else "" for index in range(60_000)]


@pytest.mark.parametrize(
    ("texts", "conflicts"),
    [
        (
            [
                PARAGRAPHS,
                [
                    line + "!" if index % 1000 == 1 else line
                    for index, line in enumerate(PARAGRAPHS)
                ],
                [
                    line + "?" if index % 1000 == 501 else line
                    for index, line in enumerate(PARAGRAPHS)
                ],
            ],
            0,
        ),
        ([[f"{side}{index}" for index in range(20_000)] for side in "abc"], 1),
        ([[str(index) for index in range(20_000)][::step] for step in (1, -1, 2)], 1),
        ([["a b c"[index * step % 5] for index in range(20_000)] for step in (1, 2, 3)], 1),
    ],
    ids=["1 MB, few changes", "nothing in common", "reversed", "few different lines"],
)
def test_a_huge_text_is_merged(texts, conflicts):
    # Work that grows with the square of the length would not end within a test run.
    merged = merged_answer(*("\n".join(lines) for lines in texts))
    assert len(merged.conflicts) == conflicts
