import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from faq.models import Entry, Topic
from publishing import kinds, tags
from publishing.models import RESERVED_SLUGS, Reference, TaggedItem
from tests.support import factories
from tests.support.constraints import assert_refused, checks_of, problems

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 24)
MAKERS = {
    "faq_topic": factories.topic,
    "faq_entry": factories.entry,
    "faq_agency": factories.agency,
    "impact_source": factories.source,
    "impact_fieldoffice": factories.office,
    "impact_statistic": factories.statistic,
}
BREAKS = [
    ("slug_plain", {"slug": "What"}),
    ("slug_plain", {"slug": "what_is"}),
    ("slug_plain", {"slug": "what--is"}),
    ("slug_plain", {"slug": "-what"}),
    ("slug_plain", {"slug": "what\n"}),
    ("slug_plain", {"slug": ""}),
    ("slug_plain", {"slug": "été"}),
    *[("slug_not_reserved", {"slug": slug}) for slug in sorted(RESERVED_SLUGS)],
    ("checks_in_order", {"reviewed_on": DAY, "review_due": DAY}),
]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(("rule", "values"), BREAKS)
def test_the_database_refuses_a_row_that_breaks_a_shared_rule(kind, rule, values):
    assert_refused(f"{kind}_{rule}", MAKERS[kind], values)


def test_every_kind_has_every_shared_rule():
    rules = {rule for rule, _values in BREAKS}
    for kind in kinds.all_kinds():
        prefix = kind.name.replace(".", "_")
        shared = {name for name in checks_of(kind.name) if name.startswith(f"{prefix}_")}
        assert shared == {f"{prefix}_{rule}" for rule in rules}
        assert prefix in MAKERS


@pytest.mark.parametrize("kind", MAKERS)
def test_an_address_is_taken_once(kind):
    MAKERS[kind](slug="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        MAKERS[kind](slug="same")


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("What", "Use small letters, digits and single hyphens only, such as what-is-ijm."),
        ("history", "“history” is used by the site itself. Choose another address."),
    ],
)
def test_a_form_says_once_what_is_wrong_with_an_address(slug, said):
    assert problems(Topic(slug=slug, name="Topic")) == [said]


def test_dates_of_checks_may_be_missing_or_in_order():
    later = DAY + datetime.timedelta(days=1)
    for reviewed, due in [(None, None), (DAY, None), (None, DAY), (DAY, later)]:
        assert problems(factories.topic(reviewed_on=reviewed, review_due=due)) == []


def test_public_code_sees_live_rows_only_and_staff_everything():
    shown, hidden = factories.entry(), factories.entry(live=False)
    assert list(Entry.objects.all()) == [shown]
    assert set(Entry.everything.all()) == {shown, hidden}
    assert list(Entry.everything.live()) == [shown]
    assert Entry.everything.get_by_natural_key(hidden.slug) == hidden


def test_an_address_of_a_hidden_row_counts_as_taken():
    factories.topic(slug="courts", live=False)
    assert problems(Topic(slug="courts", name="Courts")) == [
        "Topic with this Address already exists."
    ]


def test_related_rows_are_narrowed_to_live_ones_by_a_word():
    parent = factories.entry()
    shown = factories.entry(parent=parent)
    factories.entry(parent=parent, live=False)
    assert list(parent.children.live()) == [shown]


def test_the_owner_may_leave():
    person = factories.user()
    entry = factories.entry(owner=person)
    person.delete()
    entry.refresh_from_db()
    assert entry.owner is None


def test_a_row_is_tagged_once_with_one_tag():
    entry = factories.entry(tags=["courts"])
    [tag] = tags.of([entry])[entry.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        TaggedItem.objects.create(
            tag=tag, object_id=entry.pk, content_type=ContentType.objects.get_for_model(Entry)
        )


def test_a_row_that_goes_takes_its_tagging_along():
    entry = factories.entry(tags=["courts"])
    entry.delete()
    assert not TaggedItem.objects.exists()


def test_a_reference_is_kept_once():
    kept = {"kind": "faq.entry", "object_id": factories.entry().pk, "to_kind": "impact.statistic"}
    Reference.objects.create(**kept, to_key="relief")
    Reference.objects.create(**kept, to_key="relief", pin="2012")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.create(**kept, to_key="relief")


def test_content_is_known_by_uuid_before_it_is_saved():
    assert Entry().pk != Entry().pk
