"""All that staff and developers can do to what fixtures hold, done for real beside the model."""

import json
import uuid
from collections import Counter
from copy import deepcopy

from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions, history, kinds, records, tags
from publishing.models import Revision
from publishing.records import bulk_reading
from reload.models import Run
from tests.support import factories, reload_commands, reload_faults, reload_model
from tests.support.reload_model import PARTS, SETS, Thing, flat
from tests.support.reload_records import (
    FILES,
    KINDS,
    NAMES,
    NEW,
    POINTED,
    POINTS,
    SUBJECTS,
    TEXTS,
    address,
    fresh,
    in_file,
    part,
    plain_record,
    text,
    whole,
)

WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN")


class Refused(Exception):
    """A move that cannot be made as things stand."""


class Story:
    """Moves are methods; each changes a copy of the model first, and then the real thing."""

    def __init__(self, folder, tried=None):
        self.folder = folder
        self.tried = Counter() if tried is None else tried
        self.by = factories.user(is_superuser=True)
        self.things = {name: Thing(name[0]) for name in (*NAMES, *NEW)}
        self.rows, self.parts = {}, {}
        self.now, self.moves, self.owners = {}, {}, {}
        self.number = 0
        self.before_export = self.last = None
        for name in NAMES:
            self.things[name].file = fresh(name)
            self.things[name].file |= POINTED.get(name, {})
        self.write()
        self.apply("abort")
        self.last = None

    def do(self, name, *arguments):
        try:
            getattr(self, name)(*arguments)
        except Refused:
            return
        self.tried[name] += 1

    # What both sides can do to a record

    def text(self, side, name, field, value):
        kind = name[0]
        self.change(side, name, TEXTS[kind][field], text(name, TEXTS[kind][field], value))

    def point(self, side, name, number, other):
        ways = sorted(POINTS.get(name[0], {}).items())
        if not ways:
            raise Refused
        way, kind = ways[number % len(ways)]
        others = [each for each in self.things if each[0] == kind and each != name]
        chosen = None if way != "topic" and other > len(others) else others[other % len(others)]
        self.change(side, name, way, chosen)

    def member(self, side, name, number, other):
        """A source or a subject put in, or taken out."""
        record = self.text_of(side, name)
        field = SETS[number % 2]
        if field not in record:
            raise Refused
        found = [each for each in self.things if each[0] == "s"] if field == "sources" else SUBJECTS
        chosen = found[other % len(found)]
        if field == "tags":
            chosen = self.now.get(chosen, chosen)
            record = reload_model.renamed_subjects(record, self.now)
        self.change(side, name, field, record[field] ^ {chosen})

    def part_in(self, side, name, key, value):
        if any(each["key"] == key for each in self.text_of(side, name)[PARTS].values()):
            raise Refused
        made = f"made-{side}-{next(reload_model._names)}"
        self.change(side, name, PARTS, self.text_of(side, name)[PARTS] | {made: part(key, value)})

    def part_out(self, side, name, key):
        self.change_part(side, name, key, None)

    def part_text(self, side, name, key, value):
        self.change_part(side, name, key, {"value": value})

    def part_status(self, side, name, key, status):
        self.change_part(side, name, key, {"status": status})

    def part_said(self, side, name, key, source):
        self.change_part(side, name, key, {"said_in": source})

    def part_key(self, side, name, key, other):
        if any(each["key"] == other for each in self.text_of(side, name)[PARTS].values()):
            raise Refused
        self.change_part(side, name, key, {"key": other})

    def change_part(self, side, name, key, fields):
        parts = dict(self.text_of(side, name)[PARTS])
        found = next((each for each, fields in parts.items() if fields["key"] == key), None)
        if found is None:
            raise Refused
        gone = parts.pop(found)
        if fields is not None:
            parts[found] = gone | fields
        self.change(side, name, PARTS, parts)

    def rename(self, side, name, letter):
        self.change(side, name, "address", address(name, letter))

    def swap(self, side, name, other):
        if not reload_faults.SWAPS or name[0] != other[0] or name == other:
            raise Refused
        one, two = (self.text_of(side, each)["address"] for each in (name, other))
        self.change_all(
            side,
            {
                name: self.text_of(side, name) | {"address": two},
                other: self.text_of(side, other) | {"address": one},
            },
        )

    def create(self, side, name, value):
        thing = self.things[name]
        if getattr(thing, side) is not None or (side == "live" and thing.row is not None):
            raise Refused
        self.change_all(side, {name: fresh(name, value)})

    def reuse(self, side, name, former):
        """A new record at an address that another gave up."""
        if not reload_faults.REUSED_ADDRESSES or name[0] != former[0] or name == former:
            raise Refused
        thing = self.things[name]
        if thing.file is not None or thing.row is not None or thing.base is not None:
            raise Refused
        taken = {getattr(each, side)["address"] for each in self.things.values() if each.live}
        if address(former) in taken:
            raise Refused
        self.change_all(side, {name: fresh(name) | {"address": address(former)}})

    def remove(self, side, name):
        if getattr(self.things[name], side) is None:
            raise Refused
        if self.pointed_at(side, name):
            raise Refused
        self.change_all(side, {name: None})

    def pointed_at(self, side, name):
        records_of = [getattr(each, side) for each in self.things.values()]
        return any(name in reload_faults.targets(each) for each in records_of if each)

    def text_of(self, side, name):
        found = getattr(self.things[name], side)
        if found is None or (side == "live" and self.things[name].draft):
            raise Refused
        return found

    def change(self, side, name, field, value):
        record = self.text_of(side, name)
        if field == PARTS and PARTS not in record:
            raise Refused
        if record[field] == value:
            raise Refused
        self.change_all(side, {name: record | {field: value}})

    def change_all(self, side, changed):
        """On one side, where neither rules nor left-out faults forbid it."""
        things = deepcopy(self.things)
        for name, record in changed.items():
            thing = things[name]
            before = getattr(thing, side)
            setattr(thing, side, deepcopy(record))
            if side == "file":
                thing.exported -= reload_model.changes(before, record)
            else:
                thing.row = record or thing.row
                thing.kept_off = "staff" if record is None else ""
            if (
                reload_faults.holds(record, thing.removed)
                and not reload_faults.REMOVED_WORDS_COME_BACK
            ):
                raise Refused
        self.refuse_impossible(side, things)
        self.refuse_left_out(things)
        if side == "live":
            self.save(changed)
            self.things = things
        else:
            self.things = things
            self.write()

    def refuse_impossible(self, side, things):
        """What no form and no developer would let stand."""
        standing = {name: getattr(each, side) for name, each in things.items()}
        standing = {name: record for name, record in standing.items() if record}
        if reload_faults.breaks_rules(standing):
            raise Refused
        for record in standing.values():
            for target in reload_faults.targets(record):
                if target not in standing:
                    raise Refused

    def refuse_left_out(self, things):
        if reload_faults.faults_of(things, self.now):
            raise Refused

    # What only staff do

    def bring_back(self, number, value):
        name = self.one_of(
            number, lambda each: each.live is None and each.row is not None and not each.draft
        )
        thing = self.things[name]
        field = TEXTS[name[0]][0]
        self.change_all("live", {name: thing.row | {field: text(name, field, value)}})

    def draft(self, name, value):
        thing = self.things[name]
        field = TEXTS[name[0]][0]
        if thing.live is None or thing.draft or thing.live[field] == text(name, field, value):
            raise Refused
        if text(name, field, value) in thing.removed:
            raise Refused
        thing.begun, thing.draft = thing.live, thing.live | {field: text(name, field, value)}
        self.saved(name, thing.draft)

    def one_of(self, number, is_meant):
        found = [name for name, each in self.things.items() if is_meant(each)]
        if not found:
            raise Refused
        return found[number % len(found)]

    def publish(self, number):
        name = self.one_of(number, lambda each: each.live is not None and each.draft is not None)
        thing = self.things[name]
        together, clashes = reload_model.merged(thing.begun, thing.draft, thing.live)
        head = history.head(self.rows[name])
        if clashes:
            try:
                self.make_public([head])
            except actions.Clash:
                return
            raise AssertionError(clashes)
        things = deepcopy(self.things)
        things[name].live = things[name].row = together
        things[name].draft = things[name].begun = None
        self.refuse_impossible("live", things)
        self.refuse_left_out(things)
        self.make_public([head])
        self.things = things

    def draft_new(self, name, value):
        """Something new that nobody publishes yet; it holds its address."""
        thing = self.things[name]
        if thing.row is not None or thing.base is not None or name[0] in "tof":
            raise Refused
        things = deepcopy(self.things)
        things[name].row, things[name].kept_off = fresh(name, value), "staff"
        self.refuse_left_out(things)
        self.saved(name, things[name].row)
        self.things = things

    def throw_draft_away(self, number):
        """What was never public is deleted as if it had never been."""
        name = self.one_of(number, lambda each: each.row is not None and each.live is None)
        thing, pk = self.things[name], self.rows[name]
        if thing.draft or history.public(pk) is not None:
            raise Refused
        kinds.named(KINDS[name[0]]).model.everything.get(pk=pk).delete()
        Revision.objects.filter(object_id=pk).delete()
        del self.rows[name]
        thing.row, thing.kept_off = None, ""

    def rename_subject(self, number, other):
        before, after = SUBJECTS[number], f"{SUBJECTS[number]} {other}"
        tag = tags.model().objects.filter(name=self.now.get(before, before)).first()
        if tag is None or tag.name == after:
            raise Refused
        self.call_subject(tag.name, after)
        actions.rename_tag(tag=tag, name=after, by=self.by)

    def merge_subjects(self, number, other):
        names = [self.now.get(SUBJECTS[each], SUBJECTS[each]) for each in (number, other)]
        found = [tags.model().objects.filter(name=name).first() for name in names]
        if None in found or found[0] == found[1]:
            raise Refused
        self.call_subject(*names)
        actions.merge_tags(gone=found[0], into=found[1], by=self.by)

    def call_subject(self, before, after):
        now = {name: after if known == before else known for name, known in self.now.items()}
        now |= {before: after}
        now.pop(after, None)
        things = deepcopy(self.things)
        for thing in things.values():
            for side in ("base", "live", "row", "draft", "begun"):
                setattr(thing, side, reload_model.renamed_subjects(getattr(thing, side), now))
        if reload_faults.faults_of(things, now):
            raise Refused
        self.things, self.now = things, now
        self.last = None

    def remove_words(self, name):
        """The first text of a record goes for somebody's safety."""
        thing = self.things[name]
        field = TEXTS[name[0]][0]
        if thing.live is None or reload_model.GAP in thing.live[field]:
            raise Refused
        words = thing.live[field]
        things = deepcopy(self.things)
        thing = things[name]
        for side in ("base", "live", "row", "draft", "begun"):
            record = getattr(thing, side)
            if record and record[field] == words:
                setattr(thing, side, record | {field: reload_model.GAP})
        thing.removed.add(words)
        self.refuse_left_out(things)
        row = kinds.named(KINDS[name[0]]).model.everything.get(pk=self.rows[name])
        actions.remove_for_safety(obj=row, words=words, by=self.by)
        self.things, self.last = things, None

    def save(self, changed):
        """Staff publish together what they changed together."""
        revisions = []
        for name, record in changed.items():
            if record is None:
                self.withdraw(name)
                continue
            revisions.append(self.saved(name, record))
        if revisions:
            self.make_public(revisions)

    def withdraw(self, name):
        row = kinds.named(KINDS[name[0]]).model.everything.get(pk=self.rows[name])
        actions.withdraw(obj=row, by=self.by, reason="outdated", note="It is out of date.")

    def make_public(self, revisions):
        actions.publish(revisions=revisions, by=self.by, note="Edited here.", force=True)

    def saved(self, name, record):
        kind = kinds.named(KINDS[name[0]])
        pk = self.rows.get(name)
        if pk is None:
            pk = self.rows[name] = uuid.uuid4()
            made = whole(name, record, self.slug)
            parts_of = made.pop(PARTS, {})
            saved = made | {"parts": {each: {} for each in kind.parts}}
        else:
            row = kind.model.everything.get(pk=pk)
            saved = records.read(row)
            made = whole(name, record, self.slug)
            parts_of = made.pop(PARTS, {})
            saved["fields"] |= made["fields"]
            saved |= {"key": made["key"], "tags": made["tags"]}
        for accessor in kind.parts:
            before = saved["parts"][accessor]
            saved["parts"][accessor] = {
                self.part_id(each): before.get(self.part_id(each), {}) | fields
                for each, fields in parts_of.items()
            }
        head = history.head(pk)
        return actions.save_draft(record=saved, object_id=pk, opened_with=head, by=self.by).revision

    def part_id(self, name):
        return self.parts.setdefault(name, str(uuid.uuid4()))

    def slug(self, name):
        return kinds.named(KINDS[name[0]]).model.everything.get(pk=self.rows[name]).slug

    # What only developers do

    def write(self):
        """The files as a developer leaves them, and moves.json for other addresses."""
        for path in self.folder.glob("*.json"):
            path.unlink()
        made = {
            name: [
                each
                for letter in letters
                for thing, held in self.things.items()
                if thing[0] == letter and held.file
                for each in in_file(thing, held.file, self.file_address)
            ]
            for name, letters in FILES.items()
        }
        reload_commands.write(self.folder, **made)
        self.write_moves()

    def write_moves(self):
        for name, thing in self.things.items():
            thing.written = self.stated(name)
            if thing.file:
                self.owners[name[0], thing.file["address"]] = name
            before, after = (each and each["address"] for each in (thing.base, thing.file))
            if None not in (before, after) and after != before:
                live = thing.live or thing.row
                if live is None or live["address"] != after:
                    self.moves.setdefault(KINDS[name[0]], {})[before] = after
        if self.moves:
            (self.folder / "moves.json").write_text(json.dumps(self.moves))

    def stated(self, name):
        record = self.things[name].file
        return json.dumps([*in_file(name, record, self.file_address)]) if record else ""

    def file_address(self, name):
        """What the files call a thing; what is in none of them goes by its public address."""
        thing = self.things[name]
        return (thing.file or thing.live or thing.row)["address"]

    def throw_export_away(self):
        self.restore(FILES)

    def keep_own_file(self, number):
        """A git merge takes the whole file as it was before the export."""
        self.restore([sorted(FILES)[number]])

    def restore(self, chosen):
        if self.before_export is None:
            raise Refused
        files, stood, number = self.before_export
        letters = "".join(FILES[each] for each in chosen)
        things = deepcopy(self.things)
        for name, (record, exported) in stood.items():
            if name[0] in letters:
                is_older = number != self.number
                things[name].file = deepcopy(record)
                things[name].exported = set() if is_older else exported
                is_back = is_older and reload_faults.holds(record, things[name].removed)
                if is_back and not reload_faults.REMOVED_WORDS_COME_BACK:
                    raise Refused
        self.refuse_impossible("file", things)
        self.refuse_left_out(things)
        self.things = things
        for path in self.folder.glob("*.json"):
            if path.stem not in FILES and path.stem != "moves":
                # Staff's first of a kind, in a file of its own.
                self.write()
                return
        for each in chosen:
            (self.folder / f"{each}.json").write_bytes(files[each])
        self.write_moves()

    # The commands

    def plan(self):
        expected, clashing = self.expected()
        before = {path: path.read_bytes() for path in self.folder.glob("*.json")}
        with CaptureQueriesContext(connection) as queries:
            said = reload_commands.plan(self.folder, "--format", "json", "--note", "Planned.")
        writing = [each["sql"] for each in queries if each["sql"].startswith(WRITING)]
        assert writing == []
        assert before == {path: path.read_bytes() for path in self.folder.glob("*.json")}
        self.assert_told(said, clashing)
        changed = any(
            flat(thing.live) != flat(self.things[name].live)
            for name, thing in expected.items()
            if name not in clashing
        )
        assert said.code == (3 if clashing else 2 if changed else 0), said

    def apply(self, mode, prunes=False, again=False):
        side = mode if mode in {"live", "fixture"} else None
        options = ["--on-conflict", mode, "--note", "Applied.", "--format", "json"]
        if (
            side == "fixture"
            and not reload_faults.REMOVED_WORDS_COME_BACK
            and self.holds_removed_words()
        ):
            raise Refused
        prunes = prunes or side == "fixture"
        if prunes:
            options += ["--prune", "--prune-max", "99"]
        expected, clashing = self.expected(side, prunes)
        open_ones = {} if side else clashing
        written = {name: each for name, each in expected.items() if name not in open_ones}
        if mode == "abort" and open_ones:
            written = {}
        if prunes and (needed := self.is_needed(written)):
            self.refuses(options, needed)
            return
        if not reload_faults.TAKEN_OUT_AFTER_EXPORT and self.puts_back(written, clashing):
            raise Refused
        said = reload_commands.apply(self.folder, *options)
        self.assert_told(said, open_ones)
        assert said.code == (3 if open_ones else 0), said
        before = self.things
        self.things = self.things | written
        self.check()
        # Staff had the last word on this, for what the file says came from them.
        assert self.puts_back_in(before, written, clashing) == {}
        changed = [name for name in written if flat(before[name].live) != flat(written[name].live)]
        self.last = None
        if written and said.json["run"]:
            self.number += 1
        if changed:
            stood = {name: (before[name], written[name]) for name in changed}
            self.last = (said.json["run"], stood)
        if again and not open_ones:
            self.has_nothing_to_do(options)

    def refuses(self, options, needed):
        """What is needed does not go, and nothing else is written then."""
        if needed == "before":
            raise Refused
        assert reload_commands.apply(self.folder, *options).code == 1
        self.check()

    def has_nothing_to_do(self, options):
        rows = Run.objects.count(), Revision.objects.count()
        said = reload_commands.apply(self.folder, *options)
        counts = said.json["counts"]
        assert [counts[each] for each in ("create", "update", "prune")] == [0, 0, 0], said
        assert (Run.objects.count(), Revision.objects.count()) == rows
        self.check()

    def undo(self):
        if self.last is None or self.last[0] != Run.objects.first().pk:
            raise Refused
        run, stood = self.last
        things, clashes = deepcopy(self.things), {}
        for name, (before, after) in stood.items():
            if not before.live and before.row and not reload_faults.UNDONE_RETURNS:
                raise Refused
            self.undo_one(things[name], before, after, clashes.setdefault(name, {}))
        if not all(reload_faults.is_told(way) for ways in clashes.values() for way in ways):
            raise Refused
        is_open = any(clashes.values())
        if not is_open:
            standing = {name: each.live for name, each in things.items() if each.live}
            if reload_faults.breaks_rules(standing) or any(
                each not in standing
                for record in standing.values()
                for each in reload_faults.targets(record)
            ):
                raise Refused
            self.refuse_left_out(things)
        said = reload_commands.run("reload_undo", run)
        assert said.code == (3 if is_open else 0), said
        if not is_open:
            self.things = things
            self.number += 1
        self.last = None
        self.check()

    def undo_one(self, thing, before, after, clashes):
        if after.live is None:
            if thing.live is not None:
                return
            if thing.kept_off != "fixtures" or before.live is None:
                clashes[reload_model.WHOLE] = None
                return
            thing.live, thing.kept_off, thing.base = before.live, "", before.base
            thing.agreed, thing.row = "", before.live
        elif thing.live is None:
            if before.live is not None:
                clashes[reload_model.WHOLE] = None
        elif before.live is None:
            if flat(thing.live) != flat(after.live):
                clashes[reload_model.WHOLE] = None
            thing.live, thing.kept_off, thing.base = None, "fixtures", None
        else:
            record, found = reload_model.undone(thing, before.live, after.live)
            clashes |= found
            if flat(record) != flat(thing.live):
                thing.base, thing.agreed = before.base, ""
            thing.live = thing.row = record

    def export(self):
        _expected, clashing = self.expected()
        stood = {name: (each.file, each.exported) for name, each in self.things.items()}
        files = {each: (self.folder / f"{each}.json").read_bytes() for each in FILES}
        said = reload_commands.run("reload_export", self.folder)
        assert said.code == (3 if clashing else 0), said
        if not clashing:
            self.things = {
                name: reload_model.exported(each, self.now) for name, each in self.things.items()
            }
            self.before_export = files, stood, self.number
            for name, thing in self.things.items():
                thing.written = self.stated(name)
                if thing.file:
                    self.owners[name[0], thing.file["address"]] = name
        self.check(is_exported=not clashing)

    # What must hold

    def expected(self, side=None, prunes=False):
        """Every thing after an apply, and what clashes."""
        after = {
            name: reload_model.applied(each, self.now, side, prunes)
            for name, each in self.things.items()
        }
        found = {
            name: reload_model.clashes_of(each, self.now) for name, each in self.things.items()
        }
        return after, {name: ways for name, ways in found.items() if ways}

    def puts_back(self, written, clashing):
        return self.puts_back_in(self.things, written, clashing)

    def puts_back_in(self, before, written, clashing):
        return {
            name: ways
            for name, thing in written.items()
            if name not in clashing
            and (
                ways := reload_model.changes(before[name].live, thing.live) & before[name].exported
            )
        }

    def holds_removed_words(self):
        return any(reload_faults.holds(thing.file, thing.removed) for thing in self.things.values())

    def is_needed(self, written):
        """ "after" where something public would point to what goes; "before" where it does now."""
        after = self.things | written
        going = {name for name in written if self.things[name].live and not after[name].live}
        staying = {name: each for name, each in after.items() if name not in going}
        if any(going & reload_faults.targets(each.live) for each in staying.values() if each.live):
            return "after"
        stood = [
            record
            for name, each in staying.items()
            for record in (each.file, self.things[name].live)
            if record
        ]
        return "before" if any(going & reload_faults.targets(record) for record in stood) else ""

    def assert_told(self, said, clashing):
        """Every conflict is reported where it is, and nothing else is called one."""
        assert said.code in {0, 2, 3}, said
        expected = {self.where(name, way) for name, ways in clashing.items() for way in ways}
        assert {at["address"] for each in said.json["conflicts"] for at in each["at"]} == expected

    def where(self, name, way):
        thing = self.things[name]
        root = f"{KINDS[name[0]]}[{(thing.file or thing.base)['address']}]"
        match way:
            case ():
                return root
            case ("parts", key, field):
                return f"{root}.measurements[{key}].{field}"
            case ("address",):
                return f"{root}.key"
        return f"{root}.{way[0]}"

    def check(self, is_exported=False):
        """Rows and files say what the model says."""
        self.find_rows()
        named = {pk: name for name, pk in self.rows.items()}
        slugs = {
            (letter, slug): named.get(pk)
            for letter, kind in KINDS.items()
            for slug, pk in kinds.named(kind).model.everything.values_list("slug", "pk")
        }
        for letter, kind in KINDS.items():
            found = bulk_reading.rows(kinds.named(kind), self.rows.values())
            live = {pk: row.record for pk, row in found.items() if row.live}
            assert kinds.named(kind).model.objects.count() == len(live)
            known = {name: thing for name, thing in self.things.items() if name[0] == letter}
            expected = {
                self.rows[name]: flat(thing.live) for name, thing in known.items() if thing.live
            }
            found = {pk: flat(self.read(record, slugs)) for pk, record in live.items()}
            assert found == expected
            assert not any(reload_faults.holds(each.live, each.removed) for each in known.values())
            assert not any(
                self.things[other].live is None
                for each in known.values()
                if each.live
                for other in reload_faults.targets(each.live)
            )
        in_files = self.read_files()
        for name, thing in self.things.items():
            stated = reload_model.renamed_subjects(in_files.get(name), self.now)
            assert flat(stated) == flat(reload_model.renamed_subjects(thing.file, self.now)), name
            if (
                is_exported
                and reload_faults.RENAMED_SUBJECTS_IN_FILES
                and thing.file
                and thing.live
            ):
                assert flat(in_files[name]) == flat(stated)

    def find_rows(self):
        """What an apply made is known by its address once, and by its id from then on."""
        for name, thing in self.things.items():
            record = thing.live
            if record is None:
                continue
            model = kinds.named(KINDS[name[0]]).model
            if name not in self.rows:
                self.rows[name] = model.everything.get(slug=record["address"]).pk
            if record.get(PARTS):
                row = model.everything.get(pk=self.rows[name])
                pks = {each.key: str(each.pk) for each in row.measurements.all()}
                for each, fields in record[PARTS].items():
                    if fields["key"] in pks:
                        self.parts.setdefault(each, pks[fields["key"]])
                        assert self.parts[each] == pks[fields["key"]]

    def read(self, record, slugs):
        """A record of the database as the model writes it."""
        return plain_record(record, lambda letter, slug: slugs[letter, slug])

    def read_files(self):
        found = {}
        for path in sorted(self.folder.glob("*.json")):
            for each in json.loads(path.read_text()) if path.stem != "moves" else ():
                fields = each["fields"]
                if each["model"] == "impact.measurement":
                    found["impact.statistic", fields["statistic"][0]]["parts"]["measurements"][
                        fields["key"]
                    ] = fields
                    continue
                found[each["model"], fields["slug"]] = {
                    "kind": each["model"],
                    "key": fields["slug"],
                    "fields": fields,
                    "tags": fields.get("tags", []),
                    "parts": {"measurements": {}},
                }
        return {
            self.owner(record["kind"], key): plain_record(record, self.owner_of)
            for (_kind, key), record in found.items()
        }

    def owner(self, kind, slug):
        letter = next(each for each, name in KINDS.items() if name == kind)
        return self.owner_of(letter, slug)

    def owner_of(self, letter, slug):
        for name, thing in self.things.items():
            if name[0] == letter and thing.file and thing.file["address"] == slug:
                return name
        for name, thing in self.things.items():
            stood = (thing.live, thing.row, thing.base)
            if name[0] == letter and any(each and each["address"] == slug for each in stood):
                return name
        return self.owners[letter, slug]

    def settles(self):
        """Once decided and brought back, both say the same and nothing moves any more."""
        for thing in self.things.values():
            if thing.file is None and thing.base is not None and thing.live is not None:
                # A developer puts back what was only missing in the files.
                thing.file = deepcopy(thing.live)
        self.write()
        self.apply("live")
        self.export()
        self.apply("abort")
        before = {path: path.read_bytes() for path in self.folder.glob("*.json")}
        self.export()
        assert before == {path: path.read_bytes() for path in self.folder.glob("*.json")}
        for name, thing in self.things.items():
            stated = reload_model.renamed_subjects(thing.file, self.now)
            assert flat(stated) == flat(thing.live), name
        said = reload_commands.plan(self.folder)
        assert (said.code, reload_commands.counts(said)) == (0, (0, 0, 0, 0, 0)), said
        assert reload_commands.apply(self.folder).last == "Nothing to do."
