"""What pages say to programs is what their readers see, and no more."""

import datetime
import json

import html5lib
import pytest

from faq.models import Entry
from impact.models import FieldOffice, Statistic
from tests.support import factories, public_addresses, publication_history

pytestmark = pytest.mark.django_db
SITE = "https://answers.example.org"
TEXTS = {"name", "text", "description", "alternateName", "measurementTechnique"}
NOT_READ = {"script", "style", "meta", "link"}


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


def parsed(client, path):
    return html5lib.parse(client.get(path).content.decode(), namespaceHTMLElements=False)


def linked_data(page):
    """The things of its one block; [] without one."""
    found = page.findall(".//script[@type='application/ld+json']")
    assert len(found) <= 1
    if not found:
        return []
    document = json.loads(found[0].text)
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def of(client, path):
    """{type: thing}"""
    return {each["@type"]: each for each in linked_data(parsed(client, path))}


def plain(text):
    return " ".join(text.split())


def seen(element):
    """All text of an element that is not for machines."""
    said = [] if element.tag in NOT_READ else [element.text or "", *map(seen, element)]
    return "".join([*said, element.tail or ""])


def within(thing):
    """(name, value) of all that it says, however deep."""
    if isinstance(thing, list):
        for each in thing:
            yield from within(each)
    elif isinstance(thing, dict):
        for name, value in thing.items():
            yield name, value
            yield from within(value)


@pytest.mark.wide
@pytest.mark.usefixtures("content")
def test_every_text_stands_on_its_page_in_the_same_words(client):
    told = 0
    for path in public_addresses.pages():
        page = parsed(client, path)
        visible = plain(seen(page))
        for name, value in within(linked_data(page)):
            if name not in TEXTS:
                continue
            for line in value.split("\n"):
                assert plain(line) in visible, (path, name, line)
                told += 1
    assert told > 300


@pytest.mark.usefixtures("content")
def test_an_answer_is_told_whole_and_in_the_order_of_its_page(client):
    for row in Entry.objects.all():
        page = parsed(client, row.get_absolute_url())
        (question,) = of(client, row.get_absolute_url())["FAQPage"]["mainEntity"]
        assert question["name"] == plain(seen(page.find(".//h1")))
        lines = map(plain, question["acceptedAnswer"]["text"].split("\n"))
        visible, at = plain(seen(page.find(".//main"))), 0
        for line in lines:
            at = visible.index(line, at) + len(line)
        told = plain(question["acceptedAnswer"]["text"])
        paragraphs = page.findall(".//div[@class='para']")
        assert paragraphs
        for paragraph in paragraphs:
            paragraph.remove(paragraph.find("a[@class='no']"))
            assert plain(seen(paragraph)) in told


@pytest.mark.wide
@pytest.mark.usefixtures("content")
def test_each_kind_of_page_says_what_it_is_and_lists_say_nothing(client):
    expected = {
        "/": {"NGO", "WebSite"},
        **{each.get_absolute_url(): {"FAQPage", "BreadcrumbList"} for each in Entry.objects.all()},
        **{
            each.get_absolute_url(): {"Dataset", "BreadcrumbList"}
            for each in Statistic.objects.all()
        },
        **{
            each.get_absolute_url(): {"WebPage", "BreadcrumbList"}
            for each in FieldOffice.objects.all()
        },
    }
    for path in public_addresses.pages():
        assert set(of(client, path)) == expected.get(path, set()), path


@pytest.mark.usefixtures("content")
def test_every_address_is_of_this_site_whatever_the_host_header_says(client, settings):
    settings.ALLOWED_HOSTS = ["evil.example"]
    for row in (*Entry.objects.all()[:2], *Statistic.objects.all()[:2]):
        response = client.get(row.get_absolute_url(), headers={"Host": "evil.example"})
        page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        things = linked_data(page)
        addresses = [value for name, value in within(things) if name in {"item", "contentUrl"}]
        addresses += [thing["url"] for thing in things if "url" in thing]
        assert len(addresses) >= 2
        assert all(each.startswith(f"{SITE}/") for each in addresses)


def test_it_is_dated_by_the_day_its_readers_were_told_of_a_change(client):
    row = publication_history.entry(slug="what-is-it")
    publication_history.change(row, "2026-04-01", answer="A")
    publication_history.change(
        row, "2026-05-01", answer="B", note="", weight=publication_history.MINOR
    )
    page = of(client, "/faq/what-is-it/")["FAQPage"]
    answer = page["mainEntity"][0]["acceptedAnswer"]
    assert page["dateModified"] == answer["dateModified"] == "2026-04-01T12:00:00+00:00"
    assert answer["text"].endswith("\nB")


def test_its_day_is_the_one_on_the_page_wherever_the_site_is(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    late = datetime.datetime(2026, 4, 1, 20, tzinfo=datetime.UTC)
    factories.entry(slug="what-is-it", changed_at=late)
    page = of(client, "/faq/what-is-it/")["FAQPage"]
    assert page["dateModified"] == "2026-04-02T09:00:00+13:00"
    assert "Text changed 2 April 2026" in client.get("/faq/what-is-it/").text


def test_versions_leave_it_to_the_page_of_today(client):
    row = publication_history.entry(slug="what-is-it")
    figure = publication_history.figure(slug="freed")
    publication_history.change(row, "2026-04-01", answer="A")
    publication_history.withdraw(figure, "2026-04-01")
    for path in ("/faq/what-is-it/v/1/", "/faq/what-is-it/v/2/", "/impact/freed/v/1/"):
        assert client.get(path).status_code == 200
        assert of(client, path) == {}


@pytest.mark.parametrize(
    "words",
    ['</script><script>alert("1")</script>', "<!-- <script>", "]]> & \u2028 \\ \" '", "{{ x }}"],
)
def test_no_text_can_end_the_block(client, words):
    factories.entry(slug="what-is-it", question=words, answer=f"A `{words}` b.")
    factories.statistic(slug="freed", title=words)
    question = of(client, "/faq/what-is-it/")["FAQPage"]["mainEntity"][0]
    assert question["name"] == words
    assert of(client, "/impact/freed/")["Dataset"]["name"] == words


def test_figures_in_an_answer_are_followed_by_how_they_are_known(client):
    factories.figure(slug="freed", value=12)
    factories.figure(slug="helped", value=13, title="People helped", places="Kenya")
    factories.entry(slug="one", answer="Once {{ figure:freed }}.\n\nAnd more.")
    factories.entry(slug="two", answer="{{ figure:freed }} and {{ figure:helped }}.")
    one, two = (
        of(client, f"/faq/{slug}/")["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"]
        for slug in ("one", "two")
    )
    facts = "Date not stated. Not stated: place, who counted, how it was counted, source."
    assert one.split("\n")[1:] == ["Once 12 people.", "As stated", facts, "And more."]
    assert "\nPeople helped: Date not stated. Kenya. Not stated:" in two


def test_a_figure_names_its_files_time_source_and_licence(client):
    source = factories.source(title="A report", address="https://example.org/r", licence="CC0")
    figure = factories.statistic(slug="freed", title="People freed", places="worldwide")
    for year in (2011, 2012):
        factories.measurement(
            statistic=figure,
            key=str(year),
            period_from=f"{year}-01-01",
            period_to=f"{year}-12-31",
            qualifier="more-than",
            said_in=source,
        )
    found = of(client, "/impact/freed/")["Dataset"]
    assert found["temporalCoverage"] == "2011/2012"
    assert found["spatialCoverage"] == {"@type": "Place", "name": "Worldwide"}
    assert found["license"]["name"] == "CC0"
    assert found["isBasedOn"]["url"] == "https://example.org/r"
    assert found["creator"]["name"] == "International Justice Mission"
    assert found["description"].startswith("more than 100 people (People freed), 2012\nAs stated\n")
    assert [each["contentUrl"] for each in found["distribution"]] == [
        f"{SITE}/impact/freed.json",
        f"{SITE}/impact/freed.csv",
    ]


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("2012-01-01", "2012-12-31", "2012"),
        ("2012-03-01", "2012-04-30", "2012-03-01/2012-04-30"),
        ("2012-03-01", "2012-03-01", "2012-03-01"),
        (None, None, None),
    ],
)
def test_its_time_is_that_of_its_values_where_one_is_known(client, first, last, covered):
    figure = factories.statistic(slug="freed")
    factories.measurement(statistic=figure, period_from=first, period_to=last)
    assert of(client, "/impact/freed/")["Dataset"].get("temporalCoverage") == covered


def test_what_is_not_stated_is_left_out(client):
    factories.statistic(slug="freed")
    found = of(client, "/impact/freed/")["Dataset"]
    assert not {"license", "isBasedOn", "variableMeasured", "spatialCoverage"} & set(found)
    assert found["description"] == "No value of this figure is published here yet."


def test_a_place_is_told_no_more_closely_than_it_may_be_shown(client):
    factories.office(slug="region", name="South Asia", region="asia", country_code="")
    factories.office(slug="town", precision="city", city="Mombasa")
    region, town = (
        of(client, f"/offices/{slug}/")["WebPage"]["mainEntity"] for slug in ("region", "town")
    )
    assert "address" not in region
    assert region["containedInPlace"]["name"] == "Asia"
    assert town["address"]["addressLocality"] == "Mombasa"
    assert "geo" not in f"{region} {town}"
