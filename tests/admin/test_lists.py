"""Lists: what they show, in which order, and that their cost does not grow."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faq.models import Agency, Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from staff.models import User
from tests.support import admin_addresses, factories

MANY = 5_000


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def many_entries():
    topic = factories.topic()
    sample = factories.entry(topic=topic, tags=["courts"])
    rows = [
        Entry(
            slug=f"many-{number}",
            question=f"Many {number}?",
            short_answer=sample.short_answer,
            answer="Text.",
            topic=topic,
            parent=sample if number % 2 else None,
        )
        for number in range(MANY)
    ]
    Entry.everything.bulk_create(rows, 500)


def many_figures():
    rows = [
        Statistic(slug=f"many-{number}", title=f"Many {number}", kind="result", unit="people")
        for number in range(MANY)
    ]
    Statistic.everything.bulk_create(rows, 500)
    values = [Measurement(statistic=row, key="2012", value=Decimal(5)) for row in rows]
    Measurement.objects.bulk_create(values, 500)


def many_places():
    rows = [
        FieldOffice(slug=f"many-{number}", name=f"Many {number}", region="asia")
        for number in range(MANY)
    ]
    FieldOffice.everything.bulk_create(rows, 500)


def a_few():
    for number in range(3):
        parent = factories.entry(tags=["police", f"tag {number}"])
        factories.entry(parent=parent)
        factories.figure(tags=["police"], office=factories.office(tags=["police"]))


@pytest.mark.wide
@pytest.mark.parametrize(
    ("model", "add_many"),
    [(Entry, many_entries), (Statistic, many_figures), (FieldOffice, many_places)],
)
def test_a_list_of_thousands_asks_the_database_no_more_often(editor, model, add_many):
    a_few()
    url = admin_addresses.of("changelist", model)
    queries(editor, url)
    before = queries(editor, url)
    add_many()
    assert queries(editor, url) <= before + 1
    assert queries(editor, f"{url}?q=many") <= before + 1


@pytest.mark.parametrize("model", [Topic, Entry, Agency, Source, Statistic, FieldOffice])
def test_every_list_opens_searches_and_counts_its_filters(editor, model):
    a_few()
    factories.agency()
    factories.source()
    url = admin_addresses.of("changelist", model)
    for query in ("", "?q=o", "?q=zzzz", "?_facets=True"):
        assert editor.get(url + query).status_code == 200


def test_questions_stand_in_the_order_in_which_readers_find_them(editor):
    second = factories.topic(name="Second", order=2)
    first = factories.topic(name="First", order=1)
    late = factories.entry(question="Late", topic=second, order=1)
    parent = factories.entry(question="Parent", topic=first, order=1)
    factories.entry(question="After", topic=first, order=2)
    part = factories.entry(question="Part", parent=parent, order=9)
    factories.entry(question="Part of the part", parent=part, order=1)
    factories.entry(question="Next part", parent=parent, order=10)
    rows = editor.get(admin_addresses.of("changelist", Entry)).context["cl"].result_list
    assert [row.question for row in rows] == [
        "Parent",
        "Part",
        "Part of the part",
        "Next part",
        "After",
        late.question,
    ]
    assert [row.depth for row in rows] == [0, 1, 2, 1, 0, 0]


def test_a_list_says_what_is_public_who_changed_it_and_where_it_is_seen(editor):
    entry = factories.entry()
    editor.post(admin_addresses.of("move", entry, "up"))
    other = factories.entry(order=2, topic=entry.topic)
    editor.post(admin_addresses.of("move", other, "up"))
    page = editor.get(admin_addresses.of("changelist", Entry)).content.decode()
    assert "public" in page
    assert f'href="{entry.get_absolute_url()}"' in page
    assert ", editor</td>" in page


def test_nothing_found_says_so_and_offers_the_way_back(editor):
    factories.entry()
    page = editor.get(admin_addresses.of("changelist", Entry) + "?q=zzz").content.decode()
    assert "No question matches ‘zzz’." in page
    assert "Clear the search" in page


def test_questions_are_found_and_filtered_by_subject(editor):
    wanted = factories.entry(question="Who judges?", tags=["courts, local"])
    factories.entry(question="Who else?", tags=["police"])
    url = admin_addresses.of("changelist", Entry)
    for query in ("?q=local", "?subject=courts-local"):
        assert list(editor.get(url + query).context["cl"].result_list) == [wanted]


def test_a_figure_shows_its_newest_value_in_words(editor):
    figure = factories.statistic(title="Convictions", unit="convictions")
    factories.measurement(statistic=figure, key="2011", value=9)
    factories.measurement(
        statistic=figure, key="2012", value=132, period_from="2012-01-01", period_to="2012-12-31"
    )
    page = editor.get(admin_addresses.of("changelist", Statistic)).content.decode()
    assert "132 convictions, 2012" in page


def test_people_are_listed_with_their_roles_in_few_queries(client, db):
    client.force_login(factories.user("Manager"))
    url = admin_addresses.of("changelist", User)
    factories.user("Writer")
    queries(client, url)
    before = queries(client, url)
    for _number in range(20):
        factories.user("Editor")
    assert queries(client, url) == before
