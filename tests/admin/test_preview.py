"""The preview: the form that is not saved, in the public template, with nothing written."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq.models import Entry
from impact.models import FieldOffice, Statistic
from publishing import form_record, preview, records
from tests.support import admin_addresses, factories
from tests.support.html_forms import filled, save

WRITES = ("INSERT", "UPDATE", "DELETE")
# Bookkeeping of who is signed in, and has the form open.
BESIDE = ("django_session", "staff_user", "publishing_presence")


def look(client, obj, **changes):
    url, form = admin_addresses.of("change", obj), f"{obj._meta.model_name}_form"
    return save(client, url, form, to=admin_addresses.of("preview", obj), **changes)


def test_what_was_typed_is_shown_in_the_public_page_and_not_kept(editor):
    entry = factories.entry(question="Before?")
    editor.get(admin_addresses.of("change", entry))
    with CaptureQueriesContext(connection) as captured:
        response = look(editor, entry, question="After?", answer="A **new** text.")
    page = response.content.decode()
    assert "Preview. Not saved, not public." in page
    assert "After?" in page
    assert "<strong>new</strong>" in page
    assert "application/ld+json" not in page
    assert Entry.everything.get().question == "Before?"
    for query in captured:
        sql = query["sql"]
        assert not sql.startswith(WRITES) or any(name in sql for name in BESIDE), sql


def test_a_preview_is_kept_by_no_browser(editor):
    assert "no-store" in look(editor, factories.entry()).headers["Cache-Control"]


def test_a_new_question_is_previewed_before_it_exists(editor):
    topic = factories.topic()
    response = save(
        editor,
        admin_addresses.of("add", Entry),
        "entry_form",
        to=admin_addresses.of("preview_new", Entry),
        question="Who pays?",
        slug="who-pays",
        short_answer=factories.SHORT_ANSWER,
        answer="Nobody knows.",
        topic=str(topic.pk),
    )
    assert "Who pays?" in response.content.decode()
    assert not Entry.everything.exists()


def test_the_values_of_a_figure_are_those_of_the_form(editor):
    figure = factories.statistic(title="Convictions", unit="convictions")
    factories.measurement(statistic=figure, key="2011", value=100)
    response = look(
        editor,
        figure,
        measurements__0__value="132",
        measurements__TOTAL_FORMS="2",
        measurements__1__key="2012",
        measurements__1__value="77",
        measurements__1__qualifier="about",
        measurements__1__form="number",
        measurements__1__status="as-stated",
        measurements__1__period_from="2012-01-01",
        measurements__1__period_to="2012-12-31",
    )
    page = response.content.decode()
    assert "about 77 convictions" in page
    assert "132 convictions" in page
    assert figure.measurements.get().value == 100


def test_a_place_has_a_preview(editor):
    page = look(editor, factories.office(), summary="Courts there.").content.decode()
    assert "Courts there." in page


def test_a_form_with_errors_says_what_to_mend(editor):
    response = look(editor, factories.entry(), short_answer="Too short.", question="")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Short answer: The short answer has 2 words. It needs 20 to 60." in page
    assert "Question: This field is required." in page


def test_kinds_without_a_page_have_no_preview(editor):
    page = editor.get(admin_addresses.of("change", factories.topic())).content.decode()
    assert "formaction" not in page


@pytest.mark.parametrize("model", [Entry, FieldOffice, Statistic])
def test_an_untouched_form_makes_the_record_that_is_stored(model, rf, db):
    source = factories.source()
    office = factories.office(tags=["police"], source=source)
    figure = factories.figure(tags=["courts", "a, b"], office=office)
    factories.measurement(statistic=figure, key="2012", said_in=source)
    factories.entry(tags=["courts"], sources=[source, factories.source()])
    assert _record(model, rf) == records.read(model.everything.get())


def _record(model, rf):
    """The record of the form of the only row, as it is sent without a change."""
    person = factories.user("Editor")
    client = Client()
    client.force_login(person)
    obj = model.everything.get()
    page = client.get(admin_addresses.of("change", obj))
    request = rf.post("/", filled(page, f"{model._meta.model_name}_form"))
    request.user = person
    form, formsets = preview.bound(admin.site.get_model_admin(model), request, obj)
    assert all([form.is_valid(), *(formset.is_valid() for formset in formsets)])
    return form_record.of(form, formsets)
