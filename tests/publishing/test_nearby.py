import pytest

from publishing import actions, changes, nearby, pages, records
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db
ENTRY = "faq.entry"


@pytest.fixture
def entry():
    source, figure = factories.source(slug="report"), factories.figure(slug="relief")
    made = factories.entry(
        slug="what",
        topic=drafts.public(factories.topic(slug="work")),
        parent=drafts.public(factories.entry(slug="whole")),
        answer="As many as {{ figure:relief@undated }}.",
        tags=["Courts", "ศาล"],
        sources=[source],
    )
    for row in (source, figure):
        drafts.public(row)
    return drafts.public(made)


def near(*keys):
    return {pages.near(ENTRY, key) for key in keys}


AROUND = (
    *("faq.topic:work", "faq.entry:whole", "impact.source:report", "impact.statistic:relief"),
    *("tag:courts", "tag:ศาล"),
)


def test_a_text_stands_beside_what_it_points_to_quotes_and_is_about(entry):
    assert set(nearby.of_texts(records.read(entry))) == near(*AROUND)


def test_what_it_stood_beside_before_is_told_as_well(entry):
    by, before = factories.user("Editor"), changes.now()
    drafts.publish(drafts.save(entry, by, answer="None.", parent=None, sources=[]), by=by)
    since = changes.since(before.lineage, before.number)
    assert since.keys - since.records == near(*AROUND)
    before = changes.now()
    drafts.publish(drafts.save(entry, by, answer="None at all."), by=by)
    since = changes.since(before.lineage, before.number)
    assert since.keys - since.records == near("faq.topic:work", "tag:courts", "tag:ศาล")


def test_keys_fit_a_header_and_tell_no_name(entry):
    for key in nearby.of_texts(records.read(entry)):
        assert key.isascii()
        assert " " not in key
        assert "court" not in key


def test_after_words_were_taken_out_for_safety_every_page_is_made_anew(entry):
    before = changes.now()
    actions.remove_for_safety(obj=entry, words="many", by=factories.user("Manager"))
    since = changes.since(before.lineage, before.number)
    assert changes.ALL in since.keys
    assert changes.ALL not in since.records
