import datetime
import json
from decimal import Decimal

import pytest

from faq.models import Entry
from impact import figures
from impact.models import Measurement, Statistic
from publishing import records
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_a_record_is_a_root_with_its_parts_and_tags_by_natural_key():
    office, source = factories.office(slug="kenya"), factories.source(slug="report")
    figure = factories.statistic(slug="relief", office=office, tags=["police", "courts"])
    value = factories.measurement(
        statistic=figure,
        key="2012",
        value=Decimal("2400"),
        said_in=source,
        period_from=datetime.date(2012, 1, 1),
        period_to=datetime.date(2012, 12, 31),
    )
    record = records.read(Statistic.objects.get())
    assert (record["kind"], record["key"]) == ("impact.statistic", "relief")
    assert record["tags"] == ["courts", "police"]
    assert record["fields"]["office"] == ["kenya"]
    part = record["parts"]["measurements"][str(value.pk)]
    assert part["value"] == "2400.0000"
    assert part["said_in"] == ["report"]
    assert part["superseded_by"] is None
    assert (part["period_from"], part["period_to"]) == ("2012-01-01", "2012-12-31")


def test_a_record_is_plain_json():
    entry = factories.entry(tags=["💚"], sources=[factories.source()], reviewed_on="2026-11-24")
    record = records.read(Entry.objects.get(pk=entry.pk))
    assert json.loads(json.dumps(record)) == record


def test_sets_are_sorted():
    sources = [factories.source(slug=slug) for slug in ("c", "a", "b")]
    record = records.read(factories.entry(sources=sources, tags=["z", "a"]))
    assert record["fields"]["sources"] == [["a"], ["b"], ["c"]]
    assert record["tags"] == ["a", "z"]


def test_what_is_not_content_is_left_out():
    fields = records.read(factories.entry(owner=factories.user()))["fields"]
    assert not {"id", "live", "changed_at", "owner", "tags"} & set(fields)
    assert {"slug", "reviewed_on", "review_due", "question"} <= set(fields)


def test_a_value_reads_alike_before_and_after_it_is_stored():
    stored = factories.measurement(value=Decimal(79))
    assert records.fields_of(stored)["value"] == "79.0000"
    assert records.fields_of(Measurement.objects.get())["value"] == "79.0000"


def test_what_is_no_kind_is_refused():
    with pytest.raises(LookupError, match=r"staff\.User is not a registered kind"):
        records.read(factories.user())


def test_reading_figures_costs_the_same_for_any_number(django_assert_num_queries):
    for _ in range(10):
        later = factories.measurement(statistic=factories.statistic(office=factories.office()))
        factories.measurement(
            key="old",
            statistic=later.statistic,
            status="superseded",
            superseded_by=later,
            said_in=factories.source(),
        )
    with django_assert_num_queries(2):
        for figure in figures.with_values(Statistic.objects.all()):
            records.fields_of(figure)
            figures.parts(figure)
