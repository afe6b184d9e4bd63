import re

import pytest

from tests.support import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/about/data/"


def page(client):
    text = client.get(ADDRESS).content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_each_status_has_its_anchor_its_word_and_its_sentence(client):
    text = page(client)
    for code in ("as-stated", "confirmed", "superseded", "not-traced"):
        assert text.count(f'id="{code}"') == 1
    assert "IJM’s handout says this." in text


def test_it_says_how_many_values_have_each_status(client):
    for _each in range(2):
        factories.figure()
    factories.measurement(statistic=factories.statistic(live=False))
    found = re.findall(
        r'line" id="([a-z-]+)">.*?<div class="known"><p>(.*?)</p>', page(client), re.DOTALL
    )
    assert dict(found) == {
        "as-stated": "2 values on this site",
        "confirmed": "No value on this site yet",
        "superseded": "No value on this site yet",
        "not-traced": "No value on this site yet",
    }


def test_without_a_licence_it_says_so(client):
    factories.source()
    assert "No licence has been stated yet." in page(client)


def test_a_stated_licence_is_shown_with_what_it_covers(client):
    factories.source(title="Annual report", licence="CC BY 4.0")
    assert "Annual report: CC BY 4.0" in page(client)
    assert "No licence" not in page(client)


def test_the_handout_has_no_date(client):
    assert "It has no date. The latest year it names is 2012." in page(client)


def test_readers_learn_whom_to_write_to_only_where_somebody_reads(client, settings):
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in page(client)
    settings.CONTACT_EMAIL = "figures@example.org"
    assert 'href="mailto:figures@example.org"' in page(client)


def test_it_names_the_content_it_shows(client):
    keys = client.get(ADDRESS)["Surrogate-Key"].split()
    assert keys == ["impact.statistic:all", "impact.source:all"]


def test_its_query_count_stands(client, django_assert_num_queries):
    for _each in range(3):
        factories.figure()
        factories.source(licence="CC BY 4.0")
    with django_assert_num_queries(3):
        client.get(ADDRESS)
