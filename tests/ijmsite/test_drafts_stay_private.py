"""A draft of everything exists, and none of its words is served anywhere."""

import re
from copy import deepcopy
from html import unescape

import pytest
from django.urls import get_resolver

from faq.models import Agency
from publishing import actions, history, kinds, records
from publishing.models import Revision
from publishing.records.reading import managed
from tests.support import factories, public_addresses
from tests.support.moments import LATER
from tests.support.stress import sized

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.wide]

# No text on the site says this, in any letters or address.
WORD = "quokka"


@pytest.fixture
def manager():
    return factories.user("Manager")


def marked(record):
    """The record with the word in every text, a tag and an address of its own."""
    kind = kinds.named(record["kind"])
    draft = deepcopy(record)
    draft["fields"] = _marked_row(kind.model, record["fields"])
    draft["fields"]["slug"] = draft["key"] = f"{WORD}-{record['key']}"[:90]
    draft["tags"] = sorted([*record["tags"], f"{WORD} tag"])
    if not hasattr(kind.model, "tags"):
        draft["tags"] = []
    for accessor, parts in record["parts"].items():
        model = kinds.part_model(kind, accessor)
        draft["parts"][accessor] = {pk: _marked_row(model, row) for pk, row in parts.items()}
        for row in draft["parts"][accessor].values():
            row["key"] = f"{WORD}-{row['key']}"
            if row.get("superseded_by"):
                row["superseded_by"] = [draft["key"], f"{WORD}-{row['superseded_by'][1]}"]
    return records.rooted(draft, record["key"])


def _marked_row(model, fields):
    texts = {
        field.name
        for field in managed(model)
        if field.get_internal_type() in ("CharField", "TextField")
        and not field.choices
        and field.max_length != 2
    }
    return {
        name: f"{value} {WORD}" if name in texts and name != "city" else value
        for name, value in fields.items()
    }


def everything():
    return [row for kind in kinds.all_kinds() for row in kind.model.everything.all()]


def draft_of(row, by):
    newest = history.head(row.pk)
    typed = marked(history.data(newest))
    return actions.save_draft(record=typed, object_id=row.pk, opened_with=newest, by=by).revision


def served(client, addresses):
    for address in addresses:
        response = client.get(address)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        yield address, unescape(response.content.decode(errors="replace")) + headers


def telling(client, addresses):
    return [address for address, said in served(client, addresses) if WORD in said.lower()]


def addresses(slugs):
    """Every public route there is, filled with these slugs and the first versions."""
    return sorted(
        {
            re.sub(r"<(int:)?\w+>", "1", re.sub(r"<(slug|str):\w+>", slug, route))
            for route in _routes(get_resolver().url_patterns)
            if not route.startswith(("/admin", "/exit"))
            for slug in slugs
        }
    )


def _routes(patterns, before="/"):
    for each in patterns:
        here = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _routes(each.url_patterns, here)
        else:
            yield here


def public_slugs():
    return {row.slug for row in everything() if row.live}


def guesses():
    """Where somebody who knows the address of a draft would look."""
    slugs = {revision.data["key"] for revision in Revision.objects.all()}
    ways = ["/faq/%s/", "/impact/%s/", "/offices/%s/", "/faq/tags/%s/"]
    return [way % slug for way in ways for slug in slugs if WORD in slug]


def test_no_address_serves_a_word_of_a_draft(client, manager):
    actions.record_all_outside()
    before = public_addresses.every()
    for row in everything():
        draft = draft_of(row, manager)
        actions.submit(revision=draft, by=manager, note=f"A {WORD} to check.")
    assert public_addresses.every() == before
    assert len(guesses()) > 100
    assert telling(client, before) == []
    for address in guesses():
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Location" not in response.headers
    agency = history.head(Agency.objects.all()[0].pk)
    actions.publish(revisions=[agency], by=manager, note="Now it is told.", force=True)
    assert "/agencies/" in telling(client, before)


@pytest.mark.stress
def test_nor_does_any_route_with_any_address_in_it(client, manager, tried):
    actions.record_all_outside()
    for row in everything():
        draft_of(row, manager)
    slugs = sorted(public_slugs())
    asked = addresses(sized(small=slugs[::12], long=slugs))
    assert telling(client, asked) == []
    tried(addresses=len(asked))


def test_nor_of_something_never_public(client, manager):
    actions.record_all_outside()
    before = public_addresses.every()
    for row in everything():
        record = marked(records.read(row))
        record["parts"] = {accessor: {} for accessor in record["parts"]}
        actions.save_draft(record=record, object_id=type(row)().pk, opened_with=None, by=manager)
    assert public_addresses.every() == before
    assert telling(client, before) == []
    assert {client.get(address).status_code for address in guesses()} == {404}


def test_nor_of_what_is_scheduled_set_aside_or_was_taken_down(client, manager):
    actions.record_all_outside()
    rows, before = everything(), public_addresses.every()
    for number, row in enumerate(rows):
        draft = draft_of(row, manager)
        if number % 3 == 0:
            try:
                actions.schedule(
                    revision=draft, by=manager, publish_at=LATER, note=WORD, force=True
                )
            except actions.Problem:
                continue
        elif number % 3 == 1:
            actions.discard(revision=draft, by=manager)
        elif hasattr(row, "get_absolute_url"):
            try:
                actions.withdraw(obj=row, by=manager, reason="wrong", note="It was wrong.")
            except actions.Problem:
                continue
    gone = Revision.objects.filter(state=Revision.State.WITHDRAWN).values_list("key", flat=True)
    assert gone
    own = [address for address in before if any(f"/{key}" in address for key in gone)]
    assert own
    assert telling(client, [*public_addresses.every(), *own]) == []
