import pytest

from publishing import actions, changes, dependents, history
from publishing.models import Revision
from tests.support import drafts, factories
from tests.support.moments import LATER

pytestmark = pytest.mark.django_db

State = Revision.State


@pytest.fixture
def manager():
    return factories.user("Manager")


@pytest.fixture
def entry():
    made = factories.entry(slug="what", question="What is it?")
    drafts.public(made.topic)
    return drafts.public(made)


def withdraw(row, by, **options):
    options = {"reason": "wrong", "note": "The report was wrong."} | options
    return actions.withdraw(obj=row, by=by, **options)


def test_it_leaves_the_site_and_its_versions_stay(entry, manager):
    before = changes.now()
    gone = withdraw(entry, manager)
    assert not drafts.fresh(entry).live
    assert (gone.state, gone.reason, gone.note) == ("withdrawn", "wrong", "The report was wrong.")
    assert history.latest_version(entry.pk).version == 1
    assert changes.since(before.lineage, before.number).records == {
        "faq.entry:what",
        "faq.entry:all",
    }
    assert drafts.agrees(entry)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"reason": ""}, "Say why"),
        ({"note": " "}, "Write the sentence"),
        ({"reason": "replaced"}, "Say what replaced it"),
    ],
)
def test_it_asks_why(entry, manager, options, said):
    with pytest.raises(actions.Problem, match=said):
        withdraw(entry, manager, **options)
    assert drafts.fresh(entry).live


def test_only_something_else_that_is_public_can_replace_it(entry, manager):
    for other in (entry, factories.entry(live=False)):
        with pytest.raises(actions.Problem, match="must be something else that is public"):
            withdraw(entry, manager, reason="replaced", replaced_by=other)


def test_it_is_refused_while_something_public_depends_on_it(entry, manager):
    child = drafts.public(factories.entry(parent=entry, question="Which part?"))
    with pytest.raises(actions.Problem, match="1 public text depends on this: “Which part"):
        withdraw(entry, manager)
    withdraw(child, manager)
    withdraw(entry, manager)
    assert not drafts.fresh(entry).live


def depending():
    figure = factories.figure(slug="relief")
    place, source, topic = factories.office(slug="kenya"), factories.source(), factories.topic()
    newer = factories.measurement(statistic=factories.statistic())
    old = factories.statistic(title="Old")
    factories.measurement(statistic=old, status="superseded", superseded_by=newer)
    quoting = factories.entry(answer="{{ figure:relief }} in {{ place:kenya }}.")
    return [
        (figure, quoting),
        (place, quoting),
        (place, factories.statistic(office=place)),
        (source, factories.entry(sources=[source])),
        (source, factories.measurement(said_in=source).statistic),
        (source, factories.office(source=source)),
        (topic, factories.entry(topic=topic)),
        (newer.statistic, old),
    ]


def test_everything_that_quotes_or_points_to_it_depends_on_it():
    for needed, needing in depending():
        assert needing in dependents.public(needed), (needed, needing)
        type(needing).everything.filter(pk=needing.pk).update(live=False)
        assert needing not in dependents.public(needed), (needed, needing)
        type(needing).everything.filter(pk=needing.pk).update(live=True)


def test_its_own_parts_do_not_keep_it(manager):
    figure = factories.statistic()
    new = factories.measurement(statistic=figure, key="2013")
    factories.measurement(statistic=figure, key="2012", status="superseded", superseded_by=new)
    withdraw(drafts.public(figure), manager)
    assert not drafts.fresh(figure).live


def test_an_open_draft_stays_open_and_stands_in_the_row(entry, manager):
    draft = drafts.save(entry, manager, question="Anew?")
    withdraw(entry, manager)
    assert drafts.head(entry) == draft
    assert drafts.fresh(entry).question == "Anew?"
    assert drafts.agrees(entry)
    assert history.data(history.public(entry.pk))["fields"]["question"] == "What is it?"
    drafts.publish(drafts.head(entry), by=manager)
    assert (drafts.fresh(entry).live, drafts.fresh(entry).question) == (True, "Anew?")


def test_a_draft_whose_address_was_taken_is_set_aside(entry, manager):
    draft = drafts.save(entry, manager, slug="taken")
    drafts.public(factories.entry(slug="taken"))
    gone = withdraw(entry, manager)
    draft.refresh_from_db()
    assert draft.state == State.ASIDE
    assert drafts.head(entry) == gone
    assert drafts.agrees(entry)


def test_what_was_scheduled_does_not_come_back_by_itself(entry, manager):
    draft = drafts.save(entry, manager, question="Anew?")
    actions.schedule(revision=draft, by=manager, publish_at=LATER, note="Why.", force=True)
    withdraw(entry, manager)
    assert drafts.head(entry).state == State.DRAFT
    assert changes.now().next_due is None


def test_public_again_with_other_words_it_is_a_new_version(entry, manager):
    withdraw(entry, manager)
    drafts.save(entry, manager, question="Anew?")
    [published] = drafts.publish(drafts.head(entry), by=manager, note="")
    assert (published.version, drafts.fresh(entry).live) == (2, True)


def test_discarding_a_draft_of_what_was_taken_down_brings_back_its_last_text(entry, manager):
    withdraw(entry, manager)
    draft = drafts.save(entry, manager, question="Anew?")
    actions.discard(revision=draft, by=manager)
    assert drafts.fresh(entry).question == "What is it?"
    assert drafts.head(entry).state == State.WITHDRAWN
    assert drafts.agrees(entry)


def test_twice_is_once(entry, manager):
    withdraw(entry, manager)
    with pytest.raises(actions.Problem, match="not on the site any more"):
        withdraw(entry, manager)


def test_taken_down_by_sql_under_an_open_draft_nothing_is_lost(entry, manager):
    draft = drafts.save(entry, manager, question="Anew?")
    type(entry).everything.filter(pk=entry.pk).update(live=False)
    gone = actions.record_outside(drafts.fresh(entry))
    assert (gone.state, gone.reason) == (State.WITHDRAWN, Revision.Reason.OUTSIDE)
    assert drafts.head(entry) == draft
    assert drafts.fresh(entry).question == "Anew?"
    assert drafts.agrees(entry)


def test_put_back_by_sql_it_is_public_again(entry, manager):
    withdraw(entry, manager)
    type(entry).everything.filter(pk=entry.pk).update(live=True)
    back = actions.record_outside(drafts.fresh(entry))
    assert (back.state, back.version) == (State.PUBLISHED, None)
    assert drafts.agrees(entry)
