"""Above the form of a figure: the sentence it makes, and two ways to change a value."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words
from tests.support.html_forms import filled

URL = "/admin/impact/statistic/sentence/"


def relief(**values):
    figure = factories.statistic(
        title="Relief", slug="relief", sentence="found relief", unit="people", **values
    )
    for year, value in (("2011", 2000), ("2012", 2400)):
        factories.measurement(
            statistic=figure,
            key=year,
            value=value,
            qualifier="more-than",
            period_from=f"{year}-01-01",
            period_to=f"{year}-12-31",
        )
    return figure


def sent(client, figure, query=""):
    return filled(client.get(admin_addresses.of("change", figure) + query), "statistic_form")


def test_the_sentence_stands_at_the_top(client, editor):
    page = words(client.get(admin_addresses.of("change", relief())))
    assert ">more than 2,400 people found relief, 2012</p>" in page
    assert page.index("The sentence it makes") < page.index("What readers see")


def test_a_draft_shows_the_sentence_of_the_draft(client, editor):
    figure = factories.figure(sentence="found relief")
    admin_drafts.valued(figure, factories.user("Editor"), value="79.0000")
    assert ">79 people found relief</p>" in words(client.get(admin_addresses.of("change", figure)))


def test_a_new_figure_has_no_sentence_yet(client, editor):
    page = words(client.get(admin_addresses.of("add", type(relief()))))
    assert "It stands here as soon as there is a value." in page
    assert "Correct this one" not in page


def test_the_form_as_it_stands_makes_the_sentence(client, editor):
    form = sent(client, relief())
    form["measurements-1-value"] = "3100"
    form["sentence"] = "came out of danger"
    answer = client.post(URL, form).json()
    assert answer == {"sentence": "more than 3,100 people came out of danger, 2012"}


def test_a_newer_value_and_one_taken_out_count_as_they_will(client, editor):
    figure = relief()
    form = sent(client, figure, "?add=1")
    form |= {
        "measurements-2-key": "2025",
        "measurements-2-value": "9",
        "measurements-2-period_from": "2025-01-01",
        "measurements-2-period_to": "2025-12-31",
    }
    assert client.post(URL, form).json() == {"sentence": "9 people found relief, 2025"}
    form["measurements-2-DELETE"] = "on"
    assert client.post(URL, form).json()["sentence"].endswith("2012")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"measurements-TOTAL_FORMS": "x"},
        {"measurements-TOTAL_FORMS": "9" * 50},
        {"measurements-TOTAL_FORMS": "1", "measurements-0-value": "many"},
        {"measurements-TOTAL_FORMS": "1", "measurements-0-value": "NaN"},
        {"measurements-TOTAL_FORMS": "1", "measurements-0-value": "1e400"},
        {"measurements-TOTAL_FORMS": "1", "measurements-0-value": "9" * 5000},
        {
            "measurements-TOTAL_FORMS": "1",
            "measurements-0-value": "1",
            "measurements-0-qualifier": "roughly",
            "measurements-0-form": "number",
        },
    ],
)
def test_what_is_no_value_makes_no_sentence(client, editor, typed):
    assert client.post(URL, typed).json() == {"sentence": ""}


def test_unfinished_days_are_no_days(client, editor):
    form = sent(client, factories.figure(sentence="came")) | {"measurements-0-period_from": "20"}
    assert client.post(URL, form).json() == {"sentence": "100 people came"}


@pytest.mark.parametrize(
    ("role", "status"),
    [("Writer", 200), ("Editor", 200), ("Manager", 200), ("Office", 200), ("", 403)],
)
def test_who_sees_figures_may_ask_for_a_sentence(client, db, role, status):
    client.force_login(factories.user(role))
    assert client.post(URL, {}).status_code == status
    assert client.get(URL).status_code == 405


def test_nobody_else_may(client, db):
    assert client.post(URL, {}).status_code == 302
    assert client.post(URL, {"title": "typed"}).status_code == 403
    forging = Client(enforce_csrf_checks=True)
    forging.force_login(factories.user("Manager"))
    assert forging.post(URL).status_code == 403


def test_there_are_two_ways_to_change_a_value(client, editor):
    page = words(client.get(admin_addresses.of("change", relief())))
    assert 'href="?add=1#id_measurements-2-key"' in page
    assert "Readers keep the old value with its year." in page
    assert 'href="?correct=2012#id_measurements-1-value"' in page
    assert "The old value was wrong; readers will see a correction." in page


def test_a_value_that_is_no_more_than_a_draft_is_not_corrected(client, editor):
    figure = relief()
    form = sent(client, figure, "?add=1")
    form |= {"measurements-2-key": "2025", "measurements-2-value": "3100", "_save": ""}
    form |= {"measurements-2-period_from": "2025-01-01", "measurements-2-period_to": "2025-12-31"}
    client.post(admin_addresses.of("change", figure), form)
    page = words(client.get(admin_addresses.of("change", figure)))
    assert "The newest value is not public yet: change it below." in page
    assert "readers will see a correction" not in page
    draft = factories.figure(live=False)
    assert "Readers keep the old value" not in words(
        client.get(admin_addresses.of("change", draft))
    )


def test_a_newer_measurement_has_an_empty_block_without_script(client, editor):
    figure = relief()
    assert sent(client, figure)["measurements-TOTAL_FORMS"] == ["2"]
    assert sent(client, figure, "?add=1")["measurements-TOTAL_FORMS"] == ["3"]
    form = sent(client, figure, "?add=1") | {
        "measurements-2-key": "2025",
        "measurements-2-value": "3100",
        "_save": "",
    }
    client.post(admin_addresses.of("change", figure) + "?add=1", form)
    parts = admin_drafts.opened(figure).data["parts"]["measurements"].values()
    assert sorted(each["key"] for each in parts) == ["2011", "2012", "2025"]


def test_correcting_leads_to_a_sheet_that_says_so_first(client, editor, settings):
    settings.REQUIRE_REVIEW = "nothing"
    figure = relief()
    query = "?correct=2012"
    assert "You are correcting the value ‘2012’." in words(
        client.get(admin_addresses.of("change", figure) + query)
    )
    form = sent(client, figure, query) | {"measurements-1-value": "2500", "_publish": ""}
    response = client.post(admin_addresses.of("change", figure) + query, form)
    assert response.url == admin_addresses.of("publish", figure) + "?weight=correction"
    sheet = words(client.get(response.url))
    assert 'value="correction" id="weight-correction" checked' in sheet
    assert 'value="major" id="weight-major" checked' not in sheet


@pytest.mark.parametrize("asked", ["", "minor", "nonsense", "<script>"])
def test_any_other_wish_of_an_address_is_the_usual_choice(client, editor, settings, asked):
    settings.REQUIRE_REVIEW = "nothing"
    figure = factories.figure()
    admin_drafts.valued(figure, factories.user("Editor"), value="79.0000")
    sheet = words(client.get(admin_addresses.of("publish", figure), {"weight": asked}))
    assert 'value="major" id="weight-major" checked' in sheet
    assert "<script>" not in sheet


def test_what_is_counted_has_room_and_stays_one_line(client, editor):
    figure = relief()
    form = sent(client, figure)
    form |= {"counted": "people who\r\nfound   relief", "_save": ""}
    client.post(admin_addresses.of("change", figure), form)
    assert admin_drafts.opened(figure).data["fields"]["counted"] == "people who found relief"
    assert '<textarea name="counted"' in words(client.get(admin_addresses.of("change", figure)))


def test_the_site_is_linked_once_from_the_form(client, editor):
    page = words(client.get(admin_addresses.of("change", relief())))
    assert page.count("View on the site") == 1
    assert reverse("impact:statistic-detail", args=["relief"]) in page
