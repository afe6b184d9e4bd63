"""Saving in the form: a draft, while no public row changes."""

import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from faq.models import Agency, Entry, Topic
from impact.admin import StatisticAdmin
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import actions, history, records
from publishing.models import Revision, TaggedItem
from tests.support import admin_addresses, factories
from tests.support.open_forms import Person, newest, page, said

State = Revision.State
CONTENT = (Topic, Entry, Agency, Source, Statistic, Measurement, FieldOffice, TaggedItem)


def rows():
    """Every row of content, column by column."""
    return {model: sorted(map(repr, model._base_manager.values())) for model in CONTENT}


@pytest.fixture
def editor(db):
    return Person(username="ana", first_name="Ana", last_name="Cruz")


def test_a_draft_of_something_public_changes_no_row(editor):
    source, other = factories.source(), factories.source()
    entry = factories.entry(tags=["courts"], sources=[source])
    form = editor.opens(entry)
    before = rows()
    response = form.saves(
        question="And now?",
        answer="One.\r\n\r\nTwo.",
        tags="courts\npolice",
        sources=[str(other.pk)],
        reviewed_on="2026-01-15",
    )
    assert rows() == before
    text = newest(entry)
    assert text["fields"]["question"] == "And now?"
    assert text["fields"]["answer"] == "One.\n\nTwo."
    assert text["fields"]["sources"] == [[other.slug]]
    assert text["fields"]["reviewed_on"] == "2026-01-15"
    assert text["tags"] == ["courts", "police"]
    assert not Tag.objects.filter(name="police").exists()
    (sentence,) = said(response)
    assert "The public text has not changed." in sentence
    assert response.request["PATH_INFO"] == form.url


def test_the_form_shows_the_draft_and_the_list_the_public_text(editor):
    entry = factories.entry(question="Public?")
    editor.opens(entry).saves(question="Draft?", tags="new one")
    again = editor.opens(entry)
    assert again.sent["question"] == ["Draft?"]
    assert again.sent["tags"] == ["new one"]
    shown = page(editor.client.get(admin_addresses.of("changelist", Entry)))
    assert "Public?" in shown
    assert "Draft?" not in shown
    assert "public, with a draft" in shown


def test_values_are_added_changed_and_taken_out_in_the_draft_alone(editor):
    figure = factories.statistic()
    first = factories.measurement(statistic=figure, key="2011", value=1)
    factories.measurement(statistic=figure, key="2012", value=2)
    form = editor.opens(figure)
    before = rows()
    keys = [form.sent[f"measurements-{place}-key"][0] for place in (0, 1)]
    kept, gone = keys.index("2011"), keys.index("2012")
    form.saves(
        **{
            f"measurements__{kept}__value": "10.5",
            f"measurements__{gone}__DELETE": "on",
            "measurements__TOTAL_FORMS": "3",
            "measurements__2__key": "2013",
            "measurements__2__value": "3",
            "measurements__2__qualifier": "about",
            "measurements__2__form": "number",
            "measurements__2__status": "as-stated",
        }
    )
    assert rows() == before
    parts = newest(figure)["parts"]["measurements"]
    assert {part["key"]: part["value"] for part in parts.values()} == {
        "2011": "10.5000",
        "2013": "3.0000",
    }
    assert str(first.pk) in parts
    # A draft's own rows are edited like stored ones.
    again = editor.opens(figure)
    keys = [again.sent[f"measurements-{place}-key"][0] for place in (0, 1)]
    place = keys.index("2013")
    again.saves(**{f"measurements__{place}__value": "4"})
    parts = newest(figure)["parts"]["measurements"]
    assert sorted(part["value"] for part in parts.values()) == ["10.5000", "4.0000"]
    assert rows() == before


def test_a_value_is_superseded_by_one_that_only_the_draft_has(editor):
    figure = factories.figure()
    form = editor.opens(figure)
    form.saves(
        measurements__TOTAL_FORMS="2",
        measurements__1__key="2013",
        measurements__1__value="3",
        measurements__1__qualifier="about",
        measurements__1__form="number",
        measurements__1__status="as-stated",
    )
    form = editor.opens(figure)
    keys = [form.sent[f"measurements-{place}-key"][0] for place in (0, 1)]
    old, new = keys.index("undated"), keys.index("2013")
    response = form.saves(
        **{
            f"measurements__{old}__status": "superseded",
            f"measurements__{old}__superseded_by": form.sent[f"measurements-{new}-id"],
        }
    )
    assert "Draft saved" in said(response)[0]
    parts = newest(figure)["parts"]["measurements"].values()
    assert [figure.slug, "2013"] in [part["superseded_by"] for part in parts]
    wrong = editor.opens(figure)
    response = wrong.saves(**{f"measurements__{new}__status": "superseded"})
    assert "“Superseded” and the newer value go together" in page(response)


def test_two_values_of_one_name_are_refused(editor):
    figure = factories.statistic()
    factories.measurement(statistic=figure, key="2011")
    factories.measurement(statistic=figure, key="2012")
    form = editor.opens(figure)
    response = form.saves(measurements__0__key="same", measurements__1__key="same")
    assert "Please correct the duplicate" in page(response)
    assert history.head(figure.pk).state == State.PUBLISHED


def test_two_values_may_change_names_with_each_other(editor):
    figure = factories.statistic()
    factories.measurement(statistic=figure, key="2011", value=1)
    factories.measurement(statistic=figure, key="2012", value=2)
    form = editor.opens(figure)
    first, second = (form.sent[f"measurements-{place}-key"][0] for place in (0, 1))
    form.saves(measurements__0__key=second, measurements__1__key=first)
    parts = newest(figure)["parts"]["measurements"].values()
    assert sorted((part["key"], part["value"]) for part in parts) == [
        ("2011", "2.0000"),
        ("2012", "1.0000"),
    ]


def add(person, model=Entry, button="_save", **values):
    form = person.opens(model)
    return form, form.saves(button, **values)


@pytest.fixture
def question(db):
    return {
        "question": "Who pays?",
        "slug": "who-pays",
        "short_answer": factories.SHORT_ANSWER,
        "answer": "We don’t know.",
        "topic": str(factories.topic().pk),
    }


def test_something_new_is_a_draft_nobody_sees(editor, question):
    form, response = add(editor, tags="courts", **question)
    made = Entry.everything.get(slug="who-pays")
    assert not made.live
    assert str(made.pk) == form.sent["new_key"][0]
    assert records.read(made) == newest(made)
    assert history.head(made.pk).state == State.DRAFT
    assert "It is not public." in said(response)[0]
    assert "draft, never public" in page(response)
    assert editor.client.get(made.get_absolute_url()).status_code == 404


def test_sending_a_new_one_twice_adds_it_once(editor, question):
    form, _response = add(editor, **question)
    again = form.saves()
    assert "Nothing was added twice." in said(again)[0]
    assert Entry.everything.filter(slug="who-pays").count() == 1
    assert Revision.objects.filter(key="who-pays").count() == 1


def test_going_back_to_the_form_of_a_new_one_goes_on_with_it(editor, question):
    form, _response = add(editor, **question)
    form.saves(question="Who pays for it?")
    made = Entry.everything.get(slug="who-pays")
    assert made.question == "Who pays for it?"
    assert Entry.everything.count() == 1


def test_a_new_figure_comes_with_its_values(editor):
    add(
        editor,
        Statistic,
        title="Convictions",
        slug="convictions",
        kind="result",
        measurements__TOTAL_FORMS="1",
        measurements__0__key="2012",
        measurements__0__value="132",
        measurements__0__qualifier="exactly",
        measurements__0__form="number",
        measurements__0__status="as-stated",
    )
    made = Statistic.everything.get()
    assert [each.value for each in made.measurements.all()] == [132]
    assert records.read(made) == newest(made)


def test_the_newest_draft_of_something_never_public_stands_in_its_row(editor, question):
    add(editor, **question)
    made = Entry.everything.get()
    editor.opens(made).saves(question="Who else pays?", slug="who-else-pays", tags="money")
    made.refresh_from_db()
    assert (made.question, made.slug, made.live) == ("Who else pays?", "who-else-pays", False)
    assert records.read(made) == newest(made)


def test_nothing_is_saved_twice(editor):
    entry = factories.entry()
    form = editor.opens(entry)
    form.saves(question="And now?")
    count = Revision.objects.count(), LogEntry.objects.count()
    response = form.saves()
    assert "Already saved at" in said(response)[0]
    assert (Revision.objects.count(), LogEntry.objects.count()) == count


def test_a_form_sent_as_it_came_saves_nothing(editor):
    figure = factories.figure(tags=["courts"])
    factories.measurement(statistic=figure, key="2012", value="2400.5")
    form = editor.opens(figure)
    count = Revision.objects.count()
    assert "there is no draft to save" in said(form.saves())[0]
    assert Revision.objects.count() == count


def test_the_log_names_who_saved(editor):
    entry = factories.entry()
    editor.opens(entry).saves(question="And now?")
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id) == (editor.user, str(entry.pk))
    assert "Changed Question." in str(logged.get_change_message())


def test_what_was_written_past_the_editor_is_taken_in_before_it_is_shown(editor):
    entry = factories.entry()
    editor.opens(entry)
    Entry.everything.filter(pk=entry.pk).update(question="By SQL?")
    form = editor.opens(entry)
    assert form.sent["question"] == ["By SQL?"]
    taken = history.public(entry.pk)
    assert (taken.note, str(taken.number)) == (
        "Changed outside the editor.",
        form.sent["opened_with"][0],
    )


def test_who_owns_it_is_kept_beside_the_text(editor):
    entry, owner = factories.entry(), factories.user("Writer")
    first, second = editor.opens(entry), editor.opens(entry)
    first.saves(owner=str(owner.pk))
    entry.refresh_from_db()
    assert entry.owner == owner
    second.saves(question="And now?")
    entry.refresh_from_db()
    assert entry.owner == owner


def test_asking_for_a_check_saves_and_tells_the_editors(editor):
    entry = factories.entry()
    response = editor.opens(entry).saves("_ask", question="And now?")
    assert history.head(entry.pk).state == State.REVIEW
    assert "Sent to the editors." in said(response)[1]
    assert "waiting for a check" in page(response)
    editor.opens(entry).saves(question="And then?")
    head = history.head(entry.pk)
    assert (head.state, head.data["fields"]["question"]) == (State.REVIEW, "And then?")


def test_there_is_nothing_to_check_where_nothing_was_typed(editor):
    response = editor.opens(factories.entry()).saves("_ask")
    assert "There is no draft to check" in said(response)[-1]


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("Writer", ["Save draft", "Ask for a check"], ["Publish…", "Take off the site…"]),
        ("Editor", ["Save draft", "Publish…"], ["Take off the site…"]),
        ("Manager", ["Save draft", "Publish…", "Take off the site…"], []),
    ],
)
def test_each_role_sees_the_buttons_it_may_press(db, role, shown, hidden):
    entry = factories.entry()
    text = page(Person(role).client.get(admin_addresses.of("change", entry)))
    assert "Nothing becomes public until someone presses Publish." in text
    assert all(words in text for words in shown)
    assert not any(words in text for words in hidden)
    assert ">Delete<" not in text


def test_only_what_was_never_public_can_be_deleted(editor, question):
    entry = factories.entry()
    editor.opens(entry)
    assert (
        editor.client.post(admin_addresses.of("delete", entry), {"post": "yes"}).status_code == 403
    )
    add(editor, **question)
    made = Entry.everything.get(slug="who-pays")
    assert ">Delete<" in page(editor.client.get(admin_addresses.of("change", made)))
    editor.client.post(admin_addresses.of("delete", made), {"post": "yes"})
    assert not Entry.everything.filter(pk=made.pk).exists()
    assert "Delete selected" not in page(editor.client.get(admin_addresses.of("changelist", Entry)))


@pytest.mark.wide
def test_a_form_asks_no_more_often_with_a_thousand_texts_behind_it(editor):
    entry = factories.entry(tags=["courts"], sources=[factories.source()])
    editor.opens(entry).saves(question="And now?")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            editor.opens(entry)
        opened = len(captured)
        form = editor.opens(entry)
        with CaptureQueriesContext(connection) as captured:
            form.saves(follow=False, question=f"{uuid.uuid4()}?")
        return opened, len(captured)

    queries()
    before = queries()
    head = history.head(entry.pk)
    Revision.objects.bulk_create(
        Revision(
            kind=head.kind,
            object_id=head.object_id,
            key=head.key,
            number=head.number + step,
            state=State.DRAFT,
            data=head.data,
            schema=head.schema,
            hash=head.hash,
            based_on_id=head.based_on_id,
            author=editor.user,
            author_name="Ana Cruz",
            created=head.created,
        )
        for step in range(1, 1001)
    )
    assert queries() == before


def test_a_popup_adds_a_draft(editor):
    response = editor.opens(Source).saves(title="A report", slug="a-report", _popup="1")
    assert "data-popup-response" in page(response)
    made = Source.everything.get()
    assert not made.live
    assert history.head(made.pk).state == State.DRAFT


def test_a_text_that_points_to_something_gone_says_so(editor):
    source = factories.source(title="Gone", slug="gone")
    entry = factories.entry()
    editor.opens(entry).saves(sources=[str(source.pk)])
    source.delete()
    shown = page(editor.client.get(admin_addresses.of("change", entry)))
    assert "there is no ‘gone’ any more" in shown


def test_publishing_the_draft_brings_it_to_the_rows(editor):
    entry = factories.entry(tags=["courts"])
    editor.opens(entry).saves(question="And now?", tags="police")
    actions.publish(
        revisions=[history.head(entry.pk)], by=editor.user, note="The question is another."
    )
    entry.refresh_from_db()
    assert (entry.question, entry.live) == ("And now?", True)
    assert newest(entry)["tags"] == ["police"]
    assert "public, version 2" in page(editor.client.get(admin_addresses.of("change", entry)))


def test_saving_as_new_makes_a_draft_of_its_own(editor, monkeypatch):
    monkeypatch.setattr(StatisticAdmin, "save_as", True)
    figure = factories.statistic(title="First", tags=["courts"])
    factories.measurement(statistic=figure, key="2012", value=5)
    form = editor.opens(figure)
    response = form.saves("_saveasnew", title="Second", slug="second")
    assert "Draft saved" in said(response)[0]
    made = Statistic.everything.get(slug="second")
    assert (made.title, made.live) == ("Second", False)
    assert str(made.pk) == form.sent["new_key"][0]
    (part,) = made.measurements.all()
    assert (part.key, part.value) == ("2012", 5)
    assert part.pk != figure.measurements.get().pk
    assert newest(made)["tags"] == ["courts"]
    assert newest(figure)["fields"]["title"] == "First"
