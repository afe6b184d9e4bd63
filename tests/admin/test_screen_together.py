"""Several drafts looked at, checked and published in the same moment."""

import pytest
from django.urls import reverse

from faq.models import Entry
from impact.models import Statistic
from publishing import actions, history
from publishing.models import Change, Revision
from tests.support import admin_drafts, factories
from tests.support.admin_drafts import words

State = Revision.State
URL = "/admin/publish-together/"


@pytest.fixture
def editor(client, db, settings):
    settings.REQUIRE_REVIEW = "nothing"
    person = factories.user("Editor", first_name="Amina")
    client.force_login(person)
    return person


@pytest.fixture
def entries(editor):
    made = [factories.entry(question=f"Question {n}?", answer="Before.") for n in (1, 2)]
    for entry in made:
        admin_drafts.saved(entry, editor, answer="After.")
    return made


def chosen(*objects):
    return [f"{obj.pk}:{history.head(obj.pk).number}" for obj in objects]


def pressed(client, *objects, **sent):
    defaults = {"text": chosen(*objects), "weight": "major", "major_note": "All new."}
    return client.post(URL, defaults | sent)


def test_open_drafts_are_offered_and_chosen(client, entries):
    assert reverse("admin:publish_together") == URL
    said = words(client.get(URL))
    assert "Question 1?" in said
    assert "Question 2?" in said
    page = words(client.get(URL, {"text": [str(entry.pk) for entry in entries]}))
    assert "Publish 2 texts together?" in page
    assert page.count("<del>Before</del><ins>After</ins>.") == 2
    assert "These pages will change" in page


def test_they_are_public_under_one_number(client, entries):
    number = Change.objects.order_by("-number").values_list("number", flat=True).first()
    assert pressed(client, *entries).url == reverse("admin:index")
    assert {entry.answer for entry in Entry.objects.all()} == {"After."}
    new = Change.objects.filter(number__gt=number)
    assert set(new.values_list("number", flat=True)) == {number + 1}


def test_where_one_cannot_be_none_is(client, entries):
    factories.entry(slug="taken")
    admin_drafts.saved(entries[1], factories.user("Writer"), slug="taken")
    response = pressed(client, *entries)
    assert response.status_code == 422
    assert "Choose another address." in words(response)
    assert {entry.answer for entry in Entry.objects.exclude(slug="taken")} == {"Before."}


def test_one_that_changed_meanwhile_stops_them_all(client, entries):
    old = chosen(*entries)
    admin_drafts.saved(entries[0], factories.user("Writer"), answer="After all.")
    response = pressed(client, text=old)
    assert response.status_code == 409
    assert "A text changed while this page was open. Nothing was published." in words(response)
    assert {entry.answer for entry in Entry.objects.all()} == {"Before."}


def test_figures_among_them_ask_for_a_sentence(client, editor, entries):
    figure = factories.figure()
    admin_drafts.valued(figure, editor, value="79.00")
    page = words(client.get(URL, {"text": [str(figure.pk), str(entries[0].pk)]}))
    assert "You changed a figure, so readers are told." in page
    response = pressed(client, figure, entries[0], weight="minor")
    assert response.status_code == 422
    assert Statistic.objects.get().measurements.get().value == 100


def test_they_are_sent_for_a_check_together(client, entries, settings):
    settings.REQUIRE_REVIEW = "everything"
    factories.user("Editor")
    page = words(client.get(URL, {"text": [str(entry.pk) for entry in entries]}))
    assert "Ask for a check first." in page
    assert "Publish now" not in page
    pressed(client, *entries, _ask="")
    heads = [history.head(entry.pk) for entry in entries]
    assert [head.state for head in heads] == [State.REVIEW, State.REVIEW]
    assert pressed(client, *entries).status_code == 409


def test_another_editor_publishes_what_was_checked(client, entries, settings):
    settings.REQUIRE_REVIEW = "everything"
    for entry in entries:
        actions.submit(revision=history.head(entry.pk), by=history.head(entry.pk).author)
    client.force_login(factories.user("Editor"))
    assert pressed(client, *entries).status_code == 302
    assert {entry.answer for entry in Entry.objects.all()} == {"After."}


def test_they_are_planned_together(client, entries):
    moment = {"publish_at_0": "2099-01-15", "publish_at_1": "09:00", "_later": ""}
    assert pressed(client, *entries, **moment).status_code == 302
    assert {history.head(entry.pk).state for entry in entries} == {State.SCHEDULED}
    assert Entry.objects.filter(answer="After.").count() == 0


@pytest.mark.parametrize("text", ["", "nonsense", "9" * 60, "\x00", "a:b:c"])
def test_nonsense_chooses_nothing(client, editor, text):
    assert client.get(URL, {"text": text}).status_code == 200
    assert client.post(URL, {"text": text}).status_code == 302


def test_forged_numbers_publish_nothing(client, entries):
    for number in ("", "99", "9" * 40, "-1"):
        text = [f"{entry.pk}:{number}" for entry in entries]
        assert pressed(client, text=text).status_code == 409
    assert {entry.answer for entry in Entry.objects.all()} == {"Before."}


def test_the_list_of_questions_leads_there(client, entries):
    response = client.post(
        reverse("admin:faq_entry_changelist"),
        {"action": "publish_together", "_selected_action": [str(e.pk) for e in entries]},
    )
    assert response.url.startswith(URL)
    assert all(str(entry.pk) in response.url for entry in entries)


def test_a_list_without_drafts_says_so(client, editor):
    entry = factories.entry()
    admin_drafts.opened(entry)
    response = client.post(
        reverse("admin:faq_entry_changelist"),
        {"action": "publish_together", "_selected_action": [str(entry.pk)]},
        follow=True,
    )
    assert "None of these has a draft" in words(response)


def test_writers_may_ask_and_not_publish(client, entries):
    client.force_login(factories.user("Writer"))
    assert "Publish now" not in words(client.get(URL, {"text": str(entries[0].pk)}))
    assert pressed(client, *entries).status_code == 403
    assert pressed(client, *entries, _ask="").status_code == 302
