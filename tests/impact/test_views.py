"""The lists of figures and places, and the pages of what is not there."""

import datetime
import html
import re
from decimal import Decimal

import pytest

from publishing import pages
from tests.support import factories, seeded_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout(db):
    seeded_database.put(versions=False)


def text(response):
    assert response.status_code == 200
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def current(response):
    return re.findall(r'aria-current="true">([^<]*)</a>', response.content.decode())


def year(figure, number):
    start, end = datetime.date(number, 1, 1), datetime.date(number, 12, 31)
    factories.measurement(
        statistic=figure, key=str(number), value=Decimal(7), period_from=start, period_to=end
    )
    return figure


@pytest.mark.parametrize("address", ["/impact/", "/offices/", "/impact/?place=nowhere&year=x"])
def test_an_empty_site_still_answers(client, address):
    text(client.get(address))


@pytest.mark.parametrize("address", ["/impact/nothing/", "/offices/nothing/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_what_is_not_public_is_not_found(client):
    figure = factories.figure(live=False)
    office = factories.office(live=False)
    assert client.get(figure.get_absolute_url()).status_code == 404
    assert client.get(office.get_absolute_url()).status_code == 404
    assert figure.slug not in client.get("/impact/").content.decode()
    assert office.slug not in client.get("/offices/").content.decode()


def test_figures_stand_in_three_sections(client):
    factories.figure(kind="context", sentence="in the world")
    factories.figure(kind="result", sentence="freed", unit="people")
    factories.figure(kind="organisation", sentence="of staff")
    seen = text(client.get("/impact/"))
    assert "These count different things and must not be added up." in seen
    order = [
        "Results of the work",
        "100 people freed",
        "About the organisation",
        "of staff",
        "The problem in the world",
        "in the world",
    ]
    assert [at for at, _words in sorted((seen.rindex(each), each) for each in order)] == [
        seen.rindex(each) for each in order
    ]


def test_a_row_says_status_time_place_and_source(client):
    figure = factories.statistic(places="Cebu, the Philippines", sentence="freed", unit="people")
    factories.measurement(
        statistic=figure, qualifier="more-than", said_in=factories.source(title="Annual report")
    )
    seen = text(client.get("/impact/"))
    assert "more than 100 people freed As stated Date not stated. Cebu, the Philippines." in seen
    assert "Said in “Annual report”." in seen


def test_a_row_without_source_or_sentence_says_what_it_can(client):
    factories.figure(title="People freed")
    seen = text(client.get("/impact/"))
    assert "100 people (People freed) As stated" in seen
    assert "Not stated: place, who counted, how it was counted, source." in seen


def test_figures_are_narrowed_by_place_year_and_status(client):
    kenya = factories.office(slug="kenya", name="Kenya")
    year(factories.statistic(office=kenya, sentence="one"), 2012)
    year(factories.statistic(sentence="two"), 2012)
    factories.figure(office=kenya, sentence="three")
    every = client.get("/impact/")
    assert "Kenya 2" in text(every)
    assert "2012 2" in text(every)
    assert "as stated 3" in text(every)
    assert current(every) == ["all", "all", "all"]
    narrowed = client.get("/impact/?place=kenya&year=2012")
    assert "7 people one, 2012" in text(narrowed)
    assert "two" not in text(narrowed)
    assert "three" not in text(narrowed)
    assert "1 of 3 figures. Show all figures" in text(narrowed)
    assert current(narrowed) == ["Kenya", "2012", "all"]
    assert 'href="/impact/?place=kenya&amp;status=as-stated&amp;year=2012"' in narrowed.text
    assert 'href="/impact/?year=2012"' in narrowed.text


def test_what_is_not_stated_can_be_asked_for(client):
    year(factories.statistic(sentence="dated"), 2012)
    factories.figure(sentence="undated")
    seen = text(client.get("/impact/?year=not-stated"))
    assert "people undated" in seen
    assert "people dated" not in seen


@pytest.mark.parametrize("query", ["place=nowhere", "year=12.5", "status=%00", "year=%F0%9F"])
def test_an_unknown_value_gives_an_honest_empty_page(client, query):
    factories.figure()
    response = client.get(f"/impact/?{query}")
    assert "No figure here has this place, year and status. Show all figures" in text(response)


@pytest.mark.parametrize("query", ["colour=red", "place=", "&&=", "place"])
def test_an_unknown_or_empty_parameter_is_passed_over(client, query):
    factories.figure(sentence="freed")
    seen = text(client.get(f"/impact/?{query}"))
    assert "people freed" in seen
    assert "Show all figures" not in seen


def test_the_list_of_figures_changes_with_any_figure_place_or_source(client):
    keys = set(client.get("/impact/").headers["Surrogate-Key"].split())
    assert keys == {"impact.statistic:all", "impact.fieldoffice:all", "impact.source:all"}


@pytest.mark.usefixtures("handout")
def test_the_list_of_places_says_what_the_handout_leaves_open(client):
    response = client.get("/offices/")
    seen = text(response)
    assert "Where IJM works The handout names eleven countries and one region." in seen
    assert "It gives no towns, addresses or dates" in seen
    assert "this site shows countries only. The list is as printed" in seen
    assert 'href="https://www.ijm.org/where-we-work"' in response.text
    assert "The Philippines 1 figure (Cebu, the Philippines), 1 answer" in seen
    assert "Guatemala 2 figures (Guatemala City, Guatemala), 2 answers" in seen
    assert "South Asia A region" in seen
    assert response.text.count('class="named"') == 11
    assert "Shaded: the eleven countries. South Asia is a region;" in seen


def test_a_shown_city_takes_back_that_only_countries_are_shown(client):
    factories.office(precision="city", city="Cebu")
    assert "countries only" not in text(client.get("/offices/"))


def test_a_place_shows_its_figures_and_the_answers_that_name_it(client):
    office = factories.office(slug="philippines", name="the Philippines", region="asia")
    figure = factories.figure(office=office, sentence="freed")
    entry = factories.entry(question="Where?", answer="First.\n\nIn {{ place:philippines }}.")
    response = client.get("/offices/philippines/")
    seen = text(response)
    assert "Places · Asia The Philippines" in seen
    assert "100 people freed As stated" in seen
    assert "Answers that name the Philippines Where? (paragraph 2 )" in seen
    assert "Nothing more" not in seen
    assert {
        "impact.fieldoffice:philippines",
        f"impact.statistic:{figure.slug}",
        f"faq.entry:{entry.slug}",
        pages.near("impact.statistic", "impact.fieldoffice:philippines"),
        pages.near("faq.entry", "impact.fieldoffice:philippines"),
    } <= set(response.headers["Surrogate-Key"].split())


def test_a_place_of_which_nothing_is_known_says_so_and_leads_on(client):
    factories.office(slug="zambia", name="Zambia", source=factories.source(title="A list"))
    response = client.get("/offices/zambia/")
    seen = text(response)
    assert "Listed in the handout. As printed, not necessarily as today. “A list”" in seen
    assert "Nothing more about Zambia is published here yet." in seen
    assert 'href="/offices/">All places</a>' in response.text
    assert 'href="/faq/what-does-ijm-do/"' in response.text


def test_a_place_tells_what_somebody_stated(client):
    factories.office(
        slug="peru", name="Peru", since=2004, state="confirmed", tags=["bonded labour", "courts"]
    )
    seen = text(client.get("/offices/peru/"))
    assert "Kinds of casework Bonded labour, courts Since 2004" in seen
    assert "Confirmed as open. Source not stated." in seen
    assert "As printed" not in seen


def test_a_region_is_called_one(client):
    factories.office(
        slug="south-asia", name="South Asia", region="asia", country_code="", precision="region"
    )
    assert "Places · a region of Asia South Asia" in text(client.get("/offices/south-asia/"))


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize(("address", "queries"), [("/impact/", 4), ("/offices/", 9)])
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    client, many, address, queries, django_assert_num_queries
):
    factories.source(slug="where-we-work", address="https://example.org")
    for _ in range(many):
        office = factories.office()
        figure = factories.statistic(office=office)
        factories.measurement(statistic=figure, said_in=factories.source())
        factories.entry(answer=f"In {{{{ place:{office.slug} }}}}.")
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
