import datetime
import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError

from faq.models import Agency, Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import tags
from publishing.models import Reference, TaggedItem
from tests.support import factories

pytestmark = pytest.mark.django_db

MODELS = ["faq", "impact"]


@pytest.fixture
def load(tmp_path):
    """Load records, or the text of a file, as stock loaddata does."""

    def _load(records):
        file = tmp_path / "content.json"
        text = records if isinstance(records, str) else json.dumps(records)
        file.write_text(text, encoding="utf-8")
        call_command("loaddata", file, verbosity=0)

    return _load


@pytest.fixture
def dump(capsys):
    def _dump(*labels):
        capsys.readouterr()
        call_command("dumpdata", *(labels or MODELS))
        return capsys.readouterr().out

    return _dump


def record(model, **fields):
    return {"model": model, "fields": fields}


def topic(slug="about", **fields):
    return record("faq.topic", **({"slug": slug, "name": "About"} | fields))


def entry(slug, **fields):
    defaults = {
        "slug": slug,
        "question": f"What is {slug}?",
        "short_answer": factories.SHORT_ANSWER,
        "answer": "An answer.",
        "topic": ["about"],
    }
    return record("faq.entry", **(defaults | fields))


def fill():
    """Something of everything, with whatever has been hard to carry."""
    source = factories.source(slug="report", title="“Report”, part 1")
    parent = factories.entry(
        slug="z-parent", tags=["💚", "courts, police", 'a "b"', "bonded labour"]
    )
    factories.entry(
        slug="a-child", parent=parent, sources=[source], answer="é\n\n{{ figure:relief@2012 }}"
    )
    relief = factories.statistic(slug="relief", office=factories.office(slug="kenya"), tags=["x"])
    later = factories.measurement(
        statistic=relief,
        key="2013",
        value=Decimal("2500.5"),
        period_from=datetime.date(2013, 1, 1),
        period_to=datetime.date(2013, 12, 31),
    )
    factories.measurement(
        statistic=relief, key="2012", status="superseded", superseded_by=later, said_in=source
    )
    factories.agency(slug="help", link_state="printed")


def clear():
    Entry.everything.exclude(parent=None).delete()
    for model in (Entry, Topic, Agency, Statistic, FieldOffice, Source, Reference, tags.model()):
        model._base_manager.all().delete()


def test_dump_load_dump_gives_the_same_bytes(dump, load):
    fill()
    before = dump()
    clear()
    load(before)
    assert dump() == before
    load(before)
    assert dump() == before
    assert tags.names(Entry.objects.get(slug="z-parent")) == sorted(
        ["💚", "courts, police", 'a "b"', "bonded labour"]
    )
    assert Reference.objects.count() == 1


def test_the_form_is_plain(dump):
    fill()
    text = dump()
    assert text.endswith("]\n")
    assert "💚" in text
    assert '"pk"' not in text
    assert "\r" not in text
    assert {"slug", "value", "tags"} <= {
        name for each in json.loads(text) for name in each["fields"]
    }


def test_records_stand_by_their_order_then_by_key(dump):
    for slug, order in [("b", 2), ("c", 1), ("a", 2)]:
        factories.topic(slug=slug, order=order)
    assert [each["fields"]["slug"] for each in json.loads(dump("faq.topic"))] == ["c", "a", "b"]


def test_rows_that_join_tags_are_never_dumped(dump):
    factories.entry(tags=["courts"])
    assert json.loads(dump("publishing.taggeditem")) == []


def test_an_empty_list_clears_tags_and_a_list_left_out_keeps_them(load):
    load([topic(), entry("a", tags=["courts", "police"]), entry("b", tags=["courts"])])
    load([entry("a", tags=[]), entry("b")])
    assert tags.names(Entry.objects.get(slug="a")) == []
    assert tags.names(Entry.objects.get(slug="b")) == ["courts"]


def test_loading_twice_adds_nothing(load):
    content = [topic(), entry("a", tags=["courts"]), entry("b", parent=["a"], tags=["courts"])]
    load(content)
    first = [Entry.objects.get(slug=slug).pk for slug in "ab"]
    load(content)
    assert [Entry.objects.get(slug=slug).pk for slug in "ab"] == first
    assert TaggedItem.objects.count() == 2


def test_a_child_may_stand_before_its_parent_and_keep_its_tags_and_sources(load):
    load(
        [
            topic(),
            entry("c", parent=["b"], tags=["courts"], sources=[["report"]]),
            entry("b", parent=["a"]),
            entry("a"),
            record("impact.source", slug="report", title="Report"),
        ]
    )
    child = Entry.objects.get(slug="c")
    assert child.parent.parent.slug == "a"
    assert tags.names(child) == ["courts"]
    assert [each.slug for each in child.sources.all()] == ["report"]


def test_a_value_may_stand_before_the_newer_one_that_it_names(load):
    def value(year, newer):
        status = "superseded" if newer else "as-stated"
        named = ["relief", newer] if newer else None
        return record(
            "impact.measurement",
            statistic=["relief"],
            key=year,
            value="1",
            status=status,
            superseded_by=named,
        )

    figure = record("impact.statistic", slug="relief", title="Relief", kind="result")
    content = [figure, value("2010", "2011"), value("2011", "2012"), value("2012", None)]
    for _ in range(2):
        load(content)
        assert [(each.key, each.status) for each in Measurement.objects.order_by("key")] == [
            ("2010", "superseded"),
            ("2011", "superseded"),
            ("2012", "as-stated"),
        ]
        assert Measurement.objects.get(key="2010").superseded_by.key == "2011"


def test_loading_notes_which_figures_a_text_quotes(load):
    load([topic(), entry("a", answer="{{ figure:relief@2012 }}")])
    assert str(Reference.objects.get()) == "faq.entry → impact.statistic:relief"


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("[{]", DeserializationError, "line 1 column 3"),
        ('[{"model": "faq.topic"', DeserializationError, "line 1 column"),
        ([record("faq.topik", slug="a")], DeserializationError, "faq.topik"),
        ([topic(nme="About")], DeserializationError, "no field named 'nme'"),
        ([topic(order="first")], DeserializationError, "first"),
        ([topic(), entry("a", tags="courts")], DeserializationError, "tags are a list of names"),
        ([topic(), entry("a", tags=[1])], DeserializationError, "tags are a list of names"),
        ([topic(), entry("a", parent=["b"])], DeserializationError, "Entry matching query"),
        ([topic(), entry("a", sources=[["b"]])], DeserializationError, "Source matching query"),
        ([entry("a")], IntegrityError, "topic"),
        ([topic(slug="v")], IntegrityError, "faq_topic_slug_not_reserved"),
    ],
)
def test_what_cannot_be_loaded_is_named_and_nothing_is_kept(load, content, error, said):
    factories.topic(slug="kept")
    with pytest.raises(error, match=re.escape(said)):
        load(content)
    assert [each.slug for each in Topic.objects.all()] == ["kept"]
    assert not Entry.everything.exists()
