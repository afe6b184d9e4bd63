"""The publish sheet: what would change, what readers are told, and who may press the button."""

import pytest

from faq.models import Entry
from publishing import actions, history
from publishing.models import Counter, Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words

State, Weight = Revision.State, Revision.Weight


@pytest.fixture
def person(db, client):
    """An editor, who is signed in."""
    person = factories.user("Editor", first_name="Amina")
    client.force_login(person)
    return person


@pytest.fixture
def entry(db):
    return factories.entry(answer="They found many.")


def published(client, obj, **sent):
    """What the sheet sends when somebody presses Publish now."""
    defaults = {
        "number": history.head(obj.pk).number,
        "weight": "major",
        "major_note": "Fewer were found.",
    }
    return client.post(admin_addresses.of("publish", obj), defaults | sent)


def test_the_sheet_says_what_changes_where_and_since_when(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    page = client.get(admin_addresses.of("publish", entry))
    said = words(page)
    assert "Publish version 2?" in said
    assert "What changed since version 1" in said
    assert "They found <del>many</del><ins>few</ins>." in said
    assert "These pages will change" in said
    assert 'href="/faq/"' in said
    assert "Do readers need to know?" in said
    assert page.context["weight"] == Weight.MAJOR


def test_it_is_public_with_the_note_readers_get(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    response = client.post(
        admin_addresses.of("publish", entry),
        {"number": "2", "weight": "major", "major_note": "Fewer were found."},
        follow=True,
    )
    assert "Version 2 is public." in words(response)
    assert Entry.objects.get().answer == "They found few."
    newest = history.head(entry.pk)
    assert (newest.version, newest.note, newest.weight) == (2, "Fewer were found.", Weight.MAJOR)


def test_a_correction_says_what_was_wrong(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    response = published(client, entry, weight="correction", correction_note="")
    assert response.status_code == 422
    assert "Write one sentence that says what was wrong." in words(response)
    published(client, entry, weight="correction", correction_note="The number was wrong.")
    newest = history.head(entry.pk)
    assert (newest.note, newest.weight) == ("The number was wrong.", Weight.CORRECTION)


def test_spelling_needs_no_word_to_readers(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found  many.")
    published(client, entry, weight="minor", major_note="")
    assert history.head(entry.pk).weight == Weight.MINOR


def test_what_was_chosen_and_typed_is_still_there_after_a_mistake(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    response = published(client, entry, weight="correction", major_note="Kept words.")
    said = words(response)
    assert "Kept words." in said
    assert 'id="weight-correction" checked' in said


def test_what_was_never_public_is_published_without_asking_what_changed(client, person):
    entry = factories.entry(live=False, answer="All of it is new.")
    admin_drafts.opened(entry)
    said = words(client.get(admin_addresses.of("publish", entry)))
    assert "Publish version 1?" in said
    assert "This will be public for the first time" in said
    assert "All of it is new." in said
    assert "Do readers need to know?" not in said
    published(client, entry, weight="", major_note="")
    assert Entry.objects.get() == entry


def test_a_changed_figure_is_never_spelling_only(client, db):
    manager = factories.user("Manager")
    client.force_login(manager)
    figure = factories.figure()
    admin_drafts.valued(figure, manager, value="79.00")
    said = words(client.get(admin_addresses.of("publish", figure)))
    assert "You changed a figure, so readers are told." in said
    assert "spelling or layout only" not in said
    response = published(client, figure, weight="minor", force="on")
    assert response.status_code == 422
    assert "Write a sentence for them." in words(response)


def test_the_answers_that_quote_a_figure_are_named_and_come_along(client, person, settings):
    settings.REQUIRE_REVIEW = "nothing"
    figure = factories.figure(slug="relief")
    answer = factories.entry(question="Who is free?", answer="They freed {{ figure:relief }}.")
    admin_drafts.opened(answer)
    admin_drafts.valued(figure, person, value="79.00")
    assert "Who is free?" in words(client.get(admin_addresses.of("publish", figure)))
    response = published(client, figure)
    said = words(client.get(response.url))
    assert "1 answer that quotes it has a new version too." in said
    assert history.latest_version(answer.pk).version == 2


def test_a_figure_without_a_source_is_told_quietly(client, person):
    figure = factories.figure()
    admin_drafts.valued(figure, person, measured_by="outside auditors")
    said = words(client.get(admin_addresses.of("publish", figure)))
    assert "This figure has no source. Readers will see ‘source not stated’." in said


def test_showing_a_town_says_that_another_person_must_agree(client, person):
    office = factories.office()
    admin_drafts.saved(office, person, precision="city", city="Nairobi")
    said = words(client.get(admin_addresses.of("publish", office)))
    assert "This will show the town. Another person must agree first." in said


def test_a_text_that_changed_meanwhile_is_shown_anew_and_nothing_is_published(
    client, person, entry
):
    admin_drafts.saved(entry, person, answer="They found few.")
    opened_with = history.head(entry.pk).number
    admin_drafts.saved(entry, factories.user("Writer"), question="Who was found?")
    response = published(client, entry, number=opened_with)
    assert response.status_code == 409
    said = words(response)
    assert "The text changed while this page was open. Nothing was published." in said
    assert "<ins>Who was found</ins>?" in said
    assert "Fewer were found." in said
    assert Entry.objects.get().answer == "They found many."
    assert published(client, entry).status_code == 302


@pytest.mark.parametrize("number", ["", "0", "-1", "999999", "9" * 30, "١٢", "two", "1e3", "\x00"])
def test_a_forged_number_publishes_nothing(client, person, entry, number):
    admin_drafts.saved(entry, person, answer="They found few.")
    assert published(client, entry, number=number).status_code == 409
    assert Entry.objects.get().answer == "They found many."


def test_pressing_twice_publishes_once(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    number = history.head(entry.pk).number
    published(client, entry, number=number)
    again = published(client, entry, number=number)
    assert "Nothing was added twice." in words(client.get(again.url))
    assert Revision.objects.filter(object_id=entry.pk, version=2).count() == 1


def test_without_a_draft_there_is_nothing_to_publish(client, person, entry):
    admin_drafts.opened(entry)
    assert "There is nothing to publish" in words(client.get(admin_addresses.of("publish", entry)))
    assert published(client, entry).status_code == 409


def test_a_taken_address_is_told_and_nothing_is_published(client, person, entry):
    admin_drafts.saved(entry, person, slug="taken", answer="They found few.")
    factories.entry(slug="taken", question="Who was first?")
    response = published(client, entry)
    assert response.status_code == 422
    assert "now belongs to “Who was first?”. Choose another address." in words(response)
    assert Entry.objects.get(pk=entry.pk).slug != "taken"


def test_an_editor_alone_cannot_publish_a_figure_and_is_told_what_to_do(client, person):
    factories.user("Editor")
    figure = factories.figure()
    admin_drafts.valued(figure, person, value="79.00")
    page = client.get(admin_addresses.of("publish", figure))
    said = words(page)
    assert "Another person has to look at this before it is public. Ask for a check first." in said
    assert "Publish now" not in said
    assert "Publish without a second look" not in said
    assert admin_addresses.of("submit", figure) in said
    assert published(client, figure).status_code == 403
    assert published(client, figure, force="on").status_code == 403


def test_a_manager_may_force_it_and_it_is_flagged(client, db):
    factories.user("Editor")
    manager = factories.user("Manager")
    client.force_login(manager)
    figure = factories.figure()
    admin_drafts.valued(figure, manager, value="79.00")
    assert "Publish without a second look" in words(
        client.get(admin_addresses.of("publish", figure))
    )
    assert published(client, figure).status_code == 403
    assert published(client, figure, force="on").status_code == 302
    newest = history.head(figure.pk)
    assert (newest.forced, newest.approved_by) == (True, None)


def test_the_only_editor_is_told_once(client, person):
    figure = factories.figure()
    admin_drafts.valued(figure, person, value="79.00")
    url = admin_addresses.of("publish", figure)
    assert "You are the only active editor" in words(client.get(url))
    assert "You are the only active editor" not in words(client.get(url))
    assert published(client, figure).status_code == 302
    assert not history.head(figure.pk).forced


def test_words_in_a_text_are_never_read_as_html(client, person, entry):
    admin_drafts.saved(entry, person, answer="<script>alert(1)</script> & they found few.")
    said = words(client.get(admin_addresses.of("publish", entry)))
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


@pytest.mark.wide
def test_a_very_long_text_opens(client, person):
    entry = factories.entry(answer="A sentence of some words.\n\n" * 30_000)
    admin_drafts.saved(entry, person, answer="A sentence of some words.\n\n" * 30_000 + "The end.")
    page = client.get(admin_addresses.of("publish", entry))
    assert page.status_code == 200
    assert "<ins>The end.</ins>" in words(page)


def test_a_text_from_an_older_draft_keeps_what_became_public_meanwhile(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    Entry.everything.filter(pk=entry.pk).update(question="Who was found?")
    said = words(client.get(admin_addresses.of("publish", entry)))
    assert "They found <del>many</del><ins>few</ins>." in said
    assert published(client, entry).status_code == 302
    row = Entry.objects.get()
    assert (row.question, row.answer) == ("Who was found?", "They found few.")


def test_words_changed_on_both_sides_are_not_published(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    Entry.everything.filter(pk=entry.pk).update(answer="They found none.")
    response = client.get(admin_addresses.of("publish", entry))
    assert response.status_code == 409
    assert "changed in the same words" in words(response)
    assert published(client, entry).status_code == 409
    assert Entry.objects.get().answer == "They found none."


def test_looking_writes_nothing(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    before = (Revision.objects.count(), Counter.objects.values_list("number", flat=True).first())
    client.get(admin_addresses.of("publish", entry))
    client.get(admin_addresses.of("compare", entry))
    after = (Revision.objects.count(), Counter.objects.values_list("number", flat=True).first())
    assert before == after


def test_a_withdrawn_text_can_come_back(client, person, entry):
    admin_drafts.opened(entry)
    actions.withdraw(obj=entry, by=person, reason="outdated", note="It is out of date.")
    said = words(client.get(admin_addresses.of("publish", entry)))
    assert "It comes back to the site; version 1 was the last one" in said
    assert published(client, entry).status_code == 302
    assert Entry.objects.get() == entry
