import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from faq.models import Agency, Entry
from tests.support import factories
from tests.support.constraints import assert_refused, checks_of, problems, sentence_of

pytestmark = pytest.mark.django_db

BREAKS = [
    ("topic_has_name", factories.topic, {"name": ""}),
    ("entry_content_note_known", factories.entry, {"content_note": "sad"}),
    ("entry_has_its_texts", factories.entry, {"question": ""}),
    ("entry_has_its_texts", factories.entry, {"short_answer": ""}),
    ("entry_has_its_texts", factories.entry, {"answer": ""}),
    ("agency_has_name_and_country", factories.agency, {"name": ""}),
    ("agency_has_name_and_country", factories.agency, {"country": ""}),
    ("agency_link_state_known", factories.agency, {"link_state": "broken"}),
    (
        "agency_checked_has_date_and_site",
        factories.agency,
        {"link_state": "checked", "site": "https://example.org/"},
    ),
    (
        "agency_checked_has_date_and_site",
        factories.agency,
        {"link_state": "checked", "reviewed_on": "2026-11-24"},
    ),
]
# Tested on their own below.
OTHERS = {"entry_not_its_own_parent"}


@pytest.mark.parametrize(("constraint", "make", "values"), BREAKS)
def test_the_database_refuses_a_row_that_breaks_a_rule(constraint, make, values):
    assert_refused(constraint, make, values)


def test_every_rule_has_a_row_that_breaks_it():
    own = checks_of("faq.topic", "faq.entry", "faq.agency")
    shared = {name for name in own if name.startswith("faq_")}
    assert own - shared == {name for name, _make, _values in BREAKS} | OTHERS


def test_a_question_cannot_be_its_own_parent():
    entry = factories.entry()
    entry.parent = entry
    with (
        pytest.raises(IntegrityError, match="entry_not_its_own_parent"),
        transaction.atomic(),
    ):
        entry.save()
    assert sentence_of("entry_not_its_own_parent") in problems(entry)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (1, ["The short answer has 1 word. It needs 20 to 60."]),
        (19, ["The short answer has 19 words. It needs 20 to 60."]),
        (20, []),
        (60, []),
        (61, ["The short answer has 61 words. It needs 20 to 60."]),
    ],
)
def test_a_short_answer_has_20_to_60_words(words, said):
    assert problems(factories.entry(short_answer=" ".join(["word"] * words))) == said


def test_a_form_refuses_an_answer_that_quotes_an_unknown_figure():
    said = problems(factories.entry(answer="It is {{ figure:nothing }}."))
    assert said == ["There is no figure called ‘nothing’."]


def test_a_topic_and_a_parent_in_use_stay():
    child = factories.entry(parent=factories.entry())
    with pytest.raises(ProtectedError):
        child.parent.delete()
    with pytest.raises(ProtectedError):
        child.topic.delete()


def test_questions_stand_by_their_order_then_by_address():
    for slug, order in [("b", 2), ("c", 1), ("a", 2)]:
        factories.entry(slug=slug, order=order)
    assert [each.slug for each in Entry.objects.all()] == ["c", "a", "b"]


def test_an_organisation_needs_only_a_name_and_a_country():
    assert problems(Agency(slug="help", name="Help", country="Kenya")) == []


def test_a_checked_link_has_its_address_and_its_day():
    agency = factories.agency(
        link_state="checked", site="https://example.org/", reviewed_on="2026-11-24"
    )
    assert problems(agency) == []
