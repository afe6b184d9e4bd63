"""A change drops the pages that show it and leaves others."""

import pytest

from tests.support import delivery_layer, drafts, factories, small_site


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with delivery_layer.made(django_db_blocker) as (rows, site):
        site.warm(small_site.addresses())
        yield rows, site


@pytest.fixture
def left(made, db):
    """What is still kept of all after a deed."""
    rows, site = made

    def left(deed):
        again = site.again()
        deed(rows)
        again.ask("/nothing/")
        return again.kept

    return left


def asked_for(kept, *starts):
    return {each for each in kept if each.startswith(starts)}


def published(row, **fields):
    by = factories.user("Editor")
    drafts.publish(drafts.save(row, by, **fields), by=by)


def test_another_text_of_a_question_leaves_what_names_no_question_alone(made, left):
    before = made[1].kept
    kept = left(lambda rows: published(rows["related"], question="Anew?"))
    assert not asked_for(kept, "/faq/related/", "/faq.json", "/handout")
    for address in ("/impact.", "/offices.", "/agencies", "/about/data"):
        assert asked_for(kept, address) == asked_for(before, address) != set()
    assert {"/impact/relief.json", "/impact/relief.svg", "/impact/year/2012/"} <= kept


def test_another_text_of_a_question_leaves_other_answers_alone(made, left):
    before = made[1].kept
    kept = left(lambda rows: published(rows["part"], answer="Other words."))
    assert not {"/faq/part/", "/faq/what/"} & kept
    for address in ("/faq/related/", "/impact/newer/", "/impact/alone/", "/agencies/"):
        assert asked_for(kept, address) == asked_for(before, address) != set()


def test_who_begins_to_quote_a_figure_changes_its_page_and_no_other_figure(made, left):
    text = "As many as {{ figure:newer }}."
    kept = left(lambda rows: published(rows["part"], answer=text))
    assert "/impact/newer/" not in kept
    assert {"/impact/alone/", "/faq/related/"} <= kept


def test_another_text_of_an_organisation_leaves_all_other_pages_alone(made, left):
    before = made[1].kept
    kept = left(lambda rows: published(rows["agency"], name="Anew"))
    assert {each.partition("?")[0] for each in before - kept} == {
        *("/agencies/", "/agencies.json", "/agencies.csv", "/search/"),
        *("/handout/", "/handout.html", "/handout.pdf"),
    }


def test_a_draft_drops_nothing(made, left):
    before = made[1].kept
    assert left(lambda rows: drafts.save(rows["entry"], factories.user("Editor"))) == before
