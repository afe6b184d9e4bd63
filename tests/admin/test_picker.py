"""The list of figures beside a text."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faq.models import Entry
from tests.support import admin_addresses, factories


def listed(client, query=""):
    return json.loads(client.get(reverse("admin:impact_statistic_quotable"), {"q": query}).content)


@pytest.fixture
def convictions(db):
    figure = factories.statistic(slug="convictions", title="Convictions", unit="convictions")
    for year in ("2011", "2012"):
        factories.measurement(
            statistic=figure,
            key=year,
            value=int(year) - 1900,
            period_from=f"{year}-01-01",
            period_to=f"{year}-12-31",
        )
    return figure


def test_a_figure_is_listed_with_its_values_newest_first(editor, convictions):
    (figure,) = listed(editor)["figures"]
    assert (figure["slug"], figure["newest"]) == ("convictions", "2012")
    assert [value["key"] for value in figure["values"]] == ["2012", "2011"]
    assert figure["values"][0] == {
        "key": "2012",
        "text": "112 convictions",
        "period": "2012",
        "status": "As stated",
    }


def test_figures_are_searched_and_what_is_not_public_is_left_out(editor, convictions):
    factories.figure(title="People in aftercare")
    factories.figure(title="Convictions elsewhere", live=False)
    assert [each["slug"] for each in listed(editor, "convic")["figures"]] == ["convictions"]
    assert listed(editor, "zzz") == {"figures": [], "more": False}


def test_a_long_list_is_cut_and_costs_no_more(editor, convictions):
    with CaptureQueriesContext(connection) as few:
        listed(editor)
    for _number in range(40):
        factories.figure()
    with CaptureQueriesContext(connection) as many:
        answer = listed(editor)
    assert (len(answer["figures"]), answer["more"]) == (20, True)
    assert len(many) <= len(few)


def test_the_field_knows_where_the_list_is_and_says_how_to_write_without_it(editor):
    page = editor.get(admin_addresses.of("add", Entry)).content.decode()
    assert f'data-figures="{reverse("admin:impact_statistic_quotable")}"' in page
    assert "{{ figure:its-address@2012 }}" in page
    assert f"href='{reverse('admin:impact_statistic_changelist')}'" in page
