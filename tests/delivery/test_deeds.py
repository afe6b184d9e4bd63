"""After every deed, every address says what Django would say: no key is missing on any page.

Every day the pages that name something which changed are compared, and three others; all of them
in `make stress`.
"""

import datetime
from dataclasses import dataclass
from functools import partial

import pytest
import time_machine
from django.utils.html import escape

from publishing import actions, changes, pages
from tests.publishing.test_write_paths import WAYS
from tests.support import delivery_layer, drafts, factories, small_site
from tests.support.stress import sized

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
MORNING = datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.UTC)
# What is called what on each kind.
NAMES = {
    "entry": "question",
    "part": "question",
    "related": "question",
    "topic": "name",
    "figure": "title",
    "newer": "title",
    "alone": "title",
    "office": "name",
    "source": "title",
    "agency": "name",
}


def published(row, by, **fields):
    drafts.publish(drafts.save(row, by, **fields), by=by)


def renamed(name):
    return lambda rows, by: partial(published, rows[name], by, **{NAMES[name]: "Anew?"})


def moved(name):
    return lambda rows, by: partial(published, rows[name], by, slug=f"{rows[name].slug}-anew")


def ordered(name):
    return lambda rows, by: partial(actions.note_beside, obj=rows[name], fields={"order": 9}, by=by)


def checked(name):
    fields = {"reviewed_on": "2026-11-20"}
    return lambda rows, by: partial(actions.note_beside, obj=rows[name], fields=fields, by=by)


def withdrawn(name, **options):
    options = {"reason": "outdated", "note": "It was old."} | options
    return lambda rows, by: partial(actions.withdraw, obj=rows[name], by=by, **options)


def replaced(rows, by):
    by_what = {"reason": "replaced", "replaced_by": rows["entry"]}
    return withdrawn("related", **by_what)(rows, by)


def planned(rows, by):
    later = MORNING + 9 * HOUR
    return partial(actions.schedule_withdrawal, obj=rows["related"], by=by, at=later, note="Why.")


def called_off(rows, by):
    revision = planned(rows, by)()
    return partial(actions.unschedule, revision=revision, by=by)


def valued(name, key, **fields):
    def prepared(rows, by):
        pk, _fields = drafts.value_part(rows[name], key)
        record = drafts.with_value(drafts.record_of(rows[name]), pk, **fields)
        draft = drafts.save_record(rows[name], record, by).revision
        return lambda: drafts.publish(draft, by=by)

    return prepared


def changed(name, **fields):
    return lambda rows, by: partial(published, rows[name], by, **fields)


def misspelt(rows, by):
    draft = drafts.save(rows["entry"], by, short_answer=factories.SHORT_ANSWER.replace("ow", "o"))
    return lambda: actions.publish(revisions=[draft], by=by, weight="minor", force=True)


def added(make):
    return lambda rows, by: lambda: drafts.public(make(rows))


def together(rows, by):
    two = [
        drafts.save(rows["entry"], by, question="One?"),
        drafts.save(rows["figure"], by, title="Two"),
    ]
    return lambda: drafts.publish(*two, by=by)


def back_again(rows, by):
    withdrawn("related")(rows, by)()
    draft = drafts.save(rows["related"], by, question="Back again?")
    return lambda: drafts.publish(draft, by=by)


def tagged(name, *names):
    def prepared(rows, by):
        record = drafts.record_of(rows[name]) | {"tags": sorted(names)}
        draft = drafts.save_record(rows[name], record, by).revision
        return lambda: drafts.publish(draft, by=by)

    return prepared


def by_sql(rows, by):
    type(rows["office"]).everything.filter(slug="kenya").update(name="By SQL")
    return actions.record_all_outside


DEEDS = {
    **{f"rename {name}": renamed(name) for name in NAMES},
    **{f"move {name}": moved(name) for name in ("entry", "part", "related", "newer", "agency")},
    **{f"order {name}": ordered(name) for name in NAMES if name != "source"},
    **{f"check {name}": checked(name) for name in NAMES},
    **{f"withdraw {name}": withdrawn(name) for name in ("part", "related", "alone", "agency")},
    "withdraw as wrong": withdrawn("related", reason="wrong"),
    "replace": replaced,
    "spelling": misspelt,
    "newest value": valued("figure", "2012", value="77.0000"),
    "older value": valued("figure", "2011", value="77.0000"),
    "value that superseded another's": valued("newer", "undated", value="77.0000"),
    "confirmed": valued("figure", "2012", status="confirmed", confirmed_on="2026-11-20"),
    "not featured": changed("figure", featured=False),
    "featured": changed("newer", featured=True),
    "elsewhere": changed("newer", office=["kenya"]),
    "no place": changed("figure", office=None),
    "other parent": changed("part", parent=["related"]),
    "quotes": changed("related", answer="As many as {{ figure:newer }}."),
    "quotes no more": changed("entry", answer="One.\n\nTwo."),
    "quotes a value": changed("related", answer="As many as {{ figure:relief@2011 }}."),
    "names a place": changed("related", answer="People in {{ place:kenya }}."),
    "shares more": tagged("related", "courts", "law", "police"),
    "shares less": tagged("related", "law"),
    "shares something": tagged("part", "courts"),
    "untagged figure": tagged("figure"),
    "untagged place": tagged("office"),
    "new part": added(lambda rows: factories.entry(topic=rows["topic"], parent=rows["entry"])),
    "no parent": changed("part", parent=None),
    "licensed": changed("source", licence="CC0"),
    "new question": added(lambda rows: factories.entry(topic=rows["topic"], tags=["courts"])),
    "new topic": added(lambda rows: factories.entry(topic=drafts.public(factories.topic()))),
    "new figure": added(lambda rows: factories.figure(featured=True, office=rows["office"])),
    "new place": added(lambda rows: factories.office(name="Uganda", country_code="UG")),
    "new agency": added(lambda rows: factories.agency()),
    "together": together,
    "plan": planned,
    "call off": called_off,
    "back again": back_again,
    "by SQL": by_sql,
}


def way(name):
    return lambda rows, by: WAYS[name](rows["entry"], by, factories.user("Editor"))


def withdraw_alone(rows, by):
    """A part keeps what it is part of on the site."""
    withdrawn("part")(rows, by)()
    return withdrawn("entry")(rows, by)


WALKED = DEEDS | {name: way(name) for name in WAYS} | {"withdraw": withdraw_alone}


@dataclass
class Made:
    """All that is kept, as it was before a deed.

    `pages` {address: (status, headers, body)}, `files` {address: (date, body)}.
    """

    rows: dict
    site: delivery_layer.Site
    pages: dict
    files: dict

    def naming(self, changed, seed):
        """The addresses of pages that name what changed, and of three others.

        Of something new they are those that name another of its kind.
        """
        known = {pages.key(row._meta.label_lower, row.slug): row for row in self.rows.values()}
        new = {key.partition(":")[0] for key in changed - set(known) if not key.endswith(":all")}
        rows = [row for key, row in known.items() if key in changed or row._meta.label_lower in new]
        names = [name for row in rows for name in names_of(row)]
        return delivery_layer.naming(self.pages, names, seed)


def names_of(row):
    """How pages speak of it: by its address or its name."""
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else str(row)
    return str(row), escape(str(row)), address.partition("#")[0]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The content with all its pages, made once; each test's own transaction is inside this one."""
    with time_machine.travel(MORNING), delivery_layer.made(django_db_blocker) as (rows, site):
        site.warm(small_site.addresses())
        assert len(site.kept) > 90
        seen = {each: delivery_layer.seen(site.ask(each)) for each in site.kept}
        yield Made(rows, site, seen, files(site, site.kept))


def walked(name, made):
    """(a layer that keeps all pages of before, the keys that changed) after a deed."""
    layer, before = made.site.again(), changes.now()
    WALKED[name](made.rows, factories.user("Editor"))()
    layer.ask("/nothing/")
    return layer, changes.since(before.lineage, before.number).keys


@pytest.mark.parametrize("name", WALKED)
def test_after_it_a_kept_page_that_names_what_changed_says_what_django_says(name, made):
    with time_machine.travel(MORNING + HOUR, tick=False):
        layer, changed = walked(name, made)
        assert delivery_layer.stale(layer, made.naming(changed, name)) == set()


@pytest.mark.stress
@pytest.mark.parametrize("name", sized(small=[*WALKED][::20], long=[*WALKED]))
def test_after_it_every_kept_page_says_what_django_says(name, made, tried):
    with time_machine.travel(MORNING + HOUR, tick=False):
        layer, _changed = walked(name, made)
        assert delivery_layer.stale(layer, layer.kept) == set()
        tried(pages=len(layer.kept))


DATED = ("spelling", "order entry", "order newer", "rename_tag", "merge_tags", "withdraw related")
DATED += ("plan", "call off", "move part", "check entry", "by SQL", "confirmed", "rename source")
DATED += ("withdraw alone", "no place", "elsewhere", "new agency", "order agency", "licensed")


@pytest.mark.parametrize("name", DATED)
def test_a_file_that_says_something_else_says_another_date(name, made):
    with time_machine.travel(MORNING + HOUR, tick=False):
        layer, changed = walked(name, made)
        may_differ = made.naming(changed, name) | (made.site.kept - layer.kept)
        after = files(made.site, may_differ & set(made.files))
    assert after
    for address, (date, said) in after.items():
        before = made.files[address]
        assert before[1] == said or before[0] != date, address


def files(site, addresses):
    """{address: (date, body)} of all that says when it last changed."""
    answers = {each: site.fresh(each) for each in addresses if "." in each and "svg" not in each}
    dated = {each: answer.headers.get("Last-Modified") for each, answer in answers.items()}
    return {each: (date, answers[each].body) for each, date in dated.items() if date}
