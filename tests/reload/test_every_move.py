"""Random histories of all that a user can vary, on both sides, against a simple model.

`make stress ARGS=histories HISTORIES=40` tries forty times as many as every day, and new ones.
"""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import histories, reload_commands, reload_faults, reload_moves
from tests.support.reload_records import KEYS, NAMES, NEW, SAID, STATUSES

pytestmark = pytest.mark.django_db
sides, said = st.sampled_from(["live", "file"]), st.sampled_from(SAID)
name, new = st.sampled_from((*NAMES, *NEW)), st.sampled_from(NEW)
pointing = st.sampled_from(["o1", "f1", "f9", "e1", "e2", "e9"])
figure, key = st.sampled_from(["f1", "f1", "f9"]), st.sampled_from(KEYS)
few, subject = st.integers(0, 3), st.integers(0, 2)
MOVES = {
    "text": (sides, name, st.integers(0, 1), said),
    "point": (sides, pointing, few, few),
    "member": (sides, pointing, few, few),
    "part_in": (sides, figure, key, said),
    "part_out": (sides, figure, key),
    "part_text": (sides, figure, key, said),
    "part_status": (sides, figure, key, st.sampled_from(sorted(STATUSES))),
    "part_said": (sides, figure, key, st.sampled_from(["s1", "s2", None])),
    "part_key": (sides, figure, key, key),
    "rename": (sides, name, st.sampled_from("abc")),
    "swap": (sides, name, name),
    "reuse": (sides, new, st.sampled_from(NAMES)),
    "create": (sides, new, said),
    "remove": (sides, name),
    "bring_back": (few, said),
    "draft": (name, said),
    "publish": (few,),
    "draft_new": (new, said),
    "throw_draft_away": (few,),
    "rename_subject": (subject, st.integers(1, 2)),
    "merge_subjects": (subject, subject),
    "remove_words": (name,),
    "throw_export_away": (),
    "keep_own_file": (st.integers(0, 1),),
}
# How a round ends; applies are what everything is about.
APPLY = (st.sampled_from(["abort", "abort", "live", "fixture", "skip"]), st.booleans())
COMMANDS = [
    ("apply", *APPLY, st.booleans()),
    ("apply", *APPLY, st.just(False)),
    ("export",),
    ("export",),
    ("plan",),
    ("undo",),
]
SWITCHED_OFF = {"swap": "SWAPS", "reuse": "REUSED_ADDRESSES"}


def step(found):
    made, *arguments = found
    return st.tuples(st.just(made), *arguments)


move = st.one_of([step((made, *arguments)) for made, arguments in MOVES.items()])
rounds = st.tuples(st.lists(move, min_size=5, max_size=9), st.one_of(list(map(step, COMMANDS))))
stories = st.lists(rounds, min_size=4, max_size=5).map(
    lambda found: [step for steps, end in found for step in (*steps, end)]
)


def tell(folder, *steps, tried=None):
    with transaction.atomic():
        story = reload_moves.Story(folder, tried)
        for each in steps:
            story.do(*each)
        story.settles()
        transaction.set_rollback(True)


APPLY_ALL, PRUNE = ("apply", "abort", False, False), ("apply", "abort", True, False)
# One long history that makes every move, whatever the random ones happen to make.
TOUR = [
    ("text", "live", "e1", 0, "second"),
    ("point", "live", "f1", 0, 1),
    ("member", "file", "e1", 1, 1),
    ("part_key", "file", "f1", "2012", "2013"),
    ("part_text", "live", "f1", "2011", "second"),
    ("part_status", "file", "f1", "2011", "lost"),
    ("plan",),
    APPLY_ALL,
    ("part_in", "live", "f1", "2012", "first"),
    ("part_out", "file", "f1", "2013"),
    ("rename", "live", "t1", "b"),
    ("export",),
    ("throw_export_away",),
    ("part_said", "file", "f1", "2011", "s2"),
    ("export",),
    ("keep_own_file", 0),
    ("apply", "skip", False, True),
    ("rename", "file", "s1", "c"),
    APPLY_ALL,
    ("undo",),
    ("draft", "e1", "third"),
    ("publish", 0),
    ("draft_new", "s9", "first"),
    ("throw_draft_away", 0),
    ("create", "file", "e9", "first"),
    ("remove", "live", "e2"),
    ("bring_back", 0, "third"),
    ("rename_subject", 0, 1),
    ("merge_subjects", 0, 1),
    ("remove_words", "o2"),
    ("apply", "live", True, False),
]


@pytest.mark.histories
def test_whatever_both_sides_do_nothing_goes_without_a_word(tmp_path, tried):
    made = Counter()

    @example(steps=TOUR)
    @histories.daily(2)
    @given(steps=stories)
    def history(steps):
        tell(tmp_path, *steps, tried=made)

    history()
    off = {each for each, switch in SWITCHED_OFF.items() if not getattr(reload_faults, switch)}
    assert {*MOVES, *(each for each, *_arguments in COMMANDS)} - off - made.keys() == set()
    tried(**made)


SETTLED = {
    "a source that is cited is renamed by a developer": [("rename", "file", "s1", "c"), APPLY_ALL],
    "a text that staff point elsewhere loses that and changes": [
        ("point", "live", "f1", 0, 1),
        ("remove", "file", "o2"),
        ("text", "file", "f1", 0, "second"),
        PRUNE,
    ],
    "everything is renamed by staff and exported": [
        *(("rename", "live", each, "b") for each in ("e1", "t1", "s1", "o1", "f1")),
        APPLY_ALL,
        ("text", "file", "e1", 0, "second"),
        ("export",),
        APPLY_ALL,
    ],
    "words are removed, exported, and the export is thrown away": [
        ("remove_words", "e2"),
        ("export",),
        APPLY_ALL,
        ("throw_export_away",),
        APPLY_ALL,
    ],
    "made by staff, exported and withdrawn before the deploy": [
        ("create", "live", "e9", "first"),
        ("export",),
        ("remove", "live", "e9"),
        APPLY_ALL,
    ],
    "what staff withdrew is renamed by a developer": [
        ("remove", "live", "e2"),
        ("rename", "file", "e2", "c"),
        APPLY_ALL,
        ("rename", "file", "e2", "b"),
        APPLY_ALL,
    ],
    "an apply is taken back and comes again": [
        ("rename", "file", "e2", "b"),
        ("part_out", "file", "f1", "2012"),
        ("create", "file", "e9", "second"),
        APPLY_ALL,
        ("undo",),
        ("apply", "abort", False, True),
    ],
}


@pytest.mark.parametrize("steps", SETTLED.values(), ids=SETTLED)
def test_it_settles_though(steps, tmp_path):
    tell(tmp_path, *steps)


def test_a_value_that_breaks_a_rule_only_with_both_changes_is_told(tmp_path, monkeypatch):
    """The database used to refuse it after a plan without errors."""
    monkeypatch.setattr(reload_faults, "RULES_BROKEN_TOGETHER", True)
    story = reload_moves.Story(tmp_path)
    story.part_status("live", "f1", "2011", "confirmed")
    story.part_status("file", "f1", "2011", "lost")
    options = ("--on-conflict", "live", "--note", "Looked for it.")
    for said in (
        reload_commands.plan(tmp_path, *options),
        reload_commands.apply(tmp_path, *options),
    ):
        assert said.code == 1
        assert "measurements[2011].status: “Not traced” and the day" in said.out


def missing(reason, *steps, name, on, error=AssertionError):
    """A history that loses something today, with the switch that leaves it out."""
    mark = pytest.mark.xfail(strict=True, reason=reason, raises=error)
    return pytest.param(on, steps, marks=mark, id=name)


BACK = "what staff took out again after an export is put back by the deploy"
CRASH = "a conflict in what is no text crashes plan, apply and export with a TypeError"
TRADED = "records go by their address, so texts change rows"


@pytest.mark.parametrize(
    ("switch", "steps"),
    [
        missing(
            BACK,
            ("text", "live", "e1", 0, "second"),
            ("export",),
            ("text", "live", "e1", 0, "first"),
            APPLY_ALL,
            on="TAKEN_OUT_AFTER_EXPORT",
            name="a text",
        ),
        missing(
            BACK,
            ("member", "live", "e1", 1, 1),
            ("export",),
            ("member", "live", "e1", 1, 1),
            APPLY_ALL,
            on="TAKEN_OUT_AFTER_EXPORT",
            name="a subject",
        ),
        missing(
            BACK,
            ("part_in", "live", "f1", "2013", "first"),
            ("export",),
            ("part_out", "live", "f1", "2013"),
            APPLY_ALL,
            on="TAKEN_OUT_AFTER_EXPORT",
            name="a value of a figure",
        ),
        missing(
            "what staff brought back after an export of its withdrawal is pruned",
            ("remove", "live", "e2"),
            ("export",),
            ("bring_back", 0, "first"),
            PRUNE,
            on="TAKEN_OUT_AFTER_EXPORT",
            name="what was brought back",
        ),
        missing(
            CRASH,
            ("point", "live", "e2", 0, 9),
            ("create", "file", "e9", "first"),
            ("point", "file", "e2", 0, 1),
            APPLY_ALL,
            on="CONFLICTS_IN_REFERENCES",
            error=TypeError,
            name="both point it elsewhere",
        ),
        missing(
            CRASH,
            ("part_said", "live", "f1", "2011", "s2"),
            ("part_said", "file", "f1", "2011", None),
            APPLY_ALL,
            on="CONFLICTS_IN_REFERENCES",
            error=TypeError,
            name="both change where a value was said",
        ),
        missing(
            CRASH,
            ("part_in", "live", "f1", "2013", "first"),
            ("part_in", "file", "f1", "2013", "second"),
            APPLY_ALL,
            on="CONFLICTS_IN_PARTS",
            error=TypeError,
            name="both add one value",
        ),
        missing(
            CRASH,
            ("part_out", "live", "f1", "2012"),
            ("part_text", "file", "f1", "2012", "second"),
            APPLY_ALL,
            on="CONFLICTS_IN_PARTS",
            error=TypeError,
            name="a value removed and edited",
        ),
        missing(
            "a value that staff renamed is taken for another after an export, and that crashes",
            ("part_key", "live", "f1", "2011", "2013"),
            ("export",),
            APPLY_ALL,
            on="RENAMED_PARTS",
            error=TypeError,
            name="a value renamed by staff",
        ),
        missing(
            "a value that staff put in another's place is taken for that after an export",
            ("part_out", "live", "f1", "2012"),
            ("part_in", "live", "f1", "2012", "third"),
            ("export",),
            APPLY_ALL,
            on="RENAMED_PARTS",
            error=TypeError,
            name="a value replaced by staff",
        ),
        missing(
            "once staff's address is chosen and exported, no apply works any more",
            ("rename", "live", "e1", "b"),
            ("rename", "file", "e1", "c"),
            ("apply", "live", False, False),
            on="BOTH_RENAME",
            name="both rename",
        ),
        missing(
            "made by staff, exported and renamed before the deploy, it is public twice",
            ("create", "live", "f9", "first"),
            ("export",),
            ("rename", "live", "f9", "b"),
            APPLY_ALL,
            on="BOTH_RENAME",
            name="renamed after its first export",
        ),
        missing(
            TRADED, ("swap", "live", "t1", "t2"), APPLY_ALL, on="SWAPS", name="staff swap addresses"
        ),
        missing(
            TRADED,
            ("swap", "file", "o1", "o2"),
            APPLY_ALL,
            on="SWAPS",
            name="developers swap addresses",
        ),
        missing(
            "the database refuses what the export of it brought",
            ("rename", "live", "e2", "b"),
            ("reuse", "live", "e9", "e2"),
            APPLY_ALL,
            on="REUSED_ADDRESSES",
            name="staff give a freed address away",
        ),
        missing(
            TRADED,
            ("rename", "file", "e2", "b"),
            ("reuse", "file", "e9", "e2"),
            APPLY_ALL,
            on="REUSED_ADDRESSES",
            name="developers give a freed address away",
        ),
        missing(
            "a circle that both sides make together is an error in the files, no conflict",
            ("point", "live", "e2", 0, 9),
            ("export",),
            APPLY_ALL,
            ("point", "live", "e1", 0, 0),
            ("point", "file", "e2", 0, 0),
            APPLY_ALL,
            on="RULES_BROKEN_TOGETHER",
            name="a circle",
        ),
        missing(
            "two columns that go together are an error in the files, no conflict",
            ("part_status", "live", "f1", "2011", "confirmed"),
            ("part_status", "file", "f1", "2011", "lost"),
            ("apply", "live", False, False),
            on="RULES_BROKEN_TOGETHER",
            name="two columns",
        ),
        missing(
            "a child is public under a parent that staff withdrew, and nobody is told",
            ("create", "file", "e9", "first"),
            APPLY_ALL,
            ("remove", "live", "e9"),
            ("point", "file", "e2", 0, 1),
            APPLY_ALL,
            on="POINTING_TO_WHAT_IS_OFF",
            name="under a withdrawn parent",
        ),
        missing(
            "an export after an apply leaves the old name of a subject in the files",
            ("rename_subject", 0, 1),
            APPLY_ALL,
            ("export",),
            on="RENAMED_SUBJECTS_IN_FILES",
            name="a subject renamed",
        ),
        missing(
            "an export after an apply leaves a subject that was merged in the files",
            ("merge_subjects", 0, 1),
            APPLY_ALL,
            ("export",),
            on="RENAMED_SUBJECTS_IN_FILES",
            name="a subject merged",
        ),
        missing(
            "words removed for safety are public again where the fixture wins",
            ("remove_words", "e1"),
            ("text", "file", "e1", 1, "second"),
            ("apply", "fixture", False, False),
            on="REMOVED_WORDS_COME_BACK",
            name="removed words and a fixture that wins",
        ),
        missing(
            "words removed for safety are public again once a developer writes them again",
            ("remove_words", "e1"),
            ("text", "live", "e1", 0, "second"),
            ("export",),
            APPLY_ALL,
            ("text", "file", "e1", 0, "first"),
            APPLY_ALL,
            on="REMOVED_WORDS_COME_BACK",
            name="removed words written again",
        ),
        missing(
            "taking back an apply that brought something back leaves it on the site",
            ("remove", "live", "e2"),
            ("text", "file", "e2", 0, "second"),
            ("apply", "fixture", False, False),
            ("undo",),
            on="UNDONE_RETURNS",
            name="a return taken back",
        ),
    ],
)
def test_nothing_goes_without_a_word_either_when(switch, steps, tmp_path, monkeypatch):
    monkeypatch.setattr(reload_faults, switch, True)
    tell(tmp_path, *steps)
