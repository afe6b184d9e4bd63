"""A random history of several people over a few records, done to the site and to the model."""

import datetime
import json
import uuid
from collections import Counter
from copy import deepcopy
from itertools import groupby

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from citing import life
from faq.models import Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import actions, dependents, former, history, tags
from publishing.models import Change, Reference, Revision, TaggedItem
from publishing.models import Counter as Log
from search import following
from search.models import Indexed
from tests.support import drafts, factories
from tests.support.editing_model import (
    BESIDE,
    CITED,
    PAGES,
    PARAGRAPHS,
    POINTERS,
    TITLES,
    Thing,
    World,
    differing,
    quotes,
    without,
)

MODELS = {
    "topic": Topic,
    "source": Source,
    "office": FieldOffice,
    "figure": Statistic,
    "entry": Entry,
}
LABELS = {name: model._meta.label_lower for name, model in MODELS.items()}
NAMES = {label: name for name, label in LABELS.items()}
# The fields of a text that stand in a column of the same name.
COLUMNS = {
    "topic": ("slug", "name", "summary", "order"),
    "source": ("slug", "title", "producer"),
    "office": ("slug", "name", "summary", "order"),
    "figure": ("slug", "title", "counted", "order"),
    "entry": ("slug", "question", "order"),
}
TAGGED = {"office", "figure", "entry"}
OLD, NEW, OTHER = "old", "new", "other"
LATER = datetime.timedelta(days=30)


def key_of(name):
    return uuid.uuid5(uuid.NAMESPACE_DNS, name)


def words_of(name):
    """A name that only texts of one thing tell, and that its address may hold."""
    return f"Rosa {name.capitalize()}"


def choices(thing, name):
    """What somebody may write in a field that is plain text."""
    plain = [f"The {name} of {thing.name}, {each}" for each in (OLD, NEW, OTHER)]
    return [*plain, f"{words_of(thing.name)} on the {name}"]


def things():
    """Two of each kind that is pointed to, three questions; the last of them was never public."""
    found = []
    for kind, number in (("topic", 2), ("source", 2), ("office", 2), ("figure", 2), ("entry", 4)):
        for each in range(1, number + 1):
            name = f"{kind}{each}"
            text = {"slug": name} | {
                column: f"The {column} of {name}, {OLD}"
                for column in COLUMNS[kind]
                if column not in {"slug", "order"}
            }
            text |= {"order": 0} if kind != "source" else {}
            text |= dict.fromkeys(POINTERS[kind]) | (
                {"tags": frozenset()} if kind in TAGGED else {}
            )
            found.append(Thing(name, kind, text))
    by_name = {each.name: each for each in found}
    by_name["office1"].newest |= {"source": "source1", "tags": frozenset({"courts"})}
    for name, years in (("figure1", (2011, 2012)), ("figure2", (2020,))):
        by_name[name].newest |= {
            "office": "office1",
            "parts": {
                str(key_of(f"{name} {year}")): {
                    "key": str(year),
                    "value": f"{year}.0000",
                    "said_in": "source1",
                }
                for year in years
            },
        }
    for name in ("entry1", "entry2", "entry3", "entry4"):
        thing = by_name[name]
        thing.newest |= {"topic": "topic1", "sources": frozenset()}
        thing.newest |= {each: f"The {each} of {name}, {OLD}" for each in PARAGRAPHS}
    by_name["entry1"].newest |= {"tags": frozenset({"courts", "police"})}
    by_name["entry1"].newest |= {"second": "About {{ figure:figure1 }}."}
    by_name["entry2"].newest |= {"parent": "entry1", "sources": frozenset({"source1"})}
    return found


class Story:
    """`tried` counts the steps that did something; `refused` those that were told why not."""

    def __init__(self):
        self.world = World(things(), {"courts": "courts", "police": "police"})
        self.people = [factories.user(is_superuser=True) for _each in range(3)]
        self.forms = {}
        self.removed = []
        self.fresh_names = 0
        self.due = []
        self.tried = Counter()
        self.passed = []
        self.last = 0
        self.fixed = {}
        for thing in self.world.things.values():
            self._make(thing)
        self.logged = Log.objects.get(pk=1).number
        self._take_in_revisions()

    def copy(self):
        """For another history from the same start; the database goes back by itself."""
        other = object.__new__(Story)
        other.__dict__ = deepcopy({k: v for k, v in self.__dict__.items() if k != "people"})
        other.people = self.people
        return other

    def _make(self, thing):
        is_public = thing.name != "entry4"
        values = self._columns(thing.newest, thing.kind)
        row = getattr(factories, {"figure": "statistic"}.get(thing.kind, thing.kind))(
            id=key_of(thing.name), live=is_public, **values
        )
        for pk, part in thing.newest.get("parts", {}).items():
            self._measurement(row, pk, part)
        actions.record_outside(row)
        if is_public:
            thing.live, thing.state = dict(thing.newest), "public"
            thing.begun = thing.live
            thing.addresses.add(thing.live["slug"])
            thing.versions.append((thing.live["slug"], thing.live))
        self.passed.append((thing.name, thing.newest))

    def _row(self, thing):
        return MODELS[thing.kind].everything.get(pk=key_of(thing.name))

    def _columns(self, text, kind):
        values = {name: text[name] for name in COLUMNS[kind]}
        for name in POINTERS[kind]:
            if text[name]:
                values[name] = MODELS[POINTERS[kind][name]].everything.get(pk=key_of(text[name]))
        if kind == "entry":
            values["answer"] = "\n\n".join(text[each] for each in PARAGRAPHS)
            values["sources"] = Source.everything.filter(
                pk__in=[key_of(each) for each in text["sources"]]
            )
        if kind in TAGGED:
            values["tags"] = sorted(text["tags"])
        return values

    def _measurement(self, row, pk, part):
        Measurement.objects.create(
            id=pk,
            statistic=row,
            key=part["key"],
            value=part["value"],
            said_in_id=key_of(part["said_in"]) if part["said_in"] else None,
        )

    # What people do; each returns whether it did anything

    def open(self, thing, person):
        newest = history.head(key_of(thing.name))
        self.forms[thing.name, person] = (newest, dict(thing.newest), self._subject_names())
        return True

    def _subject_names(self):
        """As a form shows them that is opened now."""
        return {each: self.world.subjects[self.world.subject(each)] for each in self.world.subjects}

    def save(self, thing, person, typed_from):
        """`typed_from` makes what is typed of the text the form was opened with."""
        key = key_of(thing.name)
        opened, base, names = self.forms.pop((thing.name, person), (None, None, None))
        if opened is None:
            opened, base, names = history.head(key), dict(thing.newest), self._subject_names()
        # As a request reads it, which may be later than a removal.
        opened = Revision.objects.get(pk=opened.pk)
        typed = typed_from(dict(base))
        if typed is None:
            return False
        newest = self.world.plain(thing.newest)
        final, clashes = self.world.merge(base, typed, newest, side="ours")
        against = self._against_row(thing, final)
        record = self._record(thing, typed, opened, names)
        by = self.people[person]

        def deed():
            return actions.save_draft(record=record, object_id=key, opened_with=opened, by=by)

        saved, refusal = self._attempt(deed)
        if isinstance(refusal, actions.Clash):
            assert clashes, "nothing clashes"
            after = Revision.objects.filter(object_id=key, number__gt=opened.number)
            assert after.exclude(author=by).exists(), "nobody else wrote"
            self._save_clean_part(thing, refusal, base, typed, by)
            return True
        if self.world.plain(typed) == newest:
            against = []
        assert bool(refusal) == bool(against), (against, refusal)
        if refusal:
            return True
        of_others = {path for path in clashes if thing.authors.get(path) not in {by, None}}
        assert not of_others, "words of another person were overwritten"
        self._newest(thing, final, by, saved)
        return True

    def _save_clean_part(self, thing, clash, base, typed, by):
        final, _clashes = self.world.merge(base, typed, thing.newest, side="theirs")
        self.tried["clash"] += 1
        self.passed.append((thing.name, typed))
        against = self._against_row(thing, final)
        saved = self._done(
            lambda: actions.save_clean_part(clash=clash, object_id=key_of(thing.name), by=by),
            against,
        )
        if saved is not None:
            self._newest(thing, final, by, saved)

    def _newest(self, thing, final, by, saved):
        """`final` is the newest text now."""
        final = self.world.plain(final)
        if final == self.world.plain(thing.newest):
            assert saved.already
            return
        assert not saved.already
        for path in differing(self.world.plain(thing.newest), final):
            thing.authors[path] = by
        if not thing.is_open:
            thing.begun = thing.live
        thing.newest = final
        thing.state = "review" if thing.state == "review" else "draft"
        self._not_due(thing)
        self.passed.append((thing.name, final))

    def _not_due(self, thing):
        self.due = [each for each in self.due if each != thing.name]

    def _against_row(self, thing, text):
        """What is not public keeps its newest text in its row, which takes its address."""
        if thing.live is not None:
            return []
        other = self.world.at(thing.kind, text["slug"])
        return [] if other is None or other is thing else ["address"]

    def publish(self, found, person):
        by = self.people[person]
        final, against = {}, []
        for thing in found:
            text, clashes = self._would_be_public(thing)
            final[thing.name] = text
            against += ["clash"] * bool(clashes)
            against += ["no draft"] * (thing.state == "public")
        against += self.world.against_publishing(final)
        heads = [history.head(key_of(thing.name)) for thing in found]
        if self._done(lambda: drafts.publish(*heads, by=by), against) is None:
            return True
        for thing in found:
            self._public(thing, final[thing.name])
        self.logged += 1
        return True

    def _would_be_public(self, thing):
        if thing.live is None or thing.begun is None:
            return self.world.plain(thing.newest), []
        return self.world.merge(thing.begun, thing.newest, thing.live)

    def _public(self, thing, text, *, is_beside=False):
        """Readers see this text now."""
        text = self.world.plain(text)
        self.changed |= {(thing.kind, each["slug"]) for each in (thing.live, text) if each}
        if not thing.versions or self._said(thing.versions[-1][1]) != self._said(text):
            thing.versions.append((text["slug"], text))
        thing.live = text
        thing.addresses.add(text["slug"])
        thing.replaced_by = ""
        if not is_beside:
            thing.newest, thing.state, thing.begun = text, "public", text
            self._not_due(thing)
        self.passed.append((thing.name, text))

    def _said(self, text):
        """What readers are told, names of subjects and things aside."""
        return {name: value for name, value in self.world.plain(text).items() if name not in BESIDE}

    def submit(self, thing, person):
        if not (thing.is_open or thing.state == "withdrawn"):
            return False
        head = history.head(key_of(thing.name))
        self._done(lambda: actions.submit(revision=head, by=self.people[person]))
        if thing.state == "withdrawn":
            thing.begun = thing.newest
        thing.state = "review"
        self._not_due(thing)
        self.passed.append((thing.name, thing.newest))
        return True

    def send_back(self, thing, person):
        if thing.state != "review":
            return False
        head = history.head(key_of(thing.name))
        by = self.people[person]
        self._done(lambda: actions.send_back(revision=head, by=by, reason="Why."))
        thing.state = "draft"
        self.passed.append((thing.name, thing.newest))
        return True

    def schedule(self, thing, person):
        _text, clashes = self._would_be_public(thing)
        head, by = history.head(key_of(thing.name)), self.people[person]
        at = timezone.now() + LATER
        against = [*clashes, *(["no draft"] if thing.state == "public" else [])]

        def deed():
            return actions.schedule(revision=head, by=by, publish_at=at, note="Why.", force=True)

        if self._done(deed, against) is None:
            return True
        if thing.state == "withdrawn":
            thing.begun = thing.newest
        thing.state = "scheduled"
        self._not_due(thing)
        self.due.append(thing.name)
        self.passed.append((thing.name, thing.newest))
        return True

    def call_off(self, thing, person):
        if thing.state != "scheduled":
            return False
        head = history.head(key_of(thing.name))
        self._done(lambda: actions.unschedule(revision=head, by=self.people[person]))
        thing.state = "draft"
        self._not_due(thing)
        self.passed.append((thing.name, thing.newest))
        return True

    def plan_withdrawal(self, thing, person):
        if thing.live is None:
            return False
        row, at = self._row(thing), timezone.now() + LATER
        self._done(
            lambda: actions.schedule_withdrawal(
                obj=row, by=self.people[person], at=at, note="Its time was over."
            )
        )
        self.logged += 1
        thing.leaves = True
        self.passed.append((thing.name, thing.live))
        return True

    def time_passes(self):
        """Everything whose time was set becomes public or leaves."""
        waiting = [self.world.things[name] for name in self.due]
        self.due = []
        try:
            actions.publish_due(now=timezone.now() + 2 * LATER)
            is_overdue = False
        except actions.Overdue:
            is_overdue = True
        if waiting:
            self.logged += 1
        if not self._publish_together(waiting) and len(waiting) > 1:
            for thing in waiting:
                self._publish_together([thing])
        for thing in waiting:
            if thing.state == "scheduled":
                thing.state = "draft"
                self.passed.append((thing.name, thing.newest))
        assert self._withdraw_due() == is_overdue
        return bool(waiting)

    def _publish_together(self, waiting):
        would = {thing.name: self._would_be_public(thing) for thing in waiting}
        if any(clashes for _text, clashes in would.values()):
            return False
        final = {name: text for name, (text, _clashes) in would.items()}
        if self.world.against_publishing(final):
            return False
        for thing in waiting:
            self._public(thing, final[thing.name])
        return True

    def _withdraw_due(self):
        """Whether something stays that should have left."""
        leaving = [each for each in self.world.things.values() if each.leaves and each.live]
        while leaving:
            stays = [each for each in leaving if self.world.depending(each)]
            for thing in leaving:
                if not self.world.depending(thing):
                    self._withdrawn(thing)
            stays = [each for each in leaving if each.live]
            if len(stays) == len(leaving):
                break
            leaving = stays
        return bool(leaving)

    def withdraw(self, thing, person, reason, other=None):
        row = self._row(thing)
        to = self._row(other) if other else None
        against = ["not public"] * (thing.live is None) + sorted(self.world.depending(thing))
        if other is not None and (other is thing or other.live is None):
            against.append("replaced by nothing")
        by = self.people[person]

        def deed():
            return actions.withdraw(obj=row, by=by, reason=reason, note="Why.", replaced_by=to)

        if self._done(deed, against) is None:
            return True
        self._withdrawn(thing)
        thing.replaced_by = other.name if other else ""
        return True

    def _withdrawn(self, thing):
        self.logged += 1
        self.changed.add((thing.kind, thing.live["slug"]))
        self.passed.append((thing.name, thing.live))
        last, thing.live, thing.leaves = thing.live, None, False
        if not thing.is_open:
            thing.newest, thing.state = last, "withdrawn"
        else:
            if thing.state == "scheduled":
                thing.state = "draft"
                self._not_due(thing)
            self.passed.append((thing.name, thing.newest))
            if self._against_row(thing, thing.newest):
                # It cannot stand in the row.
                thing.newest, thing.state = last, "withdrawn"
                self._not_due(thing)

    def restore(self, thing, person, number):
        numbers = sorted(thing.texts)
        chosen = numbers[number % len(numbers)]
        revision = Revision.objects.get(object_id=key_of(thing.name), number=chosen)
        text = self.world.plain(thing.texts[chosen])
        against = self._against_row(thing, text)
        if text == self.world.plain(thing.newest):
            against = []
        by = self.people[person]
        saved = self._done(lambda: actions.restore(revision=revision, by=by), against)
        if saved is None:
            return True
        self._newest(thing, text, self.people[person], saved)
        return True

    def discard(self, thing, person):
        if not thing.is_open:
            return False
        head = history.head(key_of(thing.name))
        by = self.people[person]
        if not thing.was_public:
            return False
        last = thing.live or self._last_public(thing)
        self._done(lambda: actions.discard(revision=head, by=by))
        for path in differing(thing.newest, last):
            # The public text is lost to nobody.
            thing.authors[path] = None
        thing.newest = last
        thing.state = "public" if thing.live else "withdrawn"
        thing.begun = last
        self._not_due(thing)
        return True

    def _last_public(self, thing):
        public = history.public(key_of(thing.name))
        return thing.texts[public.number]

    def note(self, thing, person, order):
        if "order" not in thing.newest:
            return False
        row = self._row(thing)
        by = self.people[person]
        noted = self._done(lambda: actions.note_beside(obj=row, fields={"order": order}, by=by))
        self.logged += 1
        self._beside(thing, {"order": order}, by, is_noted=noted is not None)
        return True

    def _beside(self, thing, values, by, *, is_noted=True):
        """Written at once, beside a draft that somebody works on."""
        after = {**thing.row, **values}
        assert is_noted == (after != thing.row)
        if not is_noted:
            return
        if thing.live is None:
            for path in differing(thing.newest, after):
                thing.authors[path] = by
            thing.newest = after
            if not thing.is_open:
                thing.state = "draft"
            self.passed.append((thing.name, after))
            return
        if not thing.is_open:
            for path in differing(thing.newest, after):
                thing.authors[path] = by
        self._public(thing, after, is_beside=thing.is_open)

    def outside(self, thing, values, touch):
        """Somebody writes to the row past the editor; the next touch finds it."""
        rows = MODELS[thing.kind].everything.filter(pk=key_of(thing.name))
        columns = {
            f"{name}_id" if name in POINTERS[thing.kind] else name: key_of(value)
            if name in POINTERS[thing.kind] and value
            else value
            for name, value in values.items()
        }
        before = dict(thing.row)
        rows.update(**columns)
        after = {**before, **values}
        if after == before:
            return False
        if touch % 2:
            self._done(lambda: actions.record_outside(rows.get()))
        else:
            self._done(lambda: actions.record_all_outside())
        if thing.live is None:
            self._outside_draft(thing, after)
        else:
            self.logged += 1
            self._beside(thing, values, "outside")
        return True

    def _outside_draft(self, thing, after):
        for path in differing(thing.newest, after):
            thing.authors[path] = "outside"
        if not thing.is_open:
            thing.begun = thing.newest
        thing.newest, thing.state = after, "draft"
        self._not_due(thing)
        self.passed.append((thing.name, after))

    def rename_subject(self, token, name, person):
        token = self.world.subject(token)
        tag = tags.model().objects.filter(name=self.world.subjects[token]).first()
        if tag is None:
            return False
        self._done(lambda: actions.rename_tag(tag=tag, name=name, by=self.people[person]))
        self.logged += 1
        if self.world.subjects[token] != name:
            self._noted_by_subject({token})
        self.world.subjects[token] = name
        return True

    def merge_subjects(self, token, other, person):
        gone, into = self.world.subject(token), self.world.subject(other)
        rows = {
            each: tags.model().objects.filter(name=self.world.subjects[each]).first()
            for each in (gone, into)
        }
        if gone == into or None in rows.values():
            return False
        by = self.people[person]
        self._done(lambda: actions.merge_tags(gone=rows[gone], into=rows[into], by=by))
        self.logged += 1
        self._noted_by_subject({gone})
        self.world.merged_into[gone] = into
        for thing in self.world.things.values():
            thing.newest = self.world.plain(thing.newest)
            thing.live = self.world.plain(thing.live) if thing.live else None
            thing.begun = self.world.plain(thing.begun) if thing.begun else None
        return True

    def _noted_by_subject(self, tokens):
        """Everything whose row carries one has a word of it in its history."""
        for thing in self.world.things.values():
            if tokens & set(thing.row.get("tags", ())):
                if thing.live is not None:
                    self.changed.add((thing.kind, thing.live["slug"]))
                elif thing.state == "withdrawn":
                    thing.state, thing.begun = "draft", thing.newest
                self.passed += [(thing.name, thing.row), (thing.name, thing.newest)]

    def remove(self, thing, person, words):
        row = self._row(thing)
        slug = words.lower().replace(" ", "-")
        everywhere = [thing.newest, thing.row, *thing.texts.values()]
        is_there = any(words in json.dumps(list(map(str, each.values()))) for each in everywhere)
        is_there |= any(slug in each["slug"] for each in everywhere)
        against = ["address"] * (slug in thing.row["slug"]) + ["nowhere"] * (not is_there)
        by = self.people[person]

        def deed():
            return actions.remove_for_safety(obj=row, words=words, by=by)

        if self._done(deed, against) is None:
            return True
        self.logged += 1
        self._forget(thing, words, slug)
        self.removed.append((thing.name, words))
        return True

    def _forget(self, thing, words, slug):
        kept = thing.row["slug"]

        def clean(text):
            if text is None:
                return None
            done = without(text, words)
            if "tags" in done:
                said = self.world.subjects
                kept_tags = (
                    each for each in done["tags"] if words not in said[self.world.subject(each)]
                )
                done["tags"] = frozenset(kept_tags)
            return {**done, "slug": kept if slug in text["slug"] else text["slug"]}

        thing.newest, thing.live, thing.begun = map(clean, (thing.newest, thing.live, thing.begun))
        thing.texts = {number: clean(text) for number, text in thing.texts.items()}
        thing.versions = [(kept if slug in at else at, clean(text)) for at, text in thing.versions]
        thing.addresses = {each for each in thing.addresses if slug not in each}
        self.passed.append((thing.name, thing.live))
        if thing.live:
            self.changed.add((thing.kind, thing.live["slug"]))
        # Texts that stood before are others now, as the model says.
        self.fixed = {}

    # How a text is brought to the site, and read from it

    def _record(self, thing, text, opened, names):
        """What a form posts: addresses as they are now, subjects as they were called."""
        record = deepcopy(history.data(opened))
        slugs = {each.name: each.row["slug"] for each in self.world.things.values()}
        fields = {name: text[name] for name in COLUMNS[thing.kind]}
        for name in POINTERS[thing.kind]:
            fields[name] = [slugs[text[name]]] if text[name] else None
        if thing.kind == "entry":
            fields["answer"] = "\n\n".join(text[each] for each in PARAGRAPHS)
            fields["sources"] = sorted([slugs[each]] for each in text["sources"])
        if thing.kind in TAGGED:
            record["tags"] = sorted({names.get(each, each) for each in text["tags"]})
        record["fields"] |= fields
        record["key"] = text["slug"]
        if "parts" in text:
            stored = record["parts"]["measurements"]
            template = dict(next(iter(stored.values()), {})) or TEMPLATE
            record["parts"]["measurements"] = {
                pk: {**stored.get(pk, template), "key": part["key"], "value": part["value"]}
                | {"said_in": [slugs[part["said_in"]]] if part["said_in"] else None}
                for pk, part in text["parts"].items()
            }
        return record

    def _text(self, thing, record):
        """The model's text of a record, by what bears the addresses now."""
        fields = record["fields"]
        text = {name: fields[name] for name in COLUMNS[thing.kind]}
        for name, kind in POINTERS[thing.kind].items():
            text[name] = self._name_at(kind, fields[name])
        if thing.kind == "entry":
            text |= dict(zip(PARAGRAPHS, fields["answer"].split("\n\n"), strict=True))
            text["sources"] = frozenset(self._name_at("source", each) for each in fields["sources"])
        if thing.kind in TAGGED:
            text["tags"] = frozenset(record["tags"])
        if thing.kind == "figure":
            text["parts"] = {
                pk: {"key": part["key"], "value": part["value"]}
                | {"said_in": self._name_at("source", part["said_in"])}
                for pk, part in record["parts"]["measurements"].items()
            }
        return text

    def _name_at(self, kind, key):
        if key is None:
            return None
        found = self.world.at(kind, key[0])
        return found.name if found else f"nothing at {key[0]}"

    def _shown(self, text):
        """A model's text with its subjects by name, to compare."""
        if "tags" in text:
            return {**text, "tags": frozenset(self.world.names(text))}
        return text

    # Steps and what must hold after each

    def step(self, name, *given):
        self.changed = set()
        self.before = Log.objects.get(pk=1).number
        expected = self.logged
        did = getattr(self, name)(*given)
        if not did:
            return
        self.tried[name] += 1
        self.check(self.logged - expected)

    def _done(self, deed, against=()):
        """What a deed gave; None where it was refused, as it must be where anything is against."""
        given, refusal = self._attempt(deed)
        assert bool(refusal) == bool(against), (against, refusal)
        return given

    def _attempt(self, deed):
        """(what it gave, refusal); a refusal leaves everything as it was."""
        number = self._log()
        try:
            with transaction.atomic():
                return deed(), None
        except (actions.Problem, actions.Clash) as refusal:
            assert self._log() == number
            self.tried[f"refused by {type(refusal).__name__}"] += 1
            return None, refusal

    def _log(self):
        log = Log.objects.get(pk=1)
        last = Revision.objects.order_by("-pk").values_list("pk", flat=True).first()
        return log.number, log.next_due, last

    def check(self, steps):
        self._check_log(steps)
        self._check_rows()
        self._take_in_revisions()
        self._check_revisions_stand()
        self._check_references()

    def check_all(self):
        """What is too slow to be looked at after every step."""
        self._check_heads()
        self._check_addresses()
        self._check_versions()
        self._check_where_used()
        self._check_search()
        self._check_removed()

    def _check_log(self, steps):
        now = Log.objects.get(pk=1)
        assert now.number == self.before + steps
        logged = list(Change.objects.filter(number__gt=self.before))
        assert {each.number for each in logged} == set(range(self.before + 1, now.number + 1))
        keys = {each.key for each in logged}
        assert {f"{LABELS[kind]}:{slug}" for kind, slug in self.changed} <= keys
        is_due = self.due or any(each.leaves and each.live for each in self.world.things.values())
        # A time too early is looked at in vain; one too late would keep readers waiting.
        assert now.next_due or not is_due

    def _check_rows(self):
        rows = self._rows()
        for thing in self.world.things.values():
            live, row = rows[thing.name]
            assert live == (thing.live is not None), thing.name
            assert row == self._shown(thing.row), thing.name

    def _rows(self):
        names = {key_of(each): each for each in self.world.things} | {None: None}
        sources, subjects, parts = {}, {}, {}
        for entry, source in Entry.sources.through.objects.values_list("entry_id", "source_id"):
            sources.setdefault(entry, set()).add(names[source])
        for pk, name in TaggedItem.objects.values_list("object_id", "tag__name"):
            subjects.setdefault(pk, set()).add(name)
        columns = ("pk", "statistic_id", "key", "value", "said_in_id")
        for pk, figure, key, value, said_in in Measurement.objects.values_list(*columns):
            part = {"key": key, "value": f"{value:.4f}", "said_in": names[said_in]}
            parts.setdefault(figure, {})[str(pk)] = part
        found = {}
        for kind, model in MODELS.items():
            for row in model.everything.values():
                text = {name: row[name] for name in COLUMNS[kind]}
                text |= {name: names[row[f"{name}_id"]] for name in POINTERS[kind]}
                if kind == "entry":
                    text |= dict(zip(PARAGRAPHS, row["answer"].split("\n\n"), strict=True))
                    text["sources"] = frozenset(sources.get(row["id"], ()))
                if kind in TAGGED:
                    text["tags"] = frozenset(subjects.get(row["id"], ()))
                if kind == "figure":
                    text["parts"] = parts.get(row["id"], {})
                found[names[row["id"]]] = (row["live"], text)
        return found

    def _take_in_revisions(self):
        """Every new one holds a text that the model knows."""
        names = {key_of(each): each for each in self.world.things}
        expected = {}
        for name, text in self.passed:
            if text is not None:
                expected.setdefault(name, []).append(self.world.plain(text))
        for revision in Revision.objects.filter(pk__gt=self.last).order_by("pk"):
            thing = self.world.things[names[revision.object_id]]
            shown = self._text(thing, history.data(revision))
            known = [*expected.get(thing.name, []), thing.newest, thing.row]
            text = next((each for each in known if self._shown(each) == shown), None)
            assert text is not None, (thing.name, revision.state, shown)
            thing.texts[revision.number] = text
            self.last = revision.pk
        self.passed = []

    def _check_revisions_stand(self):
        """What stood in the history stands there; only removal for safety may change a word."""
        columns = ("object_id", "number", "version", "key", "hash", "data", "quoted", "note")
        rows = {pk: each for pk, *each in Revision.objects.values_list("pk", *columns)}
        for pk, stood in self.fixed.items():
            assert rows.get(pk) == stood
        self.fixed = rows

    def _check_references(self):
        wanted = {
            (key_of(thing.name), LABELS[kind], slug, pin)
            for thing in self.world.things.values()
            for kind, slug, pin in quotes(thing.row)
        }
        columns = ("object_id", "to_kind", "to_key", "pin")
        assert set(Reference.objects.values_list(*columns)) == wanted

    def _check_search(self):
        following.follow()
        found = {each.key: each for each in Indexed.objects.all()}
        shown = {
            f"{LABELS[thing.kind]}:{thing.live['slug']}": thing
            for thing in self.world.things.values()
            if thing.live is not None and thing.kind in PAGES
        }
        assert found.keys() == shown.keys()
        for key, thing in shown.items():
            assert found[key].title == thing.live[TITLES[thing.kind]]
            assert {name for _slug, name in found[key].tags} == self.world.names(thing.live)
            said = [thing.live[each] for each in PARAGRAPHS if each in thing.live]
            assert all(each in found[key].body for each in said if "{{" not in each)

    def _check_heads(self):
        for thing in self.world.things.values():
            head = history.head(key_of(thing.name))
            shown = self._text(thing, history.data(head))
            assert shown == self._shown(thing.newest), thing.name
            public = history.public(key_of(thing.name))
            is_public = public is not None and public.state == Revision.State.PUBLISHED
            assert is_public == (thing.live is not None)
            if is_public:
                assert self._text(thing, history.data(public)) == self._shown(thing.live)
            for number, text in thing.texts.items():
                kept = Revision.objects.get(object_id=key_of(thing.name), number=number)
                assert self._text(thing, history.data(kept)) == self._shown(text)

    def _check_addresses(self):
        """A former address leads to where the thing stands now, or says that it is gone."""
        for thing in self.world.things.values():
            if thing.kind in PAGES:
                for slug in thing.addresses:
                    row = MODELS[thing.kind].objects.filter(slug=slug).first()
                    if row is None:
                        found = former.find(LABELS[thing.kind], slug)
                        assert found is not None, slug
                        row = found.present
                    shown = self._led_to(thing)
                    assert (row.pk if row else None) == (key_of(shown.name) if shown else None)

    def _led_to(self, thing):
        seen = set()
        while thing.live is None:
            if not thing.replaced_by or thing.name in seen:
                return None
            seen.add(thing.name)
            thing = self.world.things[thing.replaced_by]
        return thing

    def _check_versions(self):
        """Every published version can be read, under the address it had then or led on from it."""
        for thing in self.world.things.values():
            if thing.kind not in CITED:
                continue
            known = Revision.objects.filter(object_id=key_of(thing.name), version__isnull=False)
            kept = list(known.order_by("version"))
            assert [each.version for each in kept] == list(range(1, len(kept) + 1))
            said = [self._said(self._shown(thing.texts[each.number])) for each in kept]
            told = [self._said(self._shown(text)) for _slug, text in thing.versions]
            # A text that quotes a figure has another version when that changes, and two that
            # differed in their subjects may not any more.
            assert [each for each, _more in groupby(said)] == [
                each for each, _more in groupby(told)
            ]
            for revision in kept:
                self._check_readable(thing, revision)

    def _check_readable(self, thing, revision):
        kind, slug = LABELS[thing.kind], revision.key
        for _turn in range(2):
            found = life.find(kind, slug, revision.version)
            assert found is not None
            assert found.object_id == key_of(thing.name), "another text took its address over"
            assert found.version(revision.version).pk == revision.pk
            assert found.is_readable
            if found.slug == slug:
                break
            slug = found.slug
        assert found.slug == slug, "readers are sent round in a circle"

    def _check_where_used(self):
        for thing in self.world.things.values():
            row = self._row(thing)
            found = {each.pk for each in dependents.public(row)}
            assert found == {key_of(each) for each in self.world.depending(thing)}

    def _check_removed(self):
        if not self.removed:
            return
        stored = everything_stored()
        for _name, words in self.removed:
            assert words.casefold() not in stored, words
            assert words.casefold().replace(" ", "-") not in stored, words


def everything_stored():
    """Every text in every table, as one string."""
    rows = []
    with connection.cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, default=str).casefold()


def _tables(cursor):
    names = connection.introspection.table_names(cursor)
    if connection.vendor != "sqlite":
        return names
    # What a full-text index holds stands in tables of its own.
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    return set(names) - {name for (name,) in cursor.fetchall()}


TEMPLATE = {
    "key": "",
    "value": "0.0000",
    "qualifier": "exactly",
    "form": "number",
    "period_from": None,
    "period_to": None,
    "period_note": "",
    "compared_with": "",
    "said_in": None,
    "measured_by": "",
    "how_counted": "",
    "status": "as-stated",
    "confirmed_on": None,
    "superseded_by": None,
    "looked_on": None,
}
