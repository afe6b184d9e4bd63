"""Random histories of records that come and go on both sides, against a simple model."""

import json
import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import event, example, given, note
from hypothesis import strategies as st

from faq.models import Entry, Topic
from publishing import actions
from tests.support import factories, reload_commands
from tests.support.histories import daily

pytestmark = pytest.mark.django_db
SLUGS = ("one", "two", "three")
QUESTIONS = ("Who?", "What is it?", "Why?")
slugs, questions = st.sampled_from(SLUGS), st.sampled_from(QUESTIONS)
by_hand = st.one_of(
    st.tuples(st.just("write"), slugs, questions),
    st.tuples(st.just("delete"), slugs),
    st.tuples(st.just("edit"), slugs, questions),
    st.tuples(st.just("withdraw"), slugs),
)
ends = st.one_of(
    st.tuples(st.just("apply"), st.sampled_from(["abort", "skip", "live", "fixture"])),
    st.tuples(st.just("prune")),
    st.tuples(st.just("export")),
)
rounds = st.tuples(st.lists(by_hand, min_size=1, max_size=4), ends)
histories = st.lists(rounds, min_size=2, max_size=5).map(
    lambda found: [step for steps, end in found for step in (*steps, end)]
)


@dataclass
class Text:
    """What both sides know, what the file says, what readers see; None: nothing."""

    base: str | None = None
    file: str | None = None
    live: str | None = None
    # Who took it off the site, while it is off.
    taken_by: str | None = None

    @property
    def clashes(self):
        base, file, live = self.base, self.file, self.live
        if file is None:
            return base is not None and live not in (None, base)
        if live is None:
            return file != base and (base is not None or self.taken_by == "staff")
        return file not in (live, base) and live != base

    def applied(self, side=None, prune=False):
        base, file, live = self.base, self.file, self.live
        if file is None:
            self._without_file(side, prune)
        elif self.clashes and side == "fixture":
            self._set(file, file)
        elif self.clashes or (live is None and file == base):
            self.base = file
        elif live is None or live == base:
            self._set(file, file)
        else:
            self._set(file, live)

    def _set(self, base, live):
        self.base, self.live, self.taken_by = base, live, None

    def _without_file(self, side, prune):
        """Nobody's baseline any more, but while it is public and only gone from the files."""
        goes = side == "fixture" if self.clashes else prune
        if self.base is None:
            return
        if self.live is None:
            self.base = None
        elif goes:
            self.base, self.live, self.taken_by = None, None, "fixtures"
        elif self.clashes:
            self.base = None

    def exported(self):
        base, file, live = self.base, self.file, self.live
        if live is None:
            if file is not None and file == base:
                self.file = None
        elif (file is None and base is None) or file == base != live:
            self.file = live


class Story:
    def __init__(self, folder):
        self.folder = folder
        self.by = factories.user(is_superuser=True)
        self.texts = {slug: Text() for slug in SLUGS}
        self.texts["one"].file = "Who?"
        self.put()
        self.apply("abort")
        self.check()

    def put(self):
        made = [
            reload_commands.entry(slug, question=each.file)
            for slug, each in self.texts.items()
            if each.file
        ]
        # Another stays, so that what staff make has a file to go to.
        reload_commands.write(
            self.folder, texts=[reload_commands.topic(), reload_commands.entry("stays"), *made]
        )

    def write(self, slug, question):
        self.texts[slug].file = question
        self.put()

    def delete(self, slug):
        self.texts[slug].file = None
        self.put()

    def edit(self, slug, question):
        """Somebody publishes another question, or a new one, or one that was taken down."""
        text = self.texts[slug]
        if text.live == question:
            return
        row = Entry.everything.filter(slug=slug).first()
        if row is None:
            values = reload_commands.entry(slug)["fields"] | {"topic": Topic.everything.get()}
            plain = {"slug", "short_answer", "answer", "topic", "order"}
            made = {name: value for name, value in values.items() if name in plain}
            actions.record_outside(factories.entry(**made, question=question))
        elif text.live is not None:
            reload_commands.edit(row, question=question)
        else:
            return
        text.live = question

    def withdraw(self, slug):
        text = self.texts[slug]
        if text.live is None:
            return
        row = Entry.everything.get(slug=slug)
        actions.withdraw(obj=row, by=self.by, reason="outdated", note="It is out of date.")
        text.live, text.taken_by = None, "staff"

    def prune(self):
        self.apply("abort", "--prune", "--prune-max", "9")

    def apply(self, mode, *options):
        side = mode if mode in {"live", "fixture"} else None
        if side == "fixture":
            options = ("--prune", "--prune-max", "9")
        clashing = {slug for slug, text in self.texts.items() if text.clashes}
        said = reload_commands.apply(self.folder, "--on-conflict", mode, *options)
        self.told(said, set() if side else clashing)
        if mode == "abort" and clashing:
            return
        for slug, text in self.texts.items():
            if side or slug not in clashing:
                text.applied(side, "--prune" in options)

    def export(self):
        clashing = {slug for slug, text in self.texts.items() if text.clashes}
        self.told(reload_commands.run("reload_export", self.folder), clashing)
        if not clashing:
            for text in self.texts.values():
                text.exported()

    def told(self, said, clashing):
        event(f"{len(clashing)} records clash")
        assert said.code == (3 if clashing else 0), said
        found = re.findall(r"^    faq\.entry\[([a-z]+)\]", said.out, re.MULTILINE)
        assert set(found) == clashing, said.out

    def check(self):
        written = json.loads((self.folder / "texts.json").read_text())
        in_file = {each["fields"]["slug"]: each["fields"].get("question") for each in written}
        live = dict(Entry.objects.values_list("slug", "question"))
        for slug, text in self.texts.items():
            assert (in_file.get(slug), live.get(slug)) == (text.file, text.live), slug

    def settles(self):
        self.apply("live")
        self.check()
        self.export()
        self.check()
        self.apply("abort", "--prune", "--prune-max", "9")
        self.check()
        before = (self.folder / "texts.json").read_bytes()
        self.export()
        assert (self.folder / "texts.json").read_bytes() == before
        assert all(text.file == text.live for text in self.texts.values())
        assert reload_commands.counts(reload_commands.plan(self.folder)) == (0, 0, 0, 0, 0)
        assert reload_commands.apply(self.folder).last == "Nothing to do."


@example(steps=[("withdraw", "one"), ("export",), ("apply", "abort"), ("write", "one", "Why?")])
@example(steps=[("edit", "one", "Why?"), ("delete", "one"), ("apply", "abort"), ("prune",)])
@example(steps=[("delete", "one"), ("prune",), ("write", "one", "Why?"), ("apply", "abort")])
@example(steps=[("edit", "two", "Why?"), ("write", "two", "Who?"), ("apply", "skip")])
@daily(5)
@given(steps=histories)
def test_what_comes_and_goes_is_never_lost_without_a_word(steps, tmp_path):
    with transaction.atomic():
        story = Story(tmp_path)
        for name, *arguments in steps:
            note(f"{name} {arguments}")
            getattr(story, name)(*arguments)
            story.check()
        story.settles()
        transaction.set_rollback(True)
