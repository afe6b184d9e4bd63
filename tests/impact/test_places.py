"""Places: what a text may name, and what is told of each."""

import pytest

from impact import figures, places
from impact.models import FieldOffice, Statistic
from publishing import kinds, markdown
from tests.support import factories

pytestmark = pytest.mark.django_db


def rows():
    placed = figures.shown(Statistic.objects.all())
    regions = places.by_region(list(FieldOffice.objects.all()), placed)
    return {row.office.name: row.holds for _region, found in regions for row in found}


def test_a_place_named_in_a_text_becomes_a_plain_link():
    factories.office(slug="kenya", name="Kenya")
    text = "A story from {{ place:kenya }}."
    quoted = kinds.resolve(markdown.quotes_in(text))
    filled = markdown.fill(markdown.render(text).fragments[0].html, quoted)
    assert filled == '<p>A story from <a href="/offices/kenya/">Kenya</a>.</p>'


def test_a_place_that_is_not_public_resolves_to_nothing():
    factories.office(slug="kenya", live=False)
    assert kinds.resolve(markdown.quotes_in("{{ place:kenya }}")) == {}


def test_every_place_may_be_named_whether_public_or_not():
    factories.office(slug="kenya", live=False)
    assert places.keys() == ["kenya"]


def test_places_stand_under_their_region_in_their_order():
    factories.office(name="Peru", region="latin-america", order=2)
    factories.office(name="Kenya", region="africa", order=1)
    factories.office(name="Uganda", region="africa", order=3)
    found = places.by_region(list(FieldOffice.objects.all()), [])
    assert [(region, [row.office.name for row in inside]) for region, inside in found] == [
        ("Africa", ["Kenya", "Uganda"]),
        ("Latin America", ["Peru"]),
    ]


def test_a_place_tells_how_many_figures_and_answers_it_has():
    office = factories.office(slug="philippines", name="the Philippines")
    factories.office(name="Zambia")
    factories.figure(office=office, places="Cebu, the Philippines")
    factories.figure(office=office, places="the Philippines")
    factories.figure(office=office, live=False)
    factories.entry(answer="In {{ place:philippines }}.\n\nIn {{ place:philippines }}.")
    factories.entry(answer="In {{ place:philippines }}.", live=False)
    assert rows() == {
        "the Philippines": "2 figures (Cebu, the Philippines), 1 answer",
        "Zambia": "",
    }


def test_a_region_and_a_changed_state_are_told():
    factories.office(name="South Asia", country_code="", precision="region")
    factories.office(name="Peru", state="closed")
    assert rows() == {"South Asia": "a region", "Peru": "closed"}


@pytest.mark.parametrize(
    ("countries", "regions", "words"),
    [
        (0, 0, ""),
        (1, 0, "one country"),
        (0, 1, "one region"),
        (11, 1, "eleven countries and one region"),
        (12, 2, "twelve countries and two regions"),
        (13, 0, "13 countries"),
    ],
)
def test_places_are_counted_in_words_up_to_twelve(countries, regions, words):
    offices = [
        *(FieldOffice(country_code="KE") for _ in range(countries)),
        *(FieldOffice(country_code="") for _ in range(regions)),
    ]
    assert places.how_many(offices) == words


def test_the_map_says_what_it_shades_and_what_it_cannot():
    country, region = FieldOffice(country_code="KE"), FieldOffice(name="South Asia")
    assert places.shaded([country]) == "Shaded: the one country."
    assert places.shaded([country, country, region]) == (
        "Shaded: the two countries."
        " South Asia is a region; which of its countries is not said, so none is."
    )


def test_a_country_too_small_for_the_map_is_not_called_shaded():
    offices = [
        FieldOffice(name="Kenya", country_code="KE"),
        FieldOffice(name="Malta", country_code="MT"),
    ]
    assert places.shaded(offices, ["MT"]) == (
        "Shaded: the one country. Malta is too small to be seen on this map."
    )
