"""The change form of content: what it saves, what it refuses and in which words."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq.models import Agency, Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import references
from publishing.models import Reference
from tests.support import admin_addresses, factories
from tests.support.html_forms import errors, save

A_DAY = datetime.timedelta(days=1)
KINDS = {
    Topic: factories.topic,
    Entry: factories.entry,
    Agency: factories.agency,
    Source: factories.source,
    Statistic: factories.figure,
    FieldOffice: factories.office,
}


def change(client, obj, **changes):
    url = admin_addresses.of("change", obj)
    return save(client, url, f"{obj._meta.model_name}_form", **changes)


@pytest.mark.parametrize("model", KINDS)
def test_a_form_sent_back_as_it_came_changes_nothing(editor, model):
    obj = KINDS[model]()
    before = model.everything.values().get(pk=obj.pk)
    assert change(editor, obj).status_code == 302
    assert model.everything.values().get(pk=obj.pk) == before


@pytest.mark.parametrize("model", KINDS)
def test_the_form_of_a_new_one_opens(editor, model):
    assert editor.get(admin_addresses.of("add", model)).status_code == 200


def test_a_new_question_is_saved_with_its_sources_and_comes_last(editor):
    topic, source = factories.topic(), factories.source()
    factories.entry(topic=topic, order=4)
    save(
        editor,
        admin_addresses.of("add", Entry),
        "entry_form",
        question="Who pays?",
        slug="who-pays",
        short_answer=factories.SHORT_ANSWER,
        answer="We don’t know.",
        topic=str(topic.pk),
        sources=[str(source.pk)],
    )
    made = Entry.everything.get(slug="who-pays")
    assert (made.order, list(made.sources.all())) == (5, [source])


def test_the_public_text_keeps_its_date_while_a_draft_is_written(editor, time_machine):
    figure = factories.figure()
    before = Statistic.everything.values().get()
    time_machine.move_to(figure.changed_at + A_DAY, tick=False)
    change(editor, figure, title="Another title", measurements__0__value="101")
    assert Statistic.everything.values().get() == before
    assert figure.measurements.get().value == 100


def test_what_a_text_quotes_is_recorded_with_it(editor):
    figure, entry = factories.figure(slug="relief"), factories.entry(live=False)
    change(editor, entry, answer="They found {{ figure:relief }}.")
    assert references.referrers("impact.statistic", figure.slug) == [entry]
    change(editor, entry, answer="They found nothing.")
    assert not Reference.objects.exists()


def test_an_unknown_figure_is_named_with_its_neighbours(editor):
    factories.figure(slug="cebu-decrease")
    response = change(editor, factories.entry(), answer="It fell by {{ figure:cebu-decrese }}.")
    (said,) = errors(response)
    assert "There is no figure called ‘cebu-decrese’. Did you mean ‘cebu-decrease’?" in said


def test_a_circle_and_a_fourth_level_are_told_beside_the_parent(editor):
    first = factories.entry()
    second = factories.entry(parent=first)
    third = factories.entry(parent=second)
    response = change(editor, first, parent=str(third.pk))
    assert response.context["adminform"].form.errors["parent"] == [
        "A question cannot be part of itself or of one of its own parts."
    ]
    response = change(editor, factories.entry(), parent=str(third.pk))
    assert "three levels deep at most" in response.context["adminform"].form.errors["parent"][0]


def test_a_short_answer_is_counted_in_words(editor):
    response = change(editor, factories.entry(), short_answer="Too short.")
    assert "The short answer has 2 words. It needs 20 to 60." in errors(response)[0]


def test_a_place_is_not_stored_more_closely_than_it_may_be_shown(editor):
    response = change(editor, factories.office(), city="Nairobi")
    assert "may not be shown as closely as a city" in errors(response)[0]


def test_a_value_keeps_the_rules_of_its_row(editor):
    figure = factories.figure()
    response = change(editor, figure, measurements__0__value="-4")
    assert "Only a change in percent can be below zero." in errors(response)[0]


def test_a_value_shows_without_the_zeros_that_fill_its_column(editor):
    url = admin_addresses.of("change", factories.figure(value="2400.5"))
    assert 'value="2400.5"' in editor.get(url).content.decode()


def count(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.wide
def test_a_form_asks_no_more_often_for_many_values_and_many_rows(editor):
    source = factories.source()
    figure = factories.figure()
    later = factories.measurement(statistic=figure, key="2013", said_in=source)
    url = admin_addresses.of("change", figure)
    count(editor, url)
    before = count(editor, url)
    for year in range(1990, 2012):
        factories.measurement(
            statistic=figure,
            key=str(year),
            said_in=factories.source(),
            status="superseded",
            superseded_by=later,
        )
        factories.figure()
    # What was written past the editor is taken in first.
    count(editor, url)
    assert count(editor, url) == before


@pytest.mark.wide
def test_the_form_of_a_question_asks_no_more_often_among_thousands(editor):
    figure = factories.figure(slug="relief")
    entry = factories.entry(answer="{{ figure:relief }}", sources=[factories.source()])
    url = admin_addresses.of("change", entry)
    count(editor, url)
    before = count(editor, url)
    rows = [Source(slug=f"many-{number}", title=f"Many {number}") for number in range(5_000)]
    Source.everything.bulk_create(rows, 500)
    entry.sources.set(rows[:30])
    for _number in range(10):
        factories.entry(topic=entry.topic)
        factories.measurement(statistic=figure, key=f"k{_number}")
    count(editor, url)
    assert count(editor, url) == before


def test_a_new_value_may_be_added_beside_the_old_one(editor):
    figure = factories.figure(live=False)
    change(
        editor,
        figure,
        measurements__TOTAL_FORMS="2",
        measurements__1__key="2013",
        measurements__1__value="120",
        measurements__1__qualifier="about",
        measurements__1__form="number",
        measurements__1__status="as-stated",
    )
    assert sorted(Measurement.objects.values_list("key", flat=True)) == ["2013", "undated"]
