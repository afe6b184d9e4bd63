"""Taking something off the site, and taking words out of it for ever."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session

from faq.models import Entry
from publishing import actions, history
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words

State = Revision.State


@pytest.fixture
def manager(client, db):
    person = factories.user("Manager", first_name="Grace")
    client.force_login(person)
    return person


@pytest.fixture
def entry(db):
    made = factories.entry(question="Who was found?", answer="They found Maria in Cebu.")
    admin_drafts.opened(made)
    return made


def withdrawn(client, obj, **sent):
    defaults = {"number": "1", "reason": "wrong", "wrong_note": "It named the wrong year."}
    return client.post(admin_addresses.of("withdraw", obj), defaults | sent)


def test_it_asks_why_and_shows_what_readers_get(client, manager, entry, time_machine):
    time_machine.move_to("2026-11-23T14:02:00+00:00")
    said = words(client.get(admin_addresses.of("withdraw", entry)))
    for reason in ("It was wrong", "Something replaced it", "It is out of date"):
        assert reason in said
    assert "We took this page down on 23 November 2026:" in said
    assert ">It was wrong.</textarea>" in said
    assert "These pages will change" in said


def test_it_leaves_the_site_with_its_sentence(client, manager, entry):
    response = withdrawn(client, entry)
    assert "It is off the site." in words(client.get(response.url))
    head = history.head(entry.pk)
    assert (head.state, head.reason, head.note) == (
        State.WITHDRAWN,
        "wrong",
        "It named the wrong year.",
    )
    assert not Entry.objects.exists()


def test_what_replaces_it_is_kept(client, manager, entry):
    other = factories.entry(slug="newer")
    response = withdrawn(client, entry, reason="replaced", replaced_note="See the newer one.")
    assert response.status_code == 422
    assert "Say what replaced it" in words(response)
    withdrawn(
        client,
        entry,
        reason="replaced",
        replaced_note="See the newer one.",
        replaced_by=str(other.pk),
    )
    assert history.head(entry.pk).replaced_by == "faq.entry:newer"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reason": ""}, "Say why it is taken off the site."),
        ({"reason": "removed"}, "Select a valid choice."),
        ({"wrong_note": "  "}, "Write the sentence that readers will get instead."),
        ({"reason": "replaced", "replaced_by": "not-a-key"}, "not a valid"),
    ],
)
def test_what_is_missing_is_told_and_it_stays(client, manager, entry, sent, sentence):
    response = withdrawn(client, entry, **sent)
    assert response.status_code == 422
    assert sentence in words(response)
    assert Entry.objects.get(pk=entry.pk) == entry


def test_what_others_need_stays_and_they_are_named(client, manager):
    figure = factories.figure(slug="relief")
    admin_drafts.opened(figure)
    factories.entry(question="Who was freed?", answer="{{ figure:relief }} were freed.")
    said = words(client.get(admin_addresses.of("withdraw", figure)))
    assert "1 public text depends on this. Change it first." in said
    assert "Who was freed?" in said
    assert "Take it off the site now" not in said
    response = withdrawn(client, figure)
    assert response.status_code == 422
    assert history.head(figure.pk).state == State.PUBLISHED


def test_sent_again_it_says_that_it_is_gone(client, manager, entry):
    withdrawn(client, entry)
    for response in (withdrawn(client, entry), client.get(admin_addresses.of("withdraw", entry))):
        assert response.status_code == 409
        assert "This is not on the site" in words(response)
    assert Revision.objects.filter(object_id=entry.pk).count() == 2


def test_a_newer_public_text_is_not_taken_off_by_an_old_page(client, manager, entry):
    draft = admin_drafts.saved(entry, manager, answer="They found somebody.")
    actions.publish(revisions=[draft], by=manager, note="Shorter.")
    assert withdrawn(client, entry).status_code == 409
    assert Entry.objects.get() == entry


def test_words_are_removed_for_safety_after_they_are_typed_twice(client, manager, entry):
    admin_drafts.saved(entry, manager, answer="They found Maria Santos.")
    LogEntry.objects.log_actions(manager.pk, [entry], CHANGE, "Named Maria.", single_object=True)
    url = admin_addresses.of("safety", entry)
    assert "It cannot be brought back." in words(client.get(url))
    page = client.post(url, {"words": "Maria"})
    said = words(page)
    assert "2 texts of its history" in said
    assert Entry.objects.get().answer == "They found Maria in Cebu."
    response = client.post(url, {"words": "Maria", "again": "Mario"})
    assert response.status_code == 422
    assert "Nothing was removed." in words(response)
    response = client.post(url, {"words": "Maria", "again": "Maria"}, follow=True)
    said = words(response)
    assert "The words are gone from every version." in said
    assert "Maria" not in said
    assert "Maria" not in words(client.get("/faq/" + entry.slug + "/"))
    for revision in Revision.objects.all():
        assert "Maria" not in str(revision.data) + revision.note + str(revision.quoted)
    assert "Maria" not in str(vars(LogEntry.objects.get()))
    assert "Maria" not in str(Session.objects.get().get_decoded())


@pytest.mark.parametrize("typed", ["", " ", "x", "\x00", "no such words"])
def test_words_that_stand_nowhere_are_told(client, manager, entry, typed):
    response = client.post(admin_addresses.of("safety", entry), {"words": typed})
    assert response.status_code == 422


def test_words_with_signs_of_html_are_shown_as_words(client, manager, entry):
    admin_drafts.saved(entry, manager, answer="They found <b>Maria</b>.")
    said = words(client.post(admin_addresses.of("safety", entry), {"words": "<b>Maria"}))
    assert "&lt;b&gt;Maria" in said
