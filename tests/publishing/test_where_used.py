"""Where something is used: quoted, pointed to, stood beneath, carried."""

import pytest

from publishing import tags
from publishing.screens import where_used
from tests.support import admin_addresses, factories
from tests.support.admin_drafts import words

pytestmark = pytest.mark.django_db


def told(uses):
    return [(use.obj, use.how) for use in uses]


def test_a_figure_is_used_where_it_is_quoted_with_the_paragraph():
    figure = factories.figure(slug="relief")
    entry = factories.entry(
        answer="First.\n\nThen {{ figure:relief }}.\n\nAnd {{ figure:relief@undated }}."
    )
    assert told(where_used.of(figure)) == [(entry, "quotes it in paragraphs 2, 3")]


def test_a_source_is_used_by_values_answers_and_places():
    source = factories.source()
    figure = factories.statistic()
    for key in ("2011", "2012"):
        factories.measurement(statistic=figure, key=key, said_in=source)
    entry = factories.entry(sources=[source])
    office = factories.office(source=source)
    used = [use.obj for use in where_used.of(source)]
    assert sorted(map(str, used)) == sorted(map(str, [figure, entry, office]))


def test_a_place_is_used_by_its_figures_and_by_answers_that_name_it():
    office = factories.office(slug="kenya")
    figure = factories.figure(office=office)
    entry = factories.entry(answer="In {{ place:kenya }}.")
    assert told(where_used.of(office)) == [
        (entry, "quotes it in paragraph 1"),
        (figure, "place"),
    ]


def test_a_question_is_used_by_its_parts_public_or_not():
    entry = factories.entry()
    part = factories.entry(parent=entry, live=False)
    assert told(where_used.of(entry)) == [(part, "part of")]


def test_a_subject_is_used_by_all_that_carry_it():
    entry, figure = factories.entry(tags=["courts"]), factories.statistic(tags=["courts"])
    (tag,) = tags.named(["courts"])
    assert {use.obj for use in where_used.of_tag(tag)} == {entry, figure}


def test_the_form_says_where_it_is_used(client):
    client.force_login(factories.user("Editor"))
    figure = factories.figure(slug="relief")
    factories.entry(question="Who was freed?", answer="{{ figure:relief }}.")
    said = words(client.get(admin_addresses.of("change", figure)))
    assert "Where it is used" in said
    assert "quotes it in paragraph 1" in said


def test_the_form_of_a_subject_says_what_carries_it(client):
    client.force_login(factories.user("Editor"))
    factories.entry(question="Who was freed?", tags=["courts"])
    (tag,) = tags.named(["courts"])
    assert "Who was freed?" in words(client.get(admin_addresses.of("change", tag)))
