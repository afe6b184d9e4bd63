"""One figure and one place, from their records."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from impact import pages
from publishing import kinds, records
from publishing.pages import Showing, near
from tests.support import factories

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.date(2026, 11, 23)


def text(response):
    """What a reader sees, tags and runs of spaces aside."""
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def shown(client, figure):
    response = client.get(figure.get_absolute_url())
    assert response.status_code == 200
    return text(response)


def keys(response):
    return set(response.headers["Surrogate-Key"].split())


def year(figure, number, value, **values):
    return factories.measurement(
        statistic=figure,
        key=str(number),
        value=Decimal(value),
        period_from=datetime.date(number, 1, 1),
        period_to=datetime.date(number, 12, 31),
        **values,
    )


def test_a_figure_stands_with_qualifier_unit_sentence_status_time_and_source(client):
    figure = factories.statistic(unit="people", sentence="freed from a brick factory")
    source = factories.source(title="Annual report", producer="IJM")
    factories.measurement(
        statistic=figure, value=Decimal(500), qualifier="more-than", said_in=source
    )
    seen = shown(client, figure)
    assert "Figure · result of the work more than 500 people freed from a brick factory" in seen
    assert "As stated" in seen
    assert "What “as stated” means" in seen
    assert "When Date not stated" in seen
    assert "Where it is said “Annual report”, IJM, no date" in seen


def test_a_figure_of_a_year_names_the_year_beside_its_value(client):
    figure = factories.statistic(unit="convictions", sentence="won in court")
    year(figure, 2012, 132)
    assert "132 convictions won in court, 2012 " in shown(client, figure)


def test_a_figure_without_a_source_says_so_in_both_places(client):
    seen = shown(client, factories.figure())
    assert "Where it is said Source not stated" in seen
    assert "Where it is said" in seen.split("What is not known")[1]


def test_a_source_with_an_address_is_linked_and_says_how_far_it_was_checked(client):
    figure = factories.statistic()
    source = factories.source(address="https://example.org/report")
    factories.measurement(statistic=figure, said_in=source)
    response = client.get(figure.get_absolute_url())
    assert 'href="https://example.org/report" rel="noopener noreferrer"' in response.text
    assert "As printed in the handout; not checked" in text(response)
    source.accessed_on = ONE_DAY
    source.save()
    assert "Worked on 23 November 2026" in shown(client, figure)


def test_what_is_not_known_is_written_out_and_what_is_known_stands_above_it(client):
    figure = factories.statistic(counted="people freed")
    factories.measurement(statistic=figure, measured_by="outside auditors")
    known, unknown = shown(client, figure).split("What is not known")
    assert "What was counted People freed" in known
    assert "Who measured Outside auditors" in known
    assert "How it was counted" not in known
    assert "How it was counted" in unknown
    assert "Where this was counted" in unknown
    assert "When this was counted" in unknown


def test_one_value_makes_no_table_and_two_do(client):
    figure = factories.statistic(unit="people")
    year(figure, 2011, 90, qualifier="about", said_in=factories.source(title="Report 2011"))
    assert "By year" not in shown(client, figure)
    year(figure, 2012, 100, status="confirmed", confirmed_on=ONE_DAY)
    table = shown(client, figure).split("By year")[1]
    assert "2011 about 90 people As stated" in table
    assert "“Report 2011”, no date" in table
    assert "2012 100 people Confirmed" in table
    assert "Checked against its first source on 23 November 2026." in table
    assert table.index("2011 about") < table.index("2012 100")


def test_the_newest_value_stands_on_top(client):
    figure = factories.statistic(unit="people", sentence="freed")
    year(figure, 2012, 100)
    year(figure, 2011, 90)
    assert "100 people freed, 2012" in shown(client, figure).split("What is known")[0]


def test_a_superseded_figure_leads_to_the_newer_one(client):
    newer = factories.statistic(unit="people")
    later = year(newer, 2013, 200)
    figure = factories.statistic(unit="people")
    year(figure, 2012, 100, status="superseded", superseded_by=later)
    response = client.get(figure.get_absolute_url())
    assert "A newer figure exists: 200 people (2013)." in text(response)
    assert f'href="{newer.get_absolute_url()}"' in response.text
    assert f"impact.statistic:{newer.slug}" in keys(response)


def test_a_newer_figure_that_is_not_public_is_not_shown(client):
    newer = factories.statistic(unit="people", live=False)
    later = year(newer, 2013, 200)
    figure = factories.statistic(unit="people")
    year(figure, 2012, 100, status="superseded", superseded_by=later)
    response = client.get(figure.get_absolute_url())
    assert "200 people" not in text(response)
    assert newer.get_absolute_url() not in response.text


def test_a_figure_names_the_answers_that_quote_it_down_to_the_paragraph(client):
    figure = factories.figure()
    quote = f"{{{{ figure:{figure.slug} }}}}"
    entry = factories.entry(
        question="What is known?", answer=f"First.\n\nSecond {quote}.\n\nThird {quote}."
    )
    hidden = factories.entry(answer=f"Quoting {quote}.", live=False)
    response = client.get(figure.get_absolute_url())
    assert "Quoted in What is known? (paragraphs 2 , 3 )" in text(response)
    assert f'href="{entry.get_absolute_url()}#p2"' in response.text
    assert hidden.slug not in response.text
    assert f"faq.entry:{entry.slug}" in keys(response)


def test_a_figure_leads_to_its_place(client):
    office = factories.office(name="Kenya")
    response = client.get(factories.figure(office=office).get_absolute_url())
    assert "Where Kenya More about Kenya" in text(response)
    assert f"impact.fieldoffice:{office.slug}" in keys(response)


def test_a_figure_without_an_office_says_where_all_the_same(client):
    figure = factories.figure(places="worldwide")
    assert "Where Worldwide When" in shown(client, figure)


def test_a_figure_names_all_it_shows_in_its_keys(client):
    source = factories.source()
    figure = factories.statistic(office=factories.office())
    factories.measurement(statistic=figure, said_in=source)
    assert {
        f"impact.statistic:{figure.slug}",
        f"impact.source:{source.slug}",
        f"impact.fieldoffice:{figure.office.slug}",
        # An answer may begin to quote the figure.
        near("faq.entry", f"impact.statistic:{figure.slug}"),
    } <= keys(client.get(figure.get_absolute_url()))


def test_the_contact_address_stands_only_where_there_is_one(client, settings):
    figure = factories.figure()
    assert "Found something wrong" not in shown(client, figure)
    settings.CONTACT_EMAIL = "figures@example.org"
    assert "Found something wrong, or know the source? figures@example.org" in shown(client, figure)


def test_a_figure_without_a_value_says_so(client):
    figure = factories.statistic(title="Prosecutions")
    seen = shown(client, figure)
    assert "Prosecutions No value of this figure is published here yet." in seen
    assert "What is known" not in seen


def test_a_preview_is_drawn_from_its_record_and_not_from_the_row():
    figure = factories.figure(value=100, title="As saved")
    record = records.read(figure)
    record["fields"]["title"] = "As typed"
    page = kinds.of(figure).page(record, Showing(band="impact/_source.html"))
    assert page.context["fields"]["title"] == "As typed"
    assert page.context["dates"].changed is None
    assert page.context["band"] == "impact/_source.html"


def test_a_newer_value_of_the_same_record_is_read_from_the_record():
    figure = factories.statistic(unit="people")
    later = year(figure, 2013, 200)
    year(figure, 2012, 100, status="superseded", superseded_by=later)
    record = records.read(figure)
    record["parts"]["measurements"][str(later.pk)]["value"] = "300.0000"
    page = pages.statistic(record, Showing())
    old, _new = page.context["values"]
    assert "300 people (2013)" in old.evidence.status.sentence


def test_dates_come_from_the_record_and_the_moment_shown():
    figure = factories.figure(reviewed_on=ONE_DAY)
    moment = timezone.make_aware(datetime.datetime(2026, 11, 20, 12))
    dates = pages.statistic(records.read(figure), Showing(changed_at=moment)).context["dates"]
    assert dates.changed == datetime.date(2026, 11, 20)
    assert dates.checked == ONE_DAY


@pytest.mark.parametrize("many", [3, 30])
def test_a_figure_takes_as_many_queries_with_many_values_and_answers_as_with_few(
    client, many, django_assert_num_queries
):
    figure = factories.statistic(office=factories.office())
    newer = factories.statistic()
    for number in range(many):
        later = year(newer, 2100 + number, number)
        year(
            figure,
            2000 + number,
            number,
            said_in=factories.source(),
            status="superseded",
            superseded_by=later,
        )
        factories.entry(answer=f"A {{{{ figure:{figure.slug} }}}}.")
    client.get(figure.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(figure.get_absolute_url())


@pytest.mark.parametrize("many", [3, 30])
def test_a_place_takes_as_many_queries_with_many_figures_and_answers_as_with_few(
    client, many, django_assert_num_queries
):
    office = factories.office(source=factories.source())
    for _ in range(many):
        factories.figure(office=office)
        factories.entry(answer=f"In {{{{ place:{office.slug} }}}}.")
    client.get(office.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(office.get_absolute_url())
