"""Figures and places as files: the same content as the pages, and nothing left away."""

import csv
import datetime
import io
import json
from itertools import pairwise

import geojson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.models import Measurement, Statistic
from publishing import actions, exports
from tests.support import factories, seeded_database, yearly_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout(db):
    seeded_database.put(versions=False)


def loaded(response):
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def lines(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def everything_known():
    source = factories.source(
        title="Annual report",
        producer="IJM",
        licence="CC BY 4.0",
        address="https://example.org/report",
        published_on=datetime.date(2013, 5, 1),
    )
    statistic = factories.statistic(
        slug="freed", title="People freed", counted="people freed", places="Kenya", tags=["courts"]
    )
    yearly_values.year(
        statistic,
        2012,
        "2400.5",
        qualifier="more-than",
        said_in=source,
        measured_by="auditors",
        how_counted="By hand.",
        status="confirmed",
        confirmed_on=datetime.date(2026, 3, 4),
    )
    return statistic


def test_a_figure_is_told_with_all_that_is_known_of_it(client):
    everything_known()
    told = loaded(client.get("/impact/freed.json"))
    (value,) = told["values"]
    assert told["id"] == "impact:freed"
    assert told["subjects"] == ["courts"]
    assert value["text"] == "more than 2,400.5 people"
    assert value["value"] == 2400.5
    assert value["qualifier"] == {"code": "more-than", "words": "more than"}
    assert value["date"] == {"from": "2012-01-01", "to": "2012-12-31", "words": "2012"}
    assert value["place"]["words"] == "Kenya"
    assert value["source"]["words"] == "“Annual report”, IJM, 1 May 2013"
    assert value["status"]["on"] == "2026-03-04"
    assert value["status"]["sentence"] == "Checked against its first source on 4 March 2026."
    assert value["licence"] == {"name": "CC BY 4.0", "words": "CC BY 4.0"}
    assert value["not_known"] == []


def test_what_is_not_stated_is_an_explicit_null_with_words(client):
    figure = factories.figure()
    (value,) = loaded(client.get(f"/impact/{figure.slug}.json"))["values"]
    assert value["date"] == {"from": None, "to": None, "words": "Date not stated"}
    assert value["source"]["title"] is None
    assert value["source"]["words"] == "Source not stated"
    assert value["licence"] == {"name": None, "words": "No licence has been stated yet"}
    assert value["place"] == {"slug": None, "name": None, "words": "Place not stated"}
    assert "who counted" in value["not_known"]


def test_a_place_or_source_that_is_not_public_is_not_named(client):
    figure = factories.statistic(office=factories.office(name="Secret", live=False))
    factories.measurement(statistic=figure, said_in=factories.source(title="Hidden", live=False))
    body = client.get(f"/impact/{figure.slug}.json").content.decode()
    assert json.loads(body)["values"][0]["place"]["words"] == "Place not stated"
    assert json.loads(body)["values"][0]["source"]["words"] == "Source not stated"


def test_the_newest_value_is_named_and_the_newer_one_of_a_superseded_too(client):
    figure = yearly_values.figure({2012: 5}, slug="freed")
    yearly_values.year(
        figure, 2011, 3, status="superseded", superseded_by=Measurement.objects.get()
    )
    told = loaded(client.get("/impact/freed.json"))
    assert told["newest"] == "2012"
    assert [each["key"] for each in told["values"]] == ["2011", "2012"]
    newer = told["values"][0]["status"]["superseded_by"]
    assert (newer["id"], newer["key"]) == ("impact:freed", "2012")


@pytest.mark.usefixtures("handout")
def test_all_figures_are_in_both_files_and_none_lacks_what_must_stand_beside_it(client):
    told = loaded(client.get("/impact.json"))
    rows = lines(client.get("/impact.csv"))
    slugs = {each["slug"] for each in told["figures"]}
    assert slugs == {row["figure"] for row in rows} == {s.slug for s in Statistic.objects.all()}
    for row in rows:
        for column in ("qualifier", "value", "date", "place", "source", "status", "licence"):
            assert row[column], (row["figure"], column)
    for figure in told["figures"]:
        for value in figure["values"]:
            assert all(value[name]["words"] for name in ("qualifier", "date", "source", "status"))


@pytest.mark.usefixtures("handout")
def test_numbers_stay_numbers_and_a_fall_stays_negative(client):
    (row,) = lines(client.get("/impact/cebu-decrease.csv"))
    assert row["value"] == "-79"
    assert row["date_from"] == row["date_to"] == ""
    assert row["licence"] == "No licence has been stated yet"
    value = loaded(client.get("/impact/cebu-decrease.json"))["values"][0]["value"]
    assert (value, type(value)) == (-79, int)


def test_a_text_that_a_spreadsheet_would_run_is_guarded(client):
    factories.figure(slug="evil", title='=HYPERLINK("https://example.org")', counted="\t=1+1")
    (row,) = lines(client.get("/impact/evil.csv"))
    assert row["title"] == '\'=HYPERLINK("https://example.org")'
    assert row["counted"] == "'\t=1+1"


@given(title=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_title_comes_through_a_table_as_it_is_but_for_the_guard(title):
    (row,) = csv.DictReader(io.StringIO(exports.table(["a"], [{"a": title}]).decode(), newline=""))
    assert row["a"] in (title, f"'{title}")


def test_a_series_has_a_picture_and_one_value_says_why_it_has_none(client):
    yearly_values.figure(
        {2011: 66, 2012: 132}, slug="series", title="Convictions", unit="convictions"
    )
    factories.figure(slug="alone")
    picture = client.get("/impact/series.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "Convictions: 66 convictions (2011), 132 convictions (2012)" in picture.content.decode()
    assert "Status: as stated. Licence: No licence" in picture.content.decode()
    files = loaded(client.get("/impact/series.json"))["files"]
    assert files["svg"].endswith("/impact/series.svg")
    assert loaded(client.get("/impact/alone.json"))["files"]["svg"] is None
    refused = client.get("/impact/alone.svg")
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(refused.content)["title"] == "There is no picture of this figure."


def test_its_page_shows_the_picture_before_the_table(client):
    yearly_values.figure(
        {2011: 66, 2012: 132}, slug="series", title="Convictions", unit="convictions"
    )
    page = client.get("/impact/series/").content.decode()
    assert page.index('<figure class="chart">') < page.index("<table>")
    assert 'href="/impact/series.svg">picture</a>' in page
    factories.figure(slug="alone")
    page = client.get("/impact/alone/").content.decode()
    assert "<figure" not in page
    assert "alone.csv" in page
    assert "alone.svg" not in page


@pytest.mark.usefixtures("handout")
def test_the_outline_of_a_country_is_given_and_never_a_point_in_it(client):
    response = client.get("/offices.geojson")
    assert response["Content-Type"] == "application/geo+json"
    features = {each["properties"]["slug"]: each for each in loaded(response)["features"]}
    assert features["south-asia"]["geometry"] is None
    (outer,) = features["kenya"]["geometry"]["coordinates"][0]
    assert outer[0] == outer[-1]
    assert all(33 < east < 43 and -6 < north < 6 for east, north in outer)
    assert {each["geometry"]["type"] for each in features.values() if each["geometry"]} == {
        "MultiPolygon"
    }


@pytest.mark.usefixtures("handout")
def test_the_map_file_is_geojson_to_a_library_that_knows_it(client):
    found = geojson.loads(client.get("/offices.geojson").content)
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()
    for feature in found.features:
        assert isinstance(feature, geojson.Feature)
        shape = feature.geometry
        assert shape is None or (isinstance(shape, geojson.MultiPolygon) and shape.is_valid)


def test_outer_rings_run_against_the_clock_and_a_hole_with_it(client):
    factories.office(slug="south-africa", country_code="ZA")
    (feature,) = loaded(client.get("/offices.geojson"))["features"]
    (polygon,) = feature["geometry"]["coordinates"]
    assert [turn(ring) for ring in polygon] == ["against", "with"]


def turn(ring):
    pairs = pairwise(ring)
    doubled = sum((c - a) * (d + b) for (a, b), (c, d) in pairs)
    return "against" if doubled < 0 else "with"


@pytest.mark.parametrize("code", ["MT", "RU", ""])
def test_a_country_that_cannot_be_drawn_has_no_geometry(client, code):
    factories.office(country_code=code)
    (feature,) = loaded(client.get("/offices.geojson"))["features"]
    assert feature["geometry"] is None


def test_places_name_the_figures_counted_there_but_not_their_numbers(client):
    office = factories.office(tags=["courts"])
    factories.figure(slug="freed", office=office, value=4711)
    response = client.get("/offices.json")
    (place,) = loaded(response)["places"]
    assert place["figures"] == ["impact:freed"]
    assert place["casework"] == ["courts"]
    assert b"4711" not in response.content


@pytest.mark.parametrize("name", ["impact.json", "impact.csv", "offices.json", "offices.geojson"])
def test_what_is_not_public_is_in_no_list(client, name):
    factories.figure(slug="hidden-figure", live=False)
    factories.office(slug="hidden-place", live=False)
    response = client.get(f"/{name}")
    assert response.status_code == 200
    assert b"hidden" not in response.content


def test_the_version_to_cite_is_named(client):
    figure = factories.figure(slug="freed", places="Kenya")
    actions.record_outside(figure)
    version = loaded(client.get("/impact/freed.json"))["version"]
    assert version["number"] == 1
    assert version["address"].endswith("/impact/freed/v/1/")
    assert len(version["sha256"]) == 64
    assert figure.slug in loaded(client.get("/impact.json"))["figures"][0]["version"]["address"]


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/impact.json", 6),
        ("/impact.csv", 6),
        ("/impact/freed.json", 6),
        ("/impact/freed.svg", 6),
        ("/offices.json", 5),
        ("/offices.geojson", 5),
    ],
)
def test_a_file_takes_as_many_queries_with_much_as_with_little(
    client, many, address, queries, django_assert_num_queries
):
    freed = factories.statistic(slug="freed")
    for number in range(many):
        office = factories.office(source=factories.source(), tags=["courts"])
        figure = factories.statistic(office=office, tags=["courts"])
        factories.measurement(statistic=figure, said_in=factories.source())
        yearly_values.year(freed, 1900 + number, number, said_in=factories.source())
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_places_stand_in_their_order(client):
    for order, slug in ((2, "b"), (1, "a")):
        factories.office(slug=slug, order=order)
    assert [each["slug"] for each in loaded(client.get("/offices.json"))["places"]] == ["a", "b"]
