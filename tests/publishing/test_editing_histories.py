"""Random histories of several people over a few records, against a model of what readers see."""

from collections import Counter
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import given, note
from hypothesis import strategies as st

from citing import life
from publishing import actions
from tests.support import drafts, factories, histories
from tests.support.editing_model import POINTERS, differing
from tests.support.editing_story import (
    Story,
    choices,
    everything_stored,
    key_of,
    words_of,
)

pytestmark = pytest.mark.django_db

# What the site does not keep yet is left out of the histories; each switch names what turning it
# on finds, and a test below that is expected to fail shows it in a few steps.
#
# An address that one thing had goes to another: versions and citations of the first are then
# shown as those of the newcomer, two that trade addresses send readers round in a circle, and old
# texts point to whatever bears the address now.
ADDRESSES_GIVEN_ON = False
# A form opened before a removal for safety is saved after it: the words are in the draft again.
FORMS_OUTLIVE_A_REMOVAL = False
# Words that were removed are typed anew, and nothing stops them.
REMOVED_WORDS_TYPED_AGAIN = False
# A subject has the words in its name: it keeps them in the list of subjects.
SUBJECTS_NAME_SOMEBODY = False
# A text taken off because it was wrong takes its versions along.
WITHDRAWN_AS_WRONG = False

STEPS, PEOPLE = 25, 3
BUSY = ("entry1", "entry4", "figure1")
# How often each is drawn.
MOVES = {
    "save": 16,
    "open": 6,
    "meet": 4,
    "publish": 7,
    "publish_two": 2,
    "submit": 2,
    "send_back": 2,
    "schedule": 2,
    "call_off": 1,
    "plan_withdrawal": 1,
    "time_passes": 2,
    "withdraw": 2,
    "restore": 2,
    "discard": 1,
    "note": 2,
    "outside": 2,
    "rename_subject": 1,
    "merge_subjects": 1,
    "remove": 2,
}
few = st.integers(0, 11)
steps = st.tuples(
    st.sampled_from([name for name, often in MOVES.items() for _each in range(often)]),
    few,
    few,
    few,
    few,
)


@pytest.fixture
def story():
    return Story()


@pytest.mark.histories
def test_readers_see_what_staff_published_and_nothing_is_lost(story, tried):
    made = Counter()

    @histories.daily(4)
    @given(st.lists(steps, min_size=STEPS, max_size=STEPS))
    def a_history(found):
        with transaction.atomic():
            told = story.copy()
            for step in found:
                note(str(step))
                perform(told, *step)
            told.check_all()
            transaction.set_rollback(True)
        made.update(told.tried)

    a_history()
    assert made["save"]
    tried(**made)


# What the switches leave out, in a few steps each.

NAME = "Rosa Marta"


@pytest.fixture
def manager():
    return factories.user("Manager")


def public_entry(**values):
    made = factories.entry(**values)
    drafts.public(made.topic)
    return drafts.public(made)


@pytest.mark.xfail(strict=True, reason="a form opened before a removal brings the words back")
def test_a_form_opened_before_a_removal_does_not_bring_the_words_back(manager):
    entry = public_entry(answer=f"{NAME} said so.")
    opened, typed = drafts.head(entry), drafts.edited(drafts.record_of(entry), question="Else?")
    actions.remove_for_safety(obj=entry, words=NAME, by=manager)
    opened.refresh_from_db()
    with suppress(actions.Problem):
        drafts.save_record(entry, typed, manager, opened)
    assert NAME.casefold() not in everything_stored()


@pytest.mark.xfail(strict=True, reason="words that were removed can be typed anew")
def test_words_that_were_removed_are_not_taken_again(manager):
    entry = public_entry(answer=f"{NAME} said so.")
    actions.remove_for_safety(obj=entry, words=NAME, by=manager)
    with suppress(actions.Problem):
        drafts.save(drafts.fresh(entry), manager, question=f"Who is {NAME}?")
    assert NAME.casefold() not in everything_stored()


@pytest.mark.xfail(strict=True, reason="a subject keeps the removed name in the list of subjects")
def test_a_subject_keeps_no_name_that_was_removed(manager):
    entry = public_entry(tags=[NAME])
    actions.remove_for_safety(obj=entry, words=NAME, by=manager)
    assert NAME.casefold() not in everything_stored()


@pytest.mark.xfail(strict=True, reason="a text withdrawn as wrong takes its versions along")
def test_the_versions_of_what_was_wrong_stay_readable(manager, client):
    entry = public_entry(slug="what")
    actions.withdraw(obj=entry, by=manager, reason="wrong", note="It was wrong.")
    assert client.get("/faq/what/v/1/").status_code == 200


@pytest.mark.xfail(strict=True, reason="a newcomer at a former address takes over its versions")
def test_a_version_keeps_its_address_when_another_text_takes_the_page(manager):
    first = public_entry(slug="what")
    drafts.publish(drafts.save(first, manager, slug="what-else"), by=manager)
    public_entry(slug="what")
    assert life.find("faq.entry", "what", 1).object_id == first.pk


@pytest.mark.xfail(strict=True, reason="two texts that trade addresses send readers in a circle")
def test_versions_are_read_after_two_texts_traded_addresses(manager, client):
    one, other = public_entry(slug="one", answer="The first."), public_entry(slug="other")
    saved = [drafts.save(one, manager, slug="other"), drafts.save(other, manager, slug="one")]
    drafts.publish(*saved, by=manager)
    answer = client.get("/faq/one/v/1/")
    for _turn in range(3):
        answer = client.get(answer.headers.get("Location", "/faq/one/v/1/"))
    assert "The first." in answer.text


@pytest.mark.xfail(strict=True, reason="an old text points to whatever bears the address now")
def test_an_old_text_keeps_its_topic_when_another_takes_the_address(manager):
    topic = factories.topic(slug="work")
    drafts.public(topic)
    entry = public_entry(topic=topic)
    first = drafts.head(entry)
    drafts.publish(drafts.save(topic, manager, slug="our-work"), by=manager)
    other = drafts.public(factories.topic())
    drafts.publish(drafts.save(other, manager, slug="work"), by=manager)
    drafts.publish(drafts.save(entry, manager, question="Else?"), by=manager)
    actions.restore(revision=first, by=manager)
    assert drafts.record_of(entry)["fields"]["topic"] == ["our-work"]


# How a step is chosen


def perform(story, move, which, who, what, value):
    """One step of a history: small numbers choose among what there is."""
    thing = chosen(story, move, which, value)
    given = MAKERS[move](story, thing, what, value) if move in MAKERS else ()
    if move == "meet":
        meet(story, thing, who, what, value)
    elif move in {"rename_subject", "merge_subjects"}:
        story.step(move, *given, who % PEOPLE)
    elif move in {"outside", "time_passes"}:
        story.step(move, *given)
    elif move in {"publish", "publish_two"}:
        story.step("publish", [thing, *given], who % PEOPLE)
    else:
        story.step(move, thing, writer(story, move, thing, who), *given)


def meet(story, thing, who, what, value):
    """Two have the form open and change the same field, the second without a look at the first."""
    first, second = who % PEOPLE, (who + 1) % PEOPLE
    story.step("open", thing, first)
    for person, more in ((second, value), (first, value + 2 + who % 2)):
        story.step(
            "save",
            thing,
            person,
            lambda text, more=more: typed(story, thing, text, what, more - more % 3),
        )


def chosen(story, move, which, value):
    """Mostly what the move can be done to, and half the time the things that all work on."""
    every = list(story.world.things.values())
    busy = [each for each in every if each.name in BUSY]
    able = [each for each in (busy if value % 2 else every) if CAN.get(move, bool)(each)]
    return pick(able or every, which)


def writer(story, move, thing, who):
    """Who has its form open goes on with it."""
    with_form = sorted(person for name, person in story.forms if name == thing.name)
    return pick(with_form, who) if move == "save" and with_form and who % 4 else who % PEOPLE


def to_withdraw(story, thing, what, value):
    every = story.world.things.values()
    others = [each for each in every if each.kind == thing.kind and each is not thing]
    if others and what % 3 == 2:
        return "replaced", pick(others, value)
    return ("wrong" if WITHDRAWN_AS_WRONG and what % 3 else "outdated"), None


def to_remove(story, thing, what, value):
    if not FORMS_OUTLIVE_A_REMOVAL:
        kept = {each: form for each, form in story.forms.items() if each[0] != thing.name}
        story.forms = kept
    return (words_of(thing.name),)


def another(story, thing, what, value):
    able = [each for each in story.world.things.values() if each.state != "public"]
    return [pick(able, what)] if able and pick(able, what) is not thing else []


MAKERS = {
    "save": lambda story, thing, what, value: (
        lambda text: typed(story, thing, text, what, value),
    ),
    "publish_two": another,
    "withdraw": to_withdraw,
    "restore": lambda story, thing, what, value: (what,),
    "note": lambda story, thing, what, value: (value,),
    "outside": lambda story, thing, what, value: (
        thing,
        changed_outside(story, thing, what, value),
        value // 2,
    ),
    "rename_subject": lambda story, thing, what, value: (
        pick(sorted(story.world.subjects), what),
        fresh(story),
    ),
    "merge_subjects": lambda story, thing, what, value: (
        pick(sorted(story.world.subjects), what),
        pick(sorted(story.world.subjects), value),
    ),
    "remove": to_remove,
}
CAN = {
    "publish": lambda each: each.state != "public",
    "publish_two": lambda each: each.state != "public",
    "send_back": lambda each: each.state == "review",
    "submit": lambda each: each.is_open,
    "call_off": lambda each: each.state == "scheduled",
    "discard": lambda each: each.is_open and each.was_public,
    "schedule": lambda each: each.state != "public",
    "restore": lambda each: len(each.texts) > 1,
    "remove": lambda each: any(words_of(each.name) in str(text) for text in each.texts.values()),
}


def pick(found, number):
    return found[number % len(found)]


def fresh(story):
    story.fresh_names += 1
    return f"new-{story.fresh_names}"


def typed(story, thing, text, what, value):
    """One field of the text changed; None where there is nothing to change."""
    names = [each for each in text if each != "order"] + ["slug", "parts"] * ("parts" in text)
    if value % 3:
        # Where two people meet is where words are lost.
        names = sorted({path[0] for path in differing(text, thing.newest)} - {"order"}) or names
    name = pick(names, what)
    if name == "slug":
        text["slug"] = address(story, thing, value)
    elif name in POINTERS[thing.kind]:
        text[name] = pointed(story, thing, name, value)
    elif name == "sources":
        text[name] = frozenset(text[name] ^ {pick(["source1", "source2"], value)})
    elif name == "tags":
        text[name] = frozenset(text[name] ^ {subject(story, thing, value)})
    elif name == "parts":
        text[name] = parts(story, thing, text[name], value)
    else:
        text[name] = words(story, thing, name, value)
    return text


def address(story, thing, value):
    """A new one, one it had, or one that tells whom the text is about."""
    if ADDRESSES_GIVEN_ON and value % 4 == 3:
        same = [each for each in story.world.things.values() if each.kind == thing.kind]
        slugs = {slug for each in same for slug in {each.row["slug"], *each.addresses}}
        return pick(sorted(slugs), value)
    if value % 4 == 2 and is_unsaid(story, thing):
        return f"{words_of(thing.name).lower().replace(' ', '-')}-{value}"
    if value % 4 == 1 and thing.addresses:
        return pick(sorted(thing.addresses), value)
    return f"{thing.name}-{fresh(story)}"


def is_unsaid(story, thing):
    return REMOVED_WORDS_TYPED_AGAIN or thing.name not in {name for name, _words in story.removed}


def pointed(story, thing, name, value):
    kind = POINTERS[thing.kind][name]
    found = [each.name for each in story.world.things.values() if each.kind == kind]
    found = [each for each in found if each != thing.name]
    return pick(found if name == "topic" else [None, *found], value)


def subject(story, thing, value):
    if value % 4 == 3:
        token = words_of(thing.name) if SUBJECTS_NAME_SOMEBODY else fresh(story)
        story.world.subjects.setdefault(token, token)
        return story.world.subject(token)
    return story.world.subject(pick(sorted(story.world.subjects), value))


def parts(story, thing, found, value):
    """A value added, taken out, counted anew, called otherwise, or said elsewhere."""
    changed = {pk: dict(part) for pk, part in found.items()}
    keys = sorted(changed)
    if value % 6 == 0 or not keys:
        key = fresh(story)
        changed[str(key_of(key))] = {"key": key, "value": f"{value}.0000", "said_in": None}
        return changed
    chosen = pick(keys, value // 6)
    match value % 6:
        case 1:
            del changed[chosen]
        case 2:
            changed[chosen]["value"] = f"{10 + value}.0000"
        case 3:
            changed[chosen]["key"] = fresh(story)
        case 4:
            changed[chosen]["said_in"] = pick([None, "source1", "source2"], value // 4)
        case 5:
            # Two values swap their names.
            names = [changed[each]["key"] for each in keys]
            for each, name in zip(keys, names[::-1], strict=True):
                changed[each]["key"] = name
    return changed


def words(story, thing, name, value):
    if name == "second" and value % 2:
        return quoting(story, value // 2)
    found = choices(thing, name)
    return pick(found if is_unsaid(story, thing) else found[:-1], value)


def quoting(story, value):
    figure = story.world.things[pick(["figure1", "figure2"], value)]
    keys = [part["key"] for part in figure.row["parts"].values()]
    slug = figure.row["slug"]
    office = story.world.things["office1"].row["slug"]
    found = [f"About {{{{ figure:{slug} }}}}.", f"In {{{{ place:{office} }}}}."]
    return pick([*found, *(f"In that year {{{{ figure:{slug}@{key} }}}}." for key in keys)], value)


def changed_outside(story, thing, what, value):
    """By SQL: words, an address that nothing quotes, or what it points to."""
    plain = [each for each in ("name", "title", "question") if each in thing.row]
    kinds = [plain[0], *(each for each in POINTERS[thing.kind] if each != "parent")]
    name = pick(kinds, what)
    if name in POINTERS[thing.kind]:
        return {name: pointed(story, thing, name, value)}
    return {name: words(story, thing, name, value)}
