import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from impact.models import FieldOffice, Measurement, Statistic
from tests.support import factories
from tests.support.constraints import assert_refused, checks_of, problems, sentence_of

pytestmark = pytest.mark.django_db

DAY = datetime.date(2012, 1, 1)
LATER = datetime.date(2012, 12, 31)

BREAKS = [
    ("source_has_title", factories.source, {"title": ""}),
    ("source_seen_at_an_address", factories.source, {"accessed_on": DAY}),
    ("office_has_name", factories.office, {"name": ""}),
    ("office_region_known", factories.office, {"region": "europe"}),
    ("office_state_known", factories.office, {"state": "moved"}),
    ("office_precision_known", factories.office, {"precision": "street"}),
    ("office_country_code_form", factories.office, {"country_code": "ke"}),
    ("office_country_code_form", factories.office, {"country_code": "K"}),
    ("office_region_has_no_country", factories.office, {"precision": "region"}),
    ("office_city_only_if_allowed", factories.office, {"city": "Nairobi"}),
    (
        "office_city_only_if_allowed",
        factories.office,
        {"precision": "region", "country_code": "", "city": "Nairobi"},
    ),
    ("office_since_is_a_year", factories.office, {"since": 12}),
    ("statistic_has_title", factories.statistic, {"title": ""}),
    ("statistic_kind_known", factories.statistic, {"kind": "guess"}),
    ("measurement_has_key", factories.measurement, {"key": ""}),
    ("measurement_qualifier_known", factories.measurement, {"qualifier": "some"}),
    ("measurement_form_known", factories.measurement, {"form": "ratio"}),
    ("measurement_only_change_negative", factories.measurement, {"value": Decimal(-1)}),
    (
        "measurement_fall_at_most_all",
        factories.measurement,
        {"value": Decimal("-100.5"), "form": "change"},
    ),
    ("measurement_value_kept_exactly", factories.measurement, {"value": Decimal(10**15)}),
    (
        "measurement_one_in_more_than_one",
        factories.measurement,
        {"value": Decimal(1), "form": "one-in"},
    ),
    ("measurement_period_whole", factories.measurement, {"period_from": DAY}),
    ("measurement_period_whole", factories.measurement, {"period_to": DAY}),
    (
        "measurement_period_in_order",
        factories.measurement,
        {"period_from": LATER, "period_to": DAY},
    ),
    ("measurement_status_known", factories.measurement, {"status": "rumour"}),
    ("measurement_confirmed_has_date", factories.measurement, {"status": "confirmed"}),
    ("measurement_confirmed_has_date", factories.measurement, {"confirmed_on": DAY}),
    ("measurement_superseded_names_newer", factories.measurement, {"status": "superseded"}),
    ("measurement_not_traced_has_date", factories.measurement, {"status": "not-traced"}),
    ("measurement_not_traced_has_date", factories.measurement, {"looked_on": DAY}),
]
# Tested on their own below.
OTHERS = {"measurement_not_superseded_by_itself"}


@pytest.mark.parametrize(("constraint", "make", "values"), BREAKS)
def test_the_database_refuses_a_row_that_breaks_a_rule(constraint, make, values):
    assert_refused(constraint, make, values)


def test_every_rule_has_a_row_that_breaks_it():
    own = checks_of("impact.source", "impact.fieldoffice", "impact.statistic", "impact.measurement")
    shared = {name for name in own if name.startswith("impact_")}
    assert own - shared == {name for name, _make, _values in BREAKS} | OTHERS


def test_a_value_cannot_be_superseded_by_itself():
    value = factories.measurement()
    value.status, value.superseded_by = "superseded", value
    with (
        pytest.raises(IntegrityError, match="measurement_not_superseded_by_itself"),
        transaction.atomic(),
    ):
        value.save()
    assert sentence_of("measurement_not_superseded_by_itself") in problems(value)


def test_only_a_superseded_value_names_a_newer_one():
    value = factories.measurement()
    assert_refused(
        "measurement_superseded_names_newer",
        factories.measurement,
        {"key": "2011", "statistic": value.statistic, "superseded_by": value},
    )


def test_a_figure_has_one_value_of_a_name():
    value = factories.measurement(key="2012")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.measurement(statistic=value.statistic, key="2012")
    assert problems(Measurement(statistic=value.statistic, key="2012", value=1)) == [
        "This figure already has a value of that name."
    ]
    assert factories.measurement(key="2012").pk


@pytest.mark.parametrize(
    "values",
    [
        {"value": Decimal("-100"), "form": "change"},
        {"value": Decimal("999999999999999")},
        {"value": Decimal("0"), "form": "percent"},
        {"value": Decimal("1.5"), "form": "one-in"},
        {"period_from": DAY, "period_to": DAY},
        {"status": "confirmed", "confirmed_on": DAY},
        {"status": "not-traced", "looked_on": DAY},
    ],
)
def test_rows_at_the_edge_of_a_rule_are_kept(values):
    assert problems(factories.measurement(**values)) == []


@pytest.mark.parametrize("value", ["999999999999999", "32000000000", "12345678901.2345", "-0.0001"])
def test_a_value_comes_back_as_it_was_stored(value):
    stored = factories.measurement(value=Decimal(value), form="change")
    stored.refresh_from_db()
    assert stored.value == Decimal(value)


def test_a_city_is_kept_where_it_may_be_shown():
    office = factories.office(precision=FieldOffice.Precision.CITY, city="Nairobi")
    assert problems(office) == []


def test_a_form_says_why_a_finer_place_is_not_stored():
    region = FieldOffice(
        slug="south-asia", name="South Asia", region="asia", precision="region", country_code="IN"
    )
    assert problems(region) == [sentence_of("office_region_has_no_country")]
    country = FieldOffice(
        slug="kenya", name="Kenya", region="africa", country_code="KE", city="Nairobi"
    )
    assert problems(country) == [sentence_of("office_city_only_if_allowed")]


def test_values_stand_in_the_order_of_their_time_and_undated_ones_first():
    figure = factories.statistic()
    for year in (2013, 2012):
        factories.measurement(
            statistic=figure,
            key=str(year),
            period_from=datetime.date(year, 1, 1),
            period_to=datetime.date(year, 12, 31),
        )
    factories.measurement(statistic=figure, key="undated")
    assert [each.key for each in figure.measurements.all()] == ["undated", "2012", "2013"]


def test_a_source_a_place_and_a_newer_value_in_use_stay():
    source, office = factories.source(), factories.office()
    newer = factories.measurement(statistic=factories.statistic(office=office), said_in=source)
    factories.measurement(status="superseded", superseded_by=newer)
    with pytest.raises(ProtectedError):
        source.delete()
    with pytest.raises(ProtectedError):
        office.delete()
    with pytest.raises(RestrictedError):
        newer.delete()


def test_a_figure_takes_its_values_along_superseded_ones_too():
    newer = factories.measurement(key="2013")
    factories.measurement(
        statistic=newer.statistic, key="2012", status="superseded", superseded_by=newer
    )
    newer.statistic.delete()
    assert not Measurement.objects.exists()
    assert not Statistic.everything.exists()


def test_rows_are_found_by_their_natural_keys():
    value = factories.measurement(key="2012")
    assert Measurement.objects.get_by_natural_key(*value.natural_key()) == value
    assert (
        Statistic.everything.get_by_natural_key(*value.statistic.natural_key()) == value.statistic
    )
