"""What the draft's form leans on in Django without its promise, and stock loaddata beside it."""

import inspect
import json

import pytest
from django.contrib.admin import ModelAdmin
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.forms.models import BaseInlineFormSet, BaseModelForm
from django.test.utils import CaptureQueriesContext

from faq.models import Entry
from impact.models import Measurement, Statistic
from publishing import history, records
from publishing.models import Revision
from tests.support import factories
from tests.support.open_forms import Person, newest

HOOKS = [
    "get_object",
    "get_form",
    "_create_formsets",
    "save_form",
    "save_model",
    "save_related",
    "construct_change_message",
    "log_change",
    "response_change",
]


def test_django_calls_the_hooks_in_the_order_the_draft_needs():
    source = inspect.getsource(ModelAdmin._changeform_view)
    places = [source.index(f"self.{hook}(") for hook in HOOKS]
    assert places == sorted(places)


def test_django_saves_inside_one_transaction():
    assert "transaction.atomic" in inspect.getsource(ModelAdmin.changeform_view)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (BaseModelForm, "_get_validation_exclusions"),
        (BaseModelForm, "_post_clean"),
        (BaseInlineFormSet, "_construct_form"),
        (BaseInlineFormSet, "get_queryset"),
        (BaseInlineFormSet, "add_fields"),
        (ModelAdmin, "_create_formsets"),
    ],
)
def test_a_private_method_is_still_there(owner, name):
    assert callable(getattr(owner, name))


@pytest.fixture
def built(db):
    source = factories.source()
    figure = factories.statistic(tags=["courts"])
    factories.measurement(statistic=figure, key="2012", said_in=source)
    record = records.read(figure)
    (part,) = record["parts"]["measurements"].values()
    part["key"] = "2013"
    return records.build(record | {"tags": ["police"]}, object_id=figure.pk).obj


def test_parts_in_the_prefetch_cache_are_what_the_manager_gives(built):
    with CaptureQueriesContext(connection) as captured:
        assert [part.key for part in built.measurements.all()] == ["2013"]
        assert built.measurements.all().count() == 1
        assert built.measurements.all()[0].statistic is built
    assert len(captured) == 0
    # Anything narrower asks the rows, so read-only fields must not use it.
    assert [part.key for part in built.measurements.filter(key="2012")] == ["2012"]


def test_sets_in_the_prefetch_cache_are_what_the_manager_gives(db):
    source = factories.source()
    entry = factories.entry()
    record = records.read(entry)
    record["fields"]["sources"] = [[source.slug]]
    obj = records.build(record, object_id=entry.pk).obj
    assert list(obj.sources.all()) == [source]
    assert list(entry.sources.all()) == []


def test_an_object_in_memory_counts_as_stored(built):
    assert not built._state.adding
    assert not built.measurements.all()[0]._state.adding
    assert isinstance(built, Model)


def test_stock_loaddata_goes_on_working_and_is_taken_in_at_the_next_touch(db, tmp_path):
    entry = factories.entry(tags=["courts"])
    person = Person()
    person.opens(entry).saves(answer="A draft.")
    file = tmp_path / "entry.json"
    call_command("dumpdata", "faq.entry", pks=str(entry.pk), output=str(file), verbosity=0)
    loaded = json.loads(file.read_text())
    loaded[0]["fields"] |= {"question": "From the file?", "tags": ["police"]}
    file.write_text(json.dumps(loaded))
    call_command("loaddata", str(file), verbosity=0)
    assert Entry.everything.get().question == "From the file?"
    form = person.opens(entry)
    taken = history.public(entry.pk)
    assert taken.note == "Changed outside the editor."
    assert taken.data["tags"] == ["police"]
    # The draft goes on; both changes are in the end kept.
    assert form.sent["answer"] == ["A draft."]
    form.saves(short_answer=factories.SHORT_ANSWER + " More.")
    assert newest(entry)["fields"]["answer"] == "A draft."


def test_a_draft_holds_decimals_as_the_column_keeps_them(db):
    figure = factories.figure(value=79)
    form = Person().opens(figure)
    count = Revision.objects.count()
    form.saves(measurements__0__value="79.00")
    assert Revision.objects.count() == count
    assert Measurement.objects.get().value == 79
    assert Statistic.everything.count() == 1
