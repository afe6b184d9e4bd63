"""What is quoted or used is not taken away, and the refusal says by whom."""

import pytest

from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import history
from publishing.models import Reference
from tests.support import admin_addresses, factories
from tests.support.html_forms import save


@pytest.fixture
def relief(db):
    figure = factories.statistic(slug="relief", title="People brought relief")
    factories.measurement(statistic=figure, key="2012")
    factories.measurement(statistic=figure, key="2013")
    return figure


def delete(client, obj):
    """Of what was never public; nothing else can be deleted."""
    type(obj).everything.filter(pk=obj.pk).update(live=False)
    return client.post(admin_addresses.of("delete", obj), {"post": "yes"}).content.decode()


def change(client, obj, **changes):
    url = admin_addresses.of("change", obj)
    return save(client, url, f"{obj._meta.model_name}_form", **changes).content.decode()


def test_a_quoted_figure_is_kept_and_all_who_quote_it_are_listed(editor, relief):
    for slug, question in (("a", "What helps?"), ("b", "Who helps?"), ("c", "How?")):
        factories.entry(slug=slug, question=question, answer="{{ figure:relief }}")
    page = delete(editor, relief)
    assert "Three answers quote this figure: “What helps?”; “Who helps?”; “How?”." in page
    assert "Take it out of them first, or mark its value as superseded." in page
    assert Statistic.everything.filter(pk=relief.pk).exists()


def test_nobody_quotes_it_so_it_goes_and_takes_its_own_traces_along(editor, relief):
    entry = factories.entry(answer="{{ figure:relief }}")
    assert delete(editor, entry) == ""
    assert not Reference.objects.exists()
    assert delete(editor, relief) == ""
    assert not Statistic.everything.exists()


def test_a_pinned_value_is_neither_taken_out_nor_renamed(editor, relief):
    factories.entry(question="What helped?", answer="{{ figure:relief@2012 }}")
    place = [each.key for each in relief.measurements.all()].index("2012")
    for change_of in (
        {f"measurements__{place}__DELETE": "on"},
        {f"measurements__{place}__key": "twelve"},
    ):
        page = change(editor, relief, **change_of)
        assert "One answer quotes the value ‘2012’: “What helped?”." in page
    assert sorted(Measurement.objects.values_list("key", flat=True)) == ["2012", "2013"]


def test_another_value_may_go_while_one_is_left(editor, relief):
    factories.entry(answer="{{ figure:relief }} {{ figure:relief@2012 }}")
    place = [each.key for each in relief.measurements.all()].index("2013")
    change(editor, relief, **{f"measurements__{place}__DELETE": "on"})
    parts = history.data(history.head(relief.pk))["parts"]["measurements"]
    assert [each["key"] for each in parts.values()] == ["2012"]


def test_the_last_value_of_a_quoted_figure_stays(editor, relief):
    factories.entry(question="What helps?", answer="{{ figure:relief }}")
    gone = {f"measurements__{place}__DELETE": "on" for place in range(2)}
    page = change(editor, relief, **gone)
    assert "One answer quotes this figure, so it needs a value: “What helps?”." in page
    assert Measurement.objects.count() == 2


def test_a_quoted_figure_keeps_its_address(editor, relief):
    factories.entry(question="What helps?", answer="{{ figure:relief }}")
    page = change(editor, relief, slug="help")
    assert "One answer quotes this address: “What helps?”." in page
    assert Statistic.everything.get().slug == "relief"


def test_an_address_nobody_quotes_may_change(editor, relief):
    change(editor, relief, slug="help")
    assert history.head(relief.pk).key == "help"
    assert Statistic.everything.get().slug == "relief"


@pytest.mark.parametrize("use", ["entry", "office", "measurement"])
def test_a_source_in_use_is_kept(editor, use):
    source = factories.source()
    match use:
        case "entry":
            user = factories.entry(sources=[source])
        case "office":
            user = factories.office(source=source)
        case "measurement":
            user = factories.measurement(said_in=source)
    page = delete(editor, source)
    assert str(user) in page
    assert "Take it out of them first." in page
    assert Source.everything.filter(pk=source.pk).exists()


def test_a_question_with_parts_and_a_place_with_figures_are_kept(editor):
    parent, office = factories.entry(), factories.office()
    factories.entry(parent=parent)
    factories.figure(office=office)
    for obj in (parent, office):
        assert "Take it out of them first." in delete(editor, obj)
        assert type(obj).everything.filter(pk=obj.pk).exists()
    assert FieldOffice.everything.count() == 1
