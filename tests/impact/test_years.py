"""The figures of one year beside the year before."""

import html
import re

import pytest

from tests.support import factories, yearly_values

pytestmark = pytest.mark.django_db


def text(client, year):
    response = client.get(f"/impact/year/{year}/")
    assert response.status_code == 200
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_year_stands_beside_the_year_before(client):
    yearly_values.figure(
        {2011: 66, 2012: 132}, title="Convictions", unit="convictions", sentence="won"
    )
    seen = text(client, 2012)
    assert "Figures of 2012, beside 2011" in seen
    assert "2012 132 convictions won, 2012 2011 66 convictions won, 2011" in seen
    assert seen.count("As stated 2012. Not stated: place") == 1
    assert "These count different things" in seen


def test_a_year_without_a_figure_says_so_and_why_if_that_is_known(client):
    yearly_values.figure({2012: 5}, title="Relief")
    yearly_values.figure(
        {2010: 5}, title="Aftercare", yearly=True, not_counted="2012: the count stopped"
    )
    seen = text(client, 2012)
    assert "2011 No figure is published here" in seen
    assert "Aftercare 2012 No figure: the count stopped" in seen


def test_a_year_of_which_nothing_is_known_says_so_and_leads_on(client):
    yearly_values.figure({2010: 5})
    assert "No figure here is about 2012 or the year before." in text(client, 2012)
    assert "No figure here is about 2011; 2010 has some." in text(client, 2011)
    assert 'href="/impact/year/2010/"' in client.get("/impact/year/2012/").content.decode()


def test_a_period_of_several_years_stands_under_each_with_its_period(client):
    figure = factories.statistic(title="Freed")
    yearly_values.year(figure, 2009, 7, period_to="2012-12-31")
    assert "2011 7 people (Freed), 2009 to 2012 2010 7 people" in text(client, 2011)


def test_a_corrected_value_gives_way(client):
    figure = yearly_values.figure({2012: 132})
    right = figure.measurements.get()
    yearly_values.year(figure, 2012, 99, key="wrong", status="superseded", superseded_by=right)
    seen = text(client, 2012)
    assert "132 people" in seen
    assert "99 people" not in seen


@pytest.mark.parametrize("year", ["1799", "0000", "9999", "02012", "12", "2012-1", "mmxii"])
def test_a_year_that_cannot_be_is_not_found(client, year):
    yearly_values.figure({2012: 1})
    assert client.get(f"/impact/year/{year}/").status_code == 404


def test_an_undated_or_hidden_figure_belongs_to_no_year(client):
    factories.figure(title="Undated")
    yearly_values.figure({2012: 1}, title="Hidden", live=False)
    assert "No figure here is about 2012" in text(client, 2012)


def test_the_list_of_figures_leads_to_each_year(client):
    yearly_values.figure({2011: 66, 2012: 132})
    page = client.get("/impact/").content.decode()
    assert 'href="/impact/year/2012/">2012 beside 2011</a>' in page
    assert "/impact/year/2013/" not in page


@pytest.mark.parametrize("many", [3, 30])
def test_a_year_takes_as_many_queries_with_many_figures(client, many, django_assert_num_queries):
    for _ in range(many):
        figure = yearly_values.figure({2012: 1}, office=factories.office())
        yearly_values.year(figure, 2011, 1, said_in=factories.source())
    with django_assert_num_queries(3):
        client.get("/impact/year/2012/")
