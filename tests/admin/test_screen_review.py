"""A second pair of eyes: asked for, read, sent back, agreed with."""

import pytest

from publishing import actions, history
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words

State = Revision.State


@pytest.fixture
def writer(db):
    return factories.user("Writer", first_name="Wanjiru")


@pytest.fixture
def editor(db):
    return factories.user("Editor", first_name="Amina")


@pytest.fixture
def figure(db):
    return factories.figure(title="People freed")


@pytest.fixture
def waiting(figure, writer):
    """A draft of a figure that waits for a check."""
    draft = admin_drafts.valued(figure, writer, value="79.00")
    return actions.submit(revision=draft, by=writer, note="From the report.")


def test_a_draft_is_sent_to_the_editors_with_a_word(client, writer, figure):
    client.force_login(writer)
    admin_drafts.valued(figure, writer, value="79.00")
    url = admin_addresses.of("submit", figure)
    assert "Ask for a check" in words(client.get(url))
    response = client.post(url, {"number": "2", "note": "From the report."}, follow=True)
    assert "they will see the newest draft" in words(response)
    head = history.head(figure.pk)
    assert (head.state, head.note) == (State.REVIEW, "From the report.")


def test_nothing_is_sent_where_there_is_no_draft(client, writer, figure):
    client.force_login(writer)
    admin_drafts.opened(figure)
    for response in (
        client.get(admin_addresses.of("submit", figure)),
        client.post(admin_addresses.of("submit", figure), {"number": "1"}),
    ):
        assert response.status_code == 409
        assert "There is no draft to check" in words(response)


def test_a_forged_number_sends_nothing(client, writer, figure):
    client.force_login(writer)
    admin_drafts.valued(figure, writer, value="79.00")
    for number in ("", "99", "1", "9" * 30):
        response = client.post(admin_addresses.of("submit", figure), {"number": number})
        assert response.status_code == 409
    assert history.head(figure.pk).state == State.DRAFT


def test_the_checker_reads_what_differs_and_has_both_buttons(client, editor, figure, waiting):
    client.force_login(editor)
    said = words(client.get(admin_addresses.of("read", figure)))
    assert "From Wanjiru" in said
    assert "“From the report.”" in said
    assert "<del>100</del><ins>79</ins>" in said
    for name in ("publish", "send_back", "draft"):
        assert admin_addresses.of(name, figure) in said


def test_who_may_not_publish_reads_without_the_buttons(client, writer, figure, waiting):
    client.force_login(writer)
    said = words(client.get(admin_addresses.of("read", figure)))
    assert admin_addresses.of("publish", figure) not in said
    assert admin_addresses.of("send_back", figure) not in said


def test_the_draft_is_shown_on_the_public_page_under_a_band(client, editor, figure, waiting):
    client.force_login(editor)
    response = client.get(admin_addresses.of("draft", figure))
    said = words(response)
    assert "Draft by Wanjiru" in said
    assert "Not public." in said
    assert "79" in said
    assert "no-store" in response.headers["Cache-Control"]


def test_what_has_no_page_of_its_own_has_no_draft_page(client, editor):
    client.force_login(editor)
    assert client.get(admin_addresses.of("draft", factories.source())).status_code == 404


def test_sending_back_needs_a_reason(client, editor, figure, waiting):
    client.force_login(editor)
    url = admin_addresses.of("send_back", figure)
    assert "What should change?" in words(client.get(url))
    response = client.post(url, {"number": waiting.number, "reason": "  "})
    assert response.status_code == 422
    assert "Say what should change" in words(response)
    assert history.head(figure.pk).state == State.REVIEW
    response = client.post(url, {"number": waiting.number, "reason": "Name the year."}, follow=True)
    assert "Sent back to Wanjiru." in words(response)
    head = history.head(figure.pk)
    assert (head.state, head.note, head.author) == (State.SENT_BACK, "Name the year.", editor)


def test_what_does_not_wait_is_not_sent_back(client, editor, writer, figure):
    client.force_login(editor)
    admin_drafts.valued(figure, writer, value="79.00")
    response = client.post(
        admin_addresses.of("send_back", figure), {"number": "2", "reason": "Why?"}
    )
    assert response.status_code == 409
    assert "not waiting for a check any more" in words(response)


def test_a_text_that_went_on_meanwhile_is_not_sent_back(client, editor, writer, figure, waiting):
    client.force_login(editor)
    admin_drafts.valued(figure, writer, value="80.00")
    response = client.post(
        admin_addresses.of("send_back", figure), {"number": waiting.number, "reason": "Why?"}
    )
    assert response.status_code == 409
    assert "The text changed while this page was open" in words(response)


def test_another_person_publishes_it(client, editor, figure, waiting):
    client.force_login(editor)
    sent = {"number": waiting.number, "weight": "major", "major_note": "Fewer were freed."}
    assert client.post(admin_addresses.of("publish", figure), sent).status_code == 302
    assert history.head(figure.pk).state == State.PUBLISHED


def test_nobody_publishes_what_they_submitted(client, editor, figure):
    factories.user("Editor")
    client.force_login(editor)
    draft = admin_drafts.valued(figure, editor, value="79.00")
    asked = actions.submit(revision=draft, by=editor)
    said = words(client.get(admin_addresses.of("publish", figure)))
    assert "another person has to agree" in said
    sent = {"number": asked.number, "weight": "major", "major_note": "Fewer."}
    assert client.post(admin_addresses.of("publish", figure), sent).status_code == 403
    assert history.head(figure.pk).state == State.REVIEW


def test_what_was_forced_is_agreed_with_by_somebody_else(client, editor, figure):
    manager = factories.user("Manager")
    draft = admin_drafts.valued(figure, manager, value="79.00")
    (forced, *_rest) = actions.publish(revisions=[draft], by=manager, note="Fewer.", force=True)
    url = admin_addresses.of("approve", figure)
    client.force_login(manager)
    response = client.post(url, {"number": forced.number})
    assert response.status_code == 409
    assert "another person has to agree" in words(response)
    client.force_login(editor)
    assert client.get(url).status_code == 405
    response = client.post(url, {"number": forced.number}, follow=True)
    assert "It has had its second look now." in words(response)
    assert Revision.objects.get(pk=forced.pk).approved_by == editor
    assert client.post(url, {"number": forced.number}).status_code == 409
    assert client.post(url, {"number": "99"}).status_code == 404
