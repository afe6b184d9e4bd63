import pytest

from faq.models import Entry
from impact.models import Measurement, Statistic
from publishing import actions, changes, history, pages, records
from publishing.models import Redirect, Revision
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db

State = Revision.State


@pytest.fixture
def editor():
    return factories.user("Editor")


@pytest.fixture
def entry():
    made = factories.entry(slug="what", answer="One.\n\nTwo.\n\nThree.")
    drafts.public(made.topic)
    return drafts.public(made)


def figure(slug="relief", **values):
    return drafts.public(factories.figure(slug=slug, **values))


def quoting(text, **values):
    made = factories.entry(answer=text, **values)
    drafts.public(made.topic)
    return drafts.public(made)


def text(row):
    return history.data(history.public(row.pk))["fields"]


def versions(row):
    rows = Revision.objects.filter(object_id=row.pk, version__isnull=False)
    return list(rows.order_by("version").values_list("version", flat=True))


def test_a_published_draft_is_what_readers_get(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    [published] = drafts.publish(draft, by=editor)
    row = drafts.fresh(entry)
    assert (row.question, row.live) == ("Anew?", True)
    assert row.changed_at > entry.changed_at
    assert (published.version, published.state, published.note) == (2, "published", "Said why.")
    assert drafts.agrees(entry)


def test_it_logs_the_pages_that_change(entry, editor):
    before = changes.now()
    drafts.publish(drafts.save(entry, editor, slug="new"), by=editor)
    since = changes.since(before.lineage, before.number)
    assert since.number == before.number + 1
    assert since.records == {"faq.entry:new", "faq.entry:what", "faq.entry:all"}
    topic = pages.key("faq.topic", entry.topic.slug)
    assert since.keys - since.records == {pages.near("faq.entry", topic)}


def test_only_the_newest_text_can_become_public(entry, editor):
    first = drafts.save(entry, editor, question="First?")
    newest = drafts.save(entry, editor, question="Second?")
    with pytest.raises(actions.Stale) as caught:
        drafts.publish(first, by=editor)
    assert caught.value.newest == newest
    assert drafts.read(entry)["fields"]["question"] == entry.question


def test_nothing_new_is_nothing_to_publish(entry, editor):
    with pytest.raises(actions.Problem, match="no draft to publish"):
        drafts.publish(drafts.head(entry), by=editor)


def test_a_draft_from_before_a_publication_keeps_what_was_published(entry, editor):
    draft = drafts.save(entry, editor, answer="One!\n\nTwo.\n\nThree.")
    Entry.everything.filter(pk=entry.pk).update(answer="One.\n\nTwo.\n\nThree!")
    drafts.publish(draft, by=editor)
    assert text(entry)["answer"] == "One!\n\nTwo.\n\nThree!"
    assert versions(entry) == [1, 2, 3]


def test_a_draft_goes_on_over_several_changes_beside_it(entry, editor):
    drafts.save(entry, editor, answer="One!\n\nTwo.\n\nThree.")
    Entry.everything.filter(pk=entry.pk).update(answer="One.\n\nTwo.\n\nThree!")
    actions.record_outside(drafts.fresh(entry))
    draft = drafts.save(entry, editor, question="Anew?")
    Entry.everything.filter(pk=entry.pk).update(short_answer="Other words.")
    drafts.publish(draft, by=editor)
    fields = text(entry)
    assert fields["answer"] == "One!\n\nTwo.\n\nThree!"
    assert (fields["question"], fields["short_answer"]) == ("Anew?", "Other words.")


def test_where_the_same_words_became_public_meanwhile_it_clashes(entry, editor):
    draft = drafts.save(entry, editor, question="Draft?")
    Entry.everything.filter(pk=entry.pk).update(question="By SQL?")
    with pytest.raises(actions.Clash):
        drafts.publish(draft, by=editor)
    assert drafts.fresh(entry).question == "By SQL?"
    assert drafts.head(entry) == draft


def test_readers_are_told_what_changed(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    with pytest.raises(actions.Problem, match="Write one sentence"):
        drafts.publish(draft, by=editor, note=" ")
    assert drafts.fresh(entry).question == entry.question
    drafts.publish(draft, by=editor, note="", weight=Revision.Weight.MINOR)
    row = drafts.fresh(entry)
    assert (row.question, row.changed_at) == ("Anew?", entry.changed_at)


def test_another_value_is_never_minor(editor):
    made = figure()
    pk, _fields = drafts.value_part(made)
    record = drafts.with_value(drafts.record_of(made), pk, value="132.0000")
    draft = drafts.save_record(made, record, editor).revision
    with pytest.raises(actions.Problem, match="You changed a figure"):
        drafts.publish(draft, by=editor, weight=Revision.Weight.MINOR)


def test_the_same_text_again_makes_no_version(entry, editor):
    drafts.save(entry, editor, question="Anew?")
    draft = drafts.save(entry, editor, question=entry.question)
    [published] = drafts.publish(draft, by=editor)
    assert published.version is None
    assert versions(entry) == [1]


def test_order_and_review_dates_make_no_version(entry, editor):
    draft = drafts.save(entry, editor, order=7, reviewed_on="2026-11-24")
    [published] = drafts.publish(draft, by=editor)
    assert published.version is None
    assert drafts.fresh(entry).order == 7


# Several together


def test_a_figure_and_the_answer_that_quotes_it_go_public_in_one_moment(editor):
    made = factories.figure(slug="relief", live=False)
    answer = factories.entry(answer="About {{ figure:relief }}.", live=False)
    for row in (answer.topic, made, answer):
        drafts.public(row)
    number = changes.now().number
    published = drafts.publish(drafts.head(answer), drafts.head(made), by=editor)
    assert [each.kind for each in published] == ["faq.entry", "impact.statistic"]
    assert published[0].quoted["figure:relief"]["text"] == "100 people"
    assert changes.now().number == number + 1


def test_an_answer_alone_cannot_quote_what_is_not_public(editor):
    made = factories.figure(slug="relief", live=False)
    answer = factories.entry(answer="About {{ figure:relief }}.", live=False)
    for row in (answer.topic, made, answer):
        drafts.public(row)
    with pytest.raises(actions.Problem, match="quotes ‘figure:relief’, which is not public"):
        drafts.publish(drafts.head(answer), by=editor)
    assert not drafts.fresh(answer).live


def test_two_questions_swap_their_addresses(editor):
    one, other = (drafts.public(factories.entry(slug=slug)) for slug in ("one", "other"))
    drafts.publish(
        drafts.save(one, editor, slug="other"), drafts.save(other, editor, slug="one"), by=editor
    )
    assert (drafts.fresh(one).slug, drafts.fresh(other).slug) == ("other", "one")
    assert not Redirect.objects.exists()
    assert drafts.agrees(one)
    assert drafts.agrees(other)


def test_an_address_handed_on_goes_to_who_has_it_now(editor):
    one, other = (drafts.public(factories.entry(slug=slug)) for slug in ("one", "other"))
    drafts.publish(
        drafts.save(one, editor, slug="new"), drafts.save(other, editor, slug="one"), by=editor
    )
    assert dict(Redirect.objects.values_list("slug", "object_id")) == {"other": other.pk}


def test_a_taken_address_is_named(entry, editor):
    other = drafts.public(factories.entry(slug="taken", question="Who took it?"))
    draft = drafts.save(entry, editor, slug="taken")
    with pytest.raises(actions.Problem, match="‘taken’ now belongs to “Who took it"):
        drafts.publish(draft, by=editor)
    assert drafts.fresh(other).slug == "taken"


@pytest.mark.parametrize("child_first", [True, False])
def test_a_part_and_its_whole_go_public_together(editor, child_first):
    parent = factories.entry(live=False)
    child = factories.entry(parent=parent, live=False)
    for row in (parent.topic, parent, child):
        drafts.public(row)
    with pytest.raises(actions.Problem, match="is not public, and"):
        drafts.publish(drafts.head(child), by=editor)
    rows = [drafts.head(child), drafts.head(parent)]
    drafts.publish(*(rows if child_first else reversed(rows)), by=editor)
    assert drafts.fresh(child).live
    assert drafts.fresh(parent).live


def test_if_one_of_them_cannot_none_does(entry, editor):
    draft = drafts.save(entry, editor, question="Anew?")
    other = drafts.public(factories.entry())
    stale = drafts.save(other, editor, question="Stale?")
    drafts.save(other, editor, question="Newer?")
    with pytest.raises(actions.Stale):
        drafts.publish(draft, stale, by=editor)
    assert drafts.fresh(entry).question == entry.question


def test_the_rule_of_the_tree_looks_at_all_of_them(editor):
    top = drafts.public(factories.entry())
    row = top
    for _ in range(2):
        row = drafts.public(factories.entry(parent=row))
    drafts.public(top.topic)
    deep = drafts.public(factories.entry(topic=top.topic))
    draft = drafts.save(deep, editor, parent=[row.slug])
    with pytest.raises(actions.Problem, match="three levels deep"):
        drafts.publish(draft, by=editor)


# Parts


def two_values():
    made = factories.statistic(slug="relief")
    new = factories.measurement(statistic=made, key="2013", value=2)
    old = factories.measurement(
        statistic=made, key="2012", value=1, status="superseded", superseded_by=new
    )
    return drafts.public(made), str(old.pk), str(new.pk)


def test_two_values_swap_their_names(editor):
    made, old, new = two_values()
    record = drafts.with_value(
        drafts.record_of(made), old, key="2013", superseded_by=["relief", "2012"]
    )
    record = drafts.with_value(record, new, key="2012")
    drafts.publish(drafts.save_record(made, record, editor).revision, by=editor)
    keys = dict(Measurement.objects.values_list("pk", "key"))
    assert {str(pk): key for pk, key in keys.items()} == {old: "2013", new: "2012"}
    assert str(Measurement.objects.get(key="2013").superseded_by_id) == new
    assert drafts.agrees(made)


def test_a_value_that_another_one_names_cannot_go(editor):
    made, _old, new = two_values()
    record = drafts.record_of(made)
    del record["parts"]["measurements"][new]
    draft = drafts.save_record(made, record, editor).revision
    with pytest.raises(actions.Problem, match="there is no ‘relief 2013’ any more"):
        drafts.publish(draft, by=editor)
    assert Measurement.objects.count() == 2


def test_both_can_go_together(editor):
    made, _old, new = two_values()
    record = drafts.record_of(made)
    record["parts"]["measurements"] = {
        "10000000-0000-4000-8000-000000000000": record["parts"]["measurements"][new]
        | {"key": "2012"}
    }
    drafts.publish(drafts.save_record(made, record, editor).revision, by=editor)
    assert Measurement.objects.get().key == "2012"
    assert drafts.agrees(made)


def test_a_value_that_another_figure_names_cannot_go(editor):
    made, _old, new = two_values()
    elsewhere = factories.statistic(title="Elsewhere")
    newer = Measurement.objects.get(pk=new)
    factories.measurement(statistic=elsewhere, status="superseded", superseded_by=newer)
    record = drafts.record_of(made)
    record["parts"]["measurements"] = {
        "10000000-0000-4000-8000-000000000000": record["parts"]["measurements"][new]
        | {"key": "other"}
    }
    draft = drafts.save_record(made, record, editor).revision
    with pytest.raises(actions.Problem, match="Something still needs a part you took out: “Elsewh"):
        drafts.publish(draft, by=editor)


def test_a_chain_of_newer_values_is_written_in_any_order(editor):
    made = figure()
    pk, fields = drafts.value_part(made)
    record = drafts.record_of(made)
    ids = [f"{n}0000000-0000-4000-8000-000000000000" for n in (1, 2)]
    parts = record["parts"]["measurements"]
    old = {"status": "superseded"}
    parts[pk] |= old | {"superseded_by": ["relief", "a"]}
    parts[ids[0]] = fields | old | {"key": "a", "superseded_by": ["relief", "b"]}
    parts[ids[1]] = fields | {"key": "b"}
    drafts.publish(drafts.save_record(made, record, editor).revision, by=editor)
    assert Measurement.objects.get(key="undated").superseded_by.superseded_by.key == "b"


# Quotes


def change_value(made, editor, key="undated", **options):
    pk, _fields = drafts.value_part(made, key)
    record = drafts.with_value(drafts.record_of(made), pk, value="132.0000")
    return drafts.publish(
        drafts.save_record(made, record, editor).revision,
        by=editor,
        **({"note": "Counted anew."} | options),
    )


def test_a_new_value_gives_each_answer_that_shows_it_a_version_with_the_note(editor):
    made = figure(title="Convictions")
    answers = [quoting("There were {{ figure:relief }}.") for _ in range(2)]
    drafts.public(quoting("Nothing."))
    published = change_value(made, editor)
    assert {each.object_id for each in published[1:]} == {each.pk for each in answers}
    latest = history.latest_version(answers[0].pk)
    assert latest.version == 2
    assert latest.quoted["figure:relief"]["text"] == "132 people"
    assert latest.note == "This text quotes “Convictions”, which changed. Counted anew."
    assert latest.author == editor
    assert drafts.fresh(answers[0]).changed_at > answers[0].changed_at


def test_a_pinned_answer_changes_only_if_its_own_value_was_corrected(editor):
    made = factories.statistic(slug="relief")
    for year in ("2011", "2012"):
        factories.measurement(
            statistic=made, key=year, period_from=f"{year}-01-01", period_to=f"{year}-12-31"
        )
    drafts.public(made)
    pinned = quoting("In 2011 {{ figure:relief@2011 }}.")
    change_value(drafts.fresh(made), editor, "2012")
    assert versions(pinned) == [1]
    change_value(drafts.fresh(made), editor, "2011", weight=Revision.Weight.CORRECTION)
    latest = history.latest_version(pinned.pk)
    assert (latest.version, latest.weight) == (2, "correction")


def test_an_open_draft_of_a_quoting_answer_stays_open(editor):
    made = figure()
    answer = quoting("There were {{ figure:relief }}.")
    draft = drafts.save(answer, editor, question="Anew?")
    change_value(made, editor)
    assert drafts.head(answer) == draft
    assert history.latest_version(answer.pk).quoted["figure:relief"]["text"] == "132 people"
    [published] = drafts.publish(draft, by=editor)
    assert published.version == 3
    assert drafts.head(answer) == published


def test_a_version_keeps_what_it_quoted(editor):
    made = figure()
    answer = quoting("There were {{ figure:relief }}.")
    change_value(made, editor)
    first = Revision.objects.get(object_id=answer.pk, version=1)
    assert first.quoted["figure:relief"]["text"] == "100 people"


def test_a_quoted_value_cannot_go_and_a_quoted_figure_keeps_its_address(editor):
    made = figure()
    quoting("There were {{ figure:relief@undated }}.", question="Who quotes it?")
    pk, _fields = drafts.value_part(made)
    record = drafts.with_value(drafts.record_of(made), pk, key="2012")
    draft = drafts.save_record(made, record, editor).revision
    with pytest.raises(actions.Problem, match="would be gone: “Who quotes it"):
        drafts.publish(draft, by=editor)
    actions.discard(revision=draft, by=editor)
    with pytest.raises(actions.Problem, match="would be gone: “Who quotes it"):
        drafts.publish(drafts.save(made, editor, slug="help"), by=editor)


def test_a_figure_moves_together_with_the_answers_that_quote_it(editor):
    made = figure()
    answer = quoting("There were {{ figure:relief }}.")
    drafts.publish(
        drafts.save(made, editor, slug="help"),
        drafts.save(answer, editor, answer="There were {{ figure:help }}."),
        by=editor,
    )
    assert drafts.fresh(made).slug == "help"


def test_what_is_renamed_stays_what_others_point_to(entry, editor):
    child = factories.entry(parent=entry, topic=entry.topic)
    drafts.public(child)
    drafts.publish(drafts.save(entry, editor, slug="new"), by=editor)
    assert drafts.agrees(child)
    assert drafts.record_of(child)["fields"]["parent"] == ["new"]
    drafts.publish(drafts.save(child, editor, question="Anew?"), by=editor)
    assert drafts.fresh(child).parent_id == entry.pk


def test_a_text_that_needs_what_is_gone_says_so(entry, editor):
    source = drafts.public(factories.source(slug="report"))
    draft = drafts.save(entry, editor, sources=[["report"]])
    source.delete()
    with pytest.raises(actions.Problem, match="Sources: there is no ‘report’ any more"):
        drafts.publish(draft, by=editor)
    built = records.build(history.data(draft), object_id=entry.pk)
    assert built.missing == ("Sources: there is no ‘report’ any more. Choose another.",)


def test_a_rule_of_the_database_is_told_in_its_own_words(editor):
    made = figure()
    pk, _fields = drafts.value_part(made)
    record = drafts.with_value(drafts.record_of(made), pk, value="-5.0000")
    draft = drafts.save_record(made, record, editor).revision
    with pytest.raises(actions.Problem, match="Only a change in percent can be below zero"):
        drafts.publish(draft, by=editor)
    assert Statistic.objects.get().measurements.get().value == 100
