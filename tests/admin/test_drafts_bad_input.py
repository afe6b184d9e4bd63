"""Forms that no honest browser sends, or that come too late: a clear page, and nothing lost."""

import pytest
from django.contrib.auth.models import Group

from faq.models import Entry
from impact.models import Measurement
from publishing import history
from publishing.models import Revision
from tests.support import admin_addresses, factories
from tests.support.open_forms import Person, newest, page, said

ABSURD = ["", "0", "-1", "99", "2147483648", "9" * 40, "1e3", "one", "٣", "1.0", " 1", "\x00"]


@pytest.fixture
def ana(db):
    return Person(first_name="Ana")


@pytest.mark.parametrize("number", ABSURD)
def test_an_absurd_number_never_overwrites_anybody(ana, number):
    entry = factories.entry(question="Before?")
    form = ana.opens(entry)
    Person(first_name="Ben").opens(entry).saves(question="By Ben?")
    response = form.saves(opened_with=number, answer="Typed by Ana.")
    assert response.status_code == 200
    assert "Typed by Ana." in page(response)
    assert "By Ben?" in page(response)
    assert newest(entry)["fields"]["question"] == "By Ben?"
    typed = [each.data["fields"]["answer"] for each in Revision.objects.all()]
    assert "Typed by Ana." in typed


def test_a_missing_number_is_no_number(ana):
    entry = factories.entry(question="Before?")
    form = ana.opens(entry)
    del form.sent["opened_with"]
    assert "Typed" in page(form.saves(question="Typed?"))


def test_the_number_of_another_text_is_no_number(ana):
    entry, other = factories.entry(), factories.entry()
    for question in ("a?", "b?", "c?"):
        ana.opens(other).saves(question=question)
    number = str(history.head(other.pk).number)
    response = ana.opens(entry).saves(opened_with=number, question="Typed?")
    assert "Typed?" in page(response)


@pytest.mark.parametrize("key", ["", "nonsense", "0b6f1d7e-8f0c-4c65-9d1c-5a2f0f3f7d11"])
def test_any_key_for_something_new_will_do(ana, key):
    response = ana.opens(Entry).saves(
        new_key=key,
        question="Who pays?",
        slug="who-pays",
        short_answer=factories.SHORT_ANSWER,
        answer="Nobody knows.",
        topic=str(factories.topic().pk),
    )
    assert "Draft saved" in said(response)[0]
    assert Entry.everything.get().slug == "who-pays"


def test_the_key_of_something_else_is_no_way_around_what_one_may(db):
    entry = factories.entry(question="Mine?")
    Person().opens(entry)
    group = Group.objects.create(name="only adds")
    group.permissions.set(permissions("add_entry", "view_entry"))
    adder = Person()
    adder.user.groups.set([group])
    form = adder.opens(Entry)
    response = form.saves(
        new_key=str(entry.pk),
        question="Theirs?",
        slug=entry.slug,
        short_answer=factories.SHORT_ANSWER,
        answer="x",
        topic=str(entry.topic_id),
    )
    assert response.status_code == 403
    assert "Theirs?" in page(response)
    assert newest(entry)["fields"]["question"] == "Mine?"


def permissions(*codenames):
    permission = Group.permissions.rel.model
    return permission.objects.filter(codename__in=codenames)


def test_a_value_of_another_figure_is_not_taken_over(ana):
    figure, other = factories.figure(), factories.figure()
    form = ana.opens(figure)
    form.types(measurements__0__id=str(other.measurements.get().pk))
    response = form.saves()
    assert response.status_code == 200
    assert "This row is not one of this text’s." in page(response)
    assert Measurement.objects.get(pk=other.measurements.get().pk).statistic == other


def test_values_the_form_leaves_out_stay(ana):
    figure = factories.statistic(title="Before")
    for key in ("2011", "2012"):
        factories.measurement(statistic=figure, key=key)
    form = ana.opens(figure)
    left = {name: value for name, value in form.sent.items() if not name.startswith("measure")}
    form.sent = {**left, "measurements-TOTAL_FORMS": "0", "measurements-INITIAL_FORMS": "0"}
    form.saves(title="After")
    parts = newest(figure)["parts"]["measurements"].values()
    assert sorted(part["key"] for part in parts) == ["2011", "2012"]
    assert newest(figure)["fields"]["title"] == "After"


def test_who_may_not_save_any_more_gets_the_text_back(ana):
    entry = factories.entry()
    form = ana.opens(entry)
    ana.user.groups.clear()
    response = form.saves(answer="A long text.\n\nOf mine.")
    assert response.status_code == 403
    assert "You may not save this any more." in page(response)
    assert "A long text.\n\nOf mine." in page(response)


def test_a_text_without_a_trace_gives_back_what_was_typed(ana):
    entry = factories.entry()
    form = ana.opens(entry)
    entry.delete()
    Revision.objects.all().delete()
    response = form.saves(answer="A long text of mine.")
    assert response.status_code == 404
    assert "A long text of mine." in page(response)


def test_an_address_somebody_took_a_moment_ago_is_told_in_the_form(ana):
    first, second = (factories.entry(live=False) for _each in range(2))
    ana.opens(first)
    form = ana.opens(second)
    ana.opens(first).saves(slug="taken")
    response = form.saves(slug="taken", answer="A long text of mine.")
    assert response.status_code == 200
    assert "A long text of mine." in page(response)
    assert "already exists" in page(response)


def test_changes_that_do_not_go_together_are_told_in_the_form(ana):
    entry = factories.entry(live=False, reviewed_on="2026-01-01", review_due="2027-01-01")
    form = ana.opens(entry)
    Person(first_name="Ben").opens(entry).saves(review_due="2026-02-01")
    response = form.saves(reviewed_on="2026-05-01", answer="A long text of mine.")
    assert response.status_code == 200
    assert "The next check must be after the last one." in page(response)
    assert "A long text of mine." in page(response)


def test_one_megabyte_mixed_newlines_and_other_scripts_come_back_as_typed(ana):
    entry = factories.entry()
    answer = "שלום\r\nעולם 🕊\rखत\n\n" + "word " * 200_000
    response = ana.opens(entry).saves(answer=answer)
    assert "Draft saved" in said(response)[0]
    text = newest(entry)["fields"]["answer"]
    assert text.startswith("שלום\nעולם 🕊\nखत\n\nword word")
    assert len(text) > 1_000_000
    assert "there is no draft" not in said(ana.opens(entry).saves())[0]


@pytest.mark.wide
def test_a_long_figure_with_many_values_is_taken(ana):
    figure = factories.statistic()
    for number in range(30):
        factories.measurement(statistic=figure, key=f"k{number}")
    response = ana.opens(figure).saves(title="Many values")
    assert "Draft saved" in said(response)[0]


@pytest.mark.parametrize("query", ["", "?typed=1&against=1", "?typed=x&against=9&opened=-1"])
def test_a_page_with_nothing_to_choose_says_so(ana, query):
    entry = factories.entry()
    ana.opens(entry)
    response = ana.client.get(admin_addresses.of("settle", entry) + query)
    assert response.status_code == 404
    assert "There is nothing to choose here." in page(response)
