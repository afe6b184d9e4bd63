"""Random histories against a simple model: nothing that either side wrote goes without a word."""

import json
import re
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from hypothesis import event, example, given, note
from hypothesis import strategies as st

from faq.models import Entry
from publishing import actions, history, records, tags
from tests.support import factories, reload_commands
from tests.support.histories import daily

pytestmark = pytest.mark.django_db
SLUGS = ("one", "two")
# Each is changed, kept and lost by itself: whole fields, and paragraphs of one text.
WHOLE = ("question", "order", "content_note")
PARAGRAPHS = ("first", "second", "third")
VALUES = {
    "question": ["Who?", "What is it?", "Why?"],
    "order": [1, 2, 3],
    "content_note": ["", "child-sexual-violence"],
    **{name: [f"The {name}, {each}." for each in ("old", "new", "other")] for name in PARAGRAPHS},
}
TAGS = [frozenset(each) for each in ((), ("courts",), ("a, b", "police"), ("courts", "police"))]
HOW = st.sampled_from(["abort", "abort", "live", "fixture", "skip"])


@st.composite
def histories(draw):
    """Few things that change often, or nobody would ever touch the same."""
    texts = draw(st.lists(st.sampled_from(SLUGS), min_size=1, max_size=2, unique=True))
    choices = VALUES | {"tags": TAGS}
    names = draw(st.lists(st.sampled_from(sorted(choices)), min_size=1, max_size=2, unique=True))
    slug = st.sampled_from(texts)
    change = st.sampled_from([(name, value) for name in names for value in choices[name]])
    between = st.one_of(
        st.tuples(st.just("meet"), slug, change, change),
        st.tuples(st.sampled_from(["edit", "rewrite", "draft"]), slug, change),
        st.tuples(st.just("publish"), slug),
    )
    ends = st.one_of(st.tuples(st.just("apply"), HOW), st.tuples(st.just("export")))
    rounds = st.tuples(st.lists(between, min_size=1, max_size=4), ends)
    found = draw(st.lists(rounds, min_size=2, max_size=4))
    return [step for steps, end in found for step in (*steps, end)]


START = {name: values[0] for name, values in VALUES.items()} | {"tags": frozenset()}


def merged(base, ours, theirs, side=None):
    """The text that keeps both changes, and the names of what cannot be kept together."""
    found, clashes = {}, []
    for name, before in base.items():
        mine, other = ours[name], theirs[name]
        if name == "tags":
            found[name] = (other | (mine - before)) - (before - mine)
        elif mine in (other, before):
            found[name] = other
        elif other == before:
            found[name] = mine
        else:
            clashes.append(name)
            found[name] = {"live": other, "fixture": mine}.get(side, before)
    return found, clashes


@dataclass
class Text:
    """What both sides agreed on, the file's, the public one, a draft and what that began with."""

    base: dict
    file: dict
    live: dict
    draft: dict | None = None
    begun: dict = field(default_factory=dict)


class Story:
    def __init__(self, folder):
        self.folder = folder
        self.by = factories.user(is_superuser=True)
        self.texts = {slug: Text(dict(START), dict(START), dict(START)) for slug in SLUGS}
        self.write()
        assert reload_commands.apply(folder).code == 0
        self.check()

    # What happens

    def edit(self, slug, change):
        text = self.texts[slug]
        name, value = change
        if text.live[name] == value:
            return
        text.live = text.live | {name: value}
        text.draft = None
        self.publish_now(self.save(slug, text.live))

    def meet(self, slug, staff, developer):
        """Two people at once, often on the same thing."""
        self.edit(slug, staff)
        self.rewrite(slug, developer)

    def draft(self, slug, change):
        text = self.texts[slug]
        name, value = change
        if text.live[name] == value or text.draft is not None:
            return
        text.begun, text.draft = text.live, text.live | {name: value}
        self.save(slug, text.draft)

    def publish(self, slug):
        text = self.texts[slug]
        if text.draft is None:
            return
        together, clashes = merged(text.begun, text.draft, text.live)
        head = history.head(entry(slug).pk)
        if clashes:
            with pytest.raises(actions.Clash):
                self.publish_now(head)
        else:
            self.publish_now(head)
            text.live, text.draft = together, None

    def rewrite(self, slug, change):
        name, value = change
        text = self.texts[slug]
        if text.file[name] != value:
            text.file = text.file | {name: value}
            self.write()

    def apply(self, mode):
        side = mode if mode in {"live", "fixture"} else None
        found = {
            slug: merged(text.base, text.file, text.live, side) for slug, text in self.texts.items()
        }
        open_ones = set() if side else {slug for slug in SLUGS if found[slug][1]}
        said = reload_commands.apply(self.folder, "--on-conflict", mode, "--note", "Applied.")
        self.told(said, {slug: found[slug][1] for slug in open_ones})
        if mode == "abort" and open_ones:
            return
        for slug in set(SLUGS) - open_ones:
            text = self.texts[slug]
            self.texts[slug] = replace(text, base=text.file, live=found[slug][0])

    def export(self):
        found = {slug: merged(text.base, text.file, text.live) for slug, text in self.texts.items()}
        clashes = {slug: names for slug, (_text, names) in found.items() if names}
        self.told(reload_commands.run("reload_export", self.folder), clashes)
        if not clashes:
            for slug, (together, _names) in found.items():
                self.texts[slug].file = together

    # What must hold

    def told(self, said, clashes):
        """Every conflict is reported where it is, and nothing else is called one."""
        event(f"{len(clashes)} records clash")
        assert said.code == (3 if clashes else 0), said
        expected = {
            f"faq.entry[{slug}].{'answer' if name in PARAGRAPHS else name}"
            for slug, names in clashes.items()
            for name in names
        }
        assert set(re.findall(r"^    (faq\.entry\S+)$", said.out, re.MULTILINE)) == expected

    def check(self):
        written = json.loads((self.folder / "texts.json").read_text())
        in_file = {each["fields"]["slug"]: each["fields"] for each in written[1:]}
        for slug, text in self.texts.items():
            row = entry(slug)
            assert read(records.read(row)["fields"], tags.names(row)) == text.live
            assert read(in_file[slug], in_file[slug]["tags"]) == text.file
            head = history.head(row.pk)
            assert head.is_work == (text.draft is not None)
            if text.draft is not None:
                assert read(head.data["fields"], head.data["tags"]) == text.draft

    def settles(self):
        """Once decided and brought back, both say the same and nothing moves any more."""
        for text in self.texts.values():
            text.draft = None
        self.apply("live")
        self.export()
        self.apply("abort")
        before = (self.folder / "texts.json").read_bytes()
        self.export()
        assert (self.folder / "texts.json").read_bytes() == before
        assert all(text.file == text.live == text.base for text in self.texts.values())
        assert reload_commands.counts(reload_commands.plan(self.folder)) == (0, 0, 0, 0, 0)
        assert reload_commands.apply(self.folder).last == "Nothing to do."

    # How it is done

    def write(self):
        made = [
            reload_commands.topic(),
            *(fixture(slug, text.file) for slug, text in self.texts.items()),
        ]
        reload_commands.write(self.folder, texts=made)

    def save(self, slug, values):
        row = entry(slug)
        record = records.read(row)
        record["fields"] |= fields(values)
        record["tags"] = sorted(values["tags"])
        saved = actions.save_draft(
            record=record, object_id=row.pk, opened_with=history.head(row.pk), by=self.by
        )
        return saved.revision

    def publish_now(self, revision):
        actions.publish(revisions=[revision], by=self.by, note="Edited here.", force=True)


def entry(slug):
    return Entry.everything.get(slug=slug)


def fields(values):
    between = "\n\nThis line stays where it is.\n\n"
    answer = between.join(values[name] for name in PARAGRAPHS)
    return {name: values[name] for name in WHOLE} | {"answer": answer}


def fixture(slug, values):
    return reload_commands.entry(slug, **fields(values), tags=sorted(values["tags"]))


def read(stated, names):
    """The same things as the model keeps, out of a row, a revision or a file."""
    paragraphs = stated["answer"].split("\n\n")[::2]
    return (
        {name: stated[name] for name in WHOLE}
        | dict(zip(PARAGRAPHS, paragraphs, strict=True))
        | {"tags": frozenset(names)}
    )


QUESTIONS = ("question", "What is it?"), ("question", "Why?")
PARTS = ("first", "The first, new."), ("third", "The third, new.")


@example(steps=[("meet", "one", *QUESTIONS), ("apply", "abort"), ("apply", "skip"), ("export",)])
@example(steps=[("meet", "one", *QUESTIONS), ("export",), ("apply", "fixture"), ("export",)])
@example(steps=[("meet", "one", *PARTS), ("draft", "one", QUESTIONS[0]), ("apply", "abort")])
@example(
    steps=[
        ("draft", "one", QUESTIONS[0]),
        ("rewrite", "one", QUESTIONS[1]),
        ("apply", "abort"),
        ("publish", "one"),
    ]
)
@daily(3)
@given(steps=histories())
def test_nothing_disappears_without_a_word_and_it_settles(steps, tmp_path):
    with transaction.atomic():
        story = Story(tmp_path)
        for name, *arguments in steps:
            note(f"{name} {arguments}")
            getattr(story, name)(*arguments)
            story.check()
        story.settles()
        transaction.set_rollback(True)
