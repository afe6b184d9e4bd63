"""The history of a text: read, compared, brought back, undone."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions, history
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words
from tests.support.html_forms import save

State = Revision.State


@pytest.fixture
def person(db, client):
    person = factories.user("Editor", first_name="Amina")
    client.force_login(person)
    return person


@pytest.fixture
def entry(db):
    return factories.entry(answer="They found many.")


def test_every_step_says_when_who_and_what(client, person, entry, time_machine):
    time_machine.move_to("2026-11-23T14:02:00+00:00", tick=False)
    draft = admin_drafts.saved(entry, person, answer="They found few.")
    review = actions.submit(revision=draft, by=person)
    actions.send_back(revision=review, by=factories.user("Editor"), reason="Name the year.")
    said = words(client.get(admin_addresses.of("history", entry)))
    assert "23 November 2026, 14:02" in said
    assert "Amina" in said
    places = [said.index(each) for each in ("Sent it back", "Asked for a check", "Saved a draft")]
    assert places == sorted(places)
    assert "“Name the year.”" in said
    assert "Published as version 1" in said
    assert "Readers see this" in said


def linked(client, row):
    page = client.get(admin_addresses.of("history", row)).text
    return re.findall(r'href="(/[^"]*/v/[^"]*)"', page)


def test_every_version_readers_can_open_is_linked(client, person, entry):
    admin_drafts.opened(entry.topic)
    draft = admin_drafts.saved(entry, person, slug="renamed", answer="They found few.")
    actions.publish(revisions=[draft], by=person, note="It was counted again.", force=True)
    admin_drafts.saved(entry, person, answer="They found none.")
    assert linked(client, entry) == ["/faq/renamed/v/2/", "/faq/renamed/v/1/"]
    for address in linked(client, entry):
        assert client.get(address).status_code == 200
    figure = factories.figure(slug="freed")
    assert linked(client, figure) == ["/impact/freed/v/1/"]
    # Places have no versions of their own.
    assert linked(client, factories.office()) == []


@pytest.mark.parametrize(("reason", "count"), [("outdated", 1), ("wrong", 0)])
def test_versions_stay_linked_after_a_withdrawal_unless_it_was_wrong(
    client, person, entry, reason, count
):
    admin_drafts.opened(entry)
    by = factories.user("Manager")
    actions.withdraw(obj=entry, by=by, reason=reason, note="It was old.")
    assert len(linked(client, entry)) == count


def test_any_two_texts_are_compared_word_by_word(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, person, answer="They found none.")
    said = words(client.get(admin_addresses.of("compare", entry), {"from": "2", "to": "3"}))
    assert "They found <del>few</del><ins>none</ins>." in said


def test_without_a_choice_the_public_text_is_compared_with_the_newest(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, person, answer="They found none.")
    said = words(client.get(admin_addresses.of("compare", entry)))
    assert "They found <del>many</del><ins>none</ins>." in said


@pytest.mark.parametrize("number", ["99", "0", "-1", "9" * 40, "abc", "1.5", "²", "\x00"])
def test_a_text_that_never_was_is_not_found_in_words(client, person, entry, number):
    admin_drafts.opened(entry)
    for name in ("from", "to"):
        response = client.get(admin_addresses.of("compare", entry), {name: number})
        assert response.status_code == 404
        assert "There is no such version of this text." in words(response)
    response = client.post(admin_addresses.of("restore", entry), {"number": number})
    assert response.status_code == 404
    assert Revision.objects.count() == 1


def test_the_number_of_another_text_brings_nothing_back(client, person, entry):
    other = factories.entry()
    admin_drafts.saved(other, person, answer="Of the other.")
    admin_drafts.opened(entry)
    response = client.post(admin_addresses.of("restore", entry), {"number": "2"})
    assert response.status_code == 404


def test_an_old_text_comes_back_as_a_draft_and_readers_see_nothing_of_it(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, person, answer="They found none.")
    response = client.post(admin_addresses.of("restore", entry), {"number": "2"}, follow=True)
    assert "The public text has not changed." in words(response)
    assert history.data(history.head(entry.pk))["fields"]["answer"] == "They found few."
    entry.refresh_from_db()
    assert entry.answer == "They found many."


def test_what_was_set_aside_can_be_brought_back(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    response = client.post(admin_addresses.of("discard", entry), {"number": "2"}, follow=True)
    assert "The draft is set aside. It stays in the history." in words(response)
    assert history.head(entry.pk).number == 1
    client.post(admin_addresses.of("restore", entry), {"number": "2"})
    assert history.data(history.head(entry.pk))["fields"]["answer"] == "They found few."


def test_setting_aside_an_older_draft_than_the_newest_does_nothing(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, factories.user("Writer"), answer="They found none.")
    response = client.post(admin_addresses.of("discard", entry), {"number": "2"})
    assert response.status_code == 409
    assert history.head(entry.pk).number == 3


def test_what_was_never_public_is_not_set_aside(client, person):
    entry = factories.entry(live=False)
    admin_drafts.opened(entry)
    response = client.post(admin_addresses.of("discard", entry), {"number": "1"})
    assert response.status_code == 409
    assert "This was never public" in words(response)


def test_a_saved_draft_is_undone(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    url = admin_addresses.of("undo", entry)
    assert "Undo it" in words(client.get(url, {"number": "2"}))
    client.post(url, {"number": "2"})
    assert history.head(entry.pk).number == 1
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, person, answer="They found none.")
    client.post(url, {"number": str(history.head(entry.pk).number)})
    assert history.data(history.head(entry.pk))["fields"]["answer"] == "They found few."


def test_a_withdrawal_is_undone_by_publishing_again(client, db, entry):
    manager = factories.user("Manager")
    client.force_login(manager)
    admin_drafts.opened(entry)
    gone = actions.withdraw(obj=entry, by=manager, reason="outdated", note="It is out of date.")
    response = client.post(admin_addresses.of("undo", entry), {"number": gone.number})
    assert response.url == admin_addresses.of("publish", entry)
    client.post(response.url, {"number": history.head(entry.pk).number})
    entry.refresh_from_db()
    assert entry.live


def test_a_publication_is_undone_by_a_draft_of_the_text_before(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    sent = {"number": "2", "weight": "major", "major_note": "Fewer were found."}
    page = client.post(admin_addresses.of("publish", entry), sent, follow=True)
    undo = f"{admin_addresses.of('undo', entry)}?number=3"
    assert undo in words(page)
    assert "you published as version 2" in words(client.get(undo))
    response = client.post(undo, {"number": "3"})
    assert response.url == admin_addresses.of("publish", entry)
    assert "They found <del>few</del><ins>many</ins>." in words(client.get(response.url))


def test_the_first_publication_is_taken_off_the_site_not_undone(client, person):
    entry = factories.entry(live=False)
    admin_drafts.opened(entry)
    page = client.post(admin_addresses.of("publish", entry), {"number": "1"}, follow=True)
    assert admin_addresses.of("undo", entry) not in words(page)
    assert client.get(admin_addresses.of("undo", entry), {"number": "2"}).status_code == 409


def test_nothing_is_undone_once_somebody_has_built_on_it(client, person, entry):
    admin_drafts.saved(entry, person, answer="They found few.")
    admin_drafts.saved(entry, factories.user("Writer"), question="Who?")
    for number in ("2", "3"):
        response = client.post(admin_addresses.of("undo", entry), {"number": number})
        assert response.status_code == 409
        assert "somebody has gone on from it" in words(response)
    assert history.head(entry.pk).number == 3


def test_a_text_from_before_a_field_was_taken_away_is_still_compared(client, person, entry):
    first = admin_drafts.opened(entry)
    data = first.data | {"fields": first.data["fields"] | {"motto_of_old": "Long ago"}}
    Revision.objects.filter(pk=first.pk).update(data=data)
    admin_drafts.saved(entry, person, answer="They found few.")
    said = words(client.get(admin_addresses.of("compare", entry), {"from": "1"}))
    assert "They found <del>many</del><ins>few</ins>." in said


def test_values_are_named_as_the_form_names_them(client, person):
    source = factories.source(title="The handout")
    figure = factories.figure()
    head = admin_drafts.opened(figure)
    record = history.data(head)
    (value,) = record["parts"]["measurements"].values()
    value |= {"value": "79.00", "said_in": [source.slug], "confirmed_on": "2026-11-23"}
    record["parts"]["measurements"][str(uuid.uuid4())] = value | {"key": "2013"}
    actions.save_draft(record=record, object_id=figure.pk, opened_with=head, by=person)
    said = words(client.get(admin_addresses.of("compare", figure)))
    assert "<del>100</del><ins>79</ins>" in said
    assert "The handout" in said
    assert "23 November 2026" in said
    assert "Measurement ‘2013’, new" in said


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.wide
def test_a_thousand_steps_cost_no_more_queries_than_two(client, person, entry):
    head = admin_drafts.saved(entry, person, answer="They found few.")
    urls = [admin_addresses.of(name, entry) for name in ("history", "compare", "publish", "read")]
    for url in urls:
        queries(client, url)
    before = [queries(client, url) for url in urls]
    Revision.objects.bulk_create(
        Revision(
            kind=head.kind,
            object_id=head.object_id,
            key=head.key,
            number=number,
            state=State.DRAFT,
            data=head.data,
            schema=head.schema,
            hash=head.hash,
            based_on=head.based_on,
            author=person,
            author_name="Amina",
            created=head.created,
        )
        for number in range(3, 1003)
    )
    assert [queries(client, url) for url in urls] == before
    page = client.get(urls[0])
    assert len(page.context["rows"]) == 50
    assert "1002 steps" in words(page)
    assert client.get(urls[0], {"p": "21"}).context["rows"][-1].revision.number == 1
    assert client.get(urls[0], {"p": "nonsense"}).status_code == 200


def test_the_message_after_saving_offers_to_undo_it(client, person, entry):
    admin_drafts.opened(entry)
    url = admin_addresses.of("change", entry)
    page = save(client, url, "entry_form", answer="They found few.")
    undo = f"{admin_addresses.of('undo', entry)}?number=2"
    assert undo in words(client.get(page.url))
    assert client.get(undo).status_code == 200
