import pytest

from publishing import actions, history, review
from publishing.models import Revision
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db

State = Revision.State


@pytest.fixture
def writer():
    return factories.user("Writer", first_name="Wanda")


@pytest.fixture
def editor():
    return factories.user("Editor", first_name="Edda")


@pytest.fixture
def manager():
    return factories.user("Manager", first_name="Mina")


@pytest.fixture
def figure():
    return drafts.public(factories.figure(title="Convictions"))


def publish(revision, by, **options):
    return actions.publish(revisions=[revision], by=by, note="Why.", **options)


def submitted(row, by):
    return actions.submit(revision=drafts.save(row, by, title="Anew"), by=by)


def test_submitted_sent_back_submitted_published(figure, writer, editor, manager):
    asked = submitted(figure, writer)
    assert asked.state == State.REVIEW
    assert review.waiting() == [asked]
    back = actions.send_back(revision=asked, by=editor, reason="Please name the year.")
    assert (back.state, back.note) == (State.SENT_BACK, "Please name the year.")
    assert review.waiting() == []
    better = drafts.save(figure, writer, title="Better")
    assert better.state == State.DRAFT
    [published] = publish(actions.submit(revision=better, by=writer), editor)
    assert (published.author, published.forced) == (editor, False)


def test_sending_back_needs_a_reason(figure, writer, editor):
    asked = submitted(figure, writer)
    with pytest.raises(actions.Problem, match="Say what should change"):
        actions.send_back(revision=asked, by=editor, reason="  ")


def test_a_figure_nobody_was_asked_about_cannot_go_public(figure, editor, manager):
    with pytest.raises(review.NotAllowed, match="Ask for a check first"):
        publish(drafts.save(figure, editor, title="Anew"), editor)
    assert drafts.read(figure)["fields"]["title"] == "Convictions"


@pytest.mark.parametrize("role", ["Editor", "Manager"])
def test_nobody_publishes_what_they_submitted_whatever_their_role(figure, role, editor):
    somebody = factories.user(role)
    with pytest.raises(review.NotAllowed, match="You wrote or submitted this"):
        publish(submitted(figure, somebody), somebody)


def test_nor_what_they_wrote_and_somebody_else_submitted(figure, editor, manager):
    draft = drafts.save(figure, editor, title="Anew")
    asked = actions.submit(revision=draft, by=manager)
    factories.user("Editor")
    for person in (editor, manager):
        with pytest.raises(review.NotAllowed):
            publish(asked, person)


def test_a_question_needs_no_second_pair_of_eyes(editor, manager):
    entry = factories.entry()
    drafts.public(entry.topic)
    drafts.public(entry)
    publish(drafts.save(entry, editor, question="Anew?"), editor)
    assert drafts.fresh(entry).question == "Anew?"


@pytest.mark.parametrize(
    ("asked_where", "kind", "is_asked"),
    [
        ("everything", "faq.entry", True),
        ("figures and places", "faq.entry", False),
        ("figures and places", "impact.fieldoffice", True),
        ("nothing", "impact.statistic", False),
    ],
)
def test_where_two_pairs_of_eyes_are_asked_is_a_setting(settings, asked_where, kind, is_asked):
    settings.REQUIRE_REVIEW = asked_where
    assert review.is_asked(kind) is is_asked


def test_the_only_editor_has_nobody_to_ask(figure, editor):
    assert review.is_alone(editor, "impact.statistic")
    publish(drafts.save(figure, editor, title="Anew"), editor)
    assert drafts.fresh(figure).title == "Anew"


def test_somebody_who_left_is_nobody_to_ask(editor):
    factories.user("Editor", is_active=False)
    factories.user("Writer")
    assert review.is_alone(editor, "impact.statistic")


def test_by_force_it_is_listed_until_somebody_else_agrees(figure, editor, manager):
    draft = drafts.save(figure, manager, title="Anew")
    [published] = publish(draft, manager, force=True)
    assert published.forced
    assert review.unapproved() == [published]
    with pytest.raises(actions.Problem, match="You published this yourself"):
        actions.approve(revision=published, by=manager)
    actions.approve(revision=published, by=editor)
    assert review.unapproved() == []
    with pytest.raises(actions.Problem, match="Nobody has to agree"):
        actions.approve(revision=published, by=editor)


def test_force_that_was_not_needed_is_none(figure, writer, editor):
    [published] = publish(submitted(figure, writer), editor, force=True)
    assert not published.forced


def test_asking_twice_asks_once(figure, writer):
    draft = drafts.save(figure, writer, title="Anew")
    first = actions.submit(revision=draft, by=writer)
    assert actions.submit(revision=draft, by=writer) == first
    assert actions.submit(revision=first, by=writer) == first


def test_who_looks_at_an_older_text_is_told(figure, writer, editor):
    asked = submitted(figure, writer)
    newer = drafts.save(figure, writer, title="Newer")
    for deed in (
        lambda: actions.send_back(revision=asked, by=editor, reason="Why"),
        lambda: publish(asked, editor),
        lambda: actions.submit(revision=asked, by=editor),
    ):
        with pytest.raises(actions.Stale) as caught:
            deed()
        assert caught.value.newest == newer


def test_what_changes_beside_the_text_does_not_hide_who_wrote_it(figure, writer, editor):
    editor_too = factories.user("Editor")
    draft = drafts.save(figure, editor, title="Anew")
    asked = actions.submit(revision=draft, by=editor_too)
    type(figure).everything.filter(pk=figure.pk).update(unit="cases")
    actions.record_outside(drafts.fresh(figure))
    assert drafts.head(figure) == asked
    assert review.asked_by(asked) == {editor.pk, editor_too.pk}


def test_nothing_waits_where_nothing_was_changed(figure, writer):
    with pytest.raises(actions.Problem, match="no draft to check"):
        actions.submit(revision=drafts.head(figure), by=writer)


def test_the_history_says_who_did_what(figure, writer, editor):
    asked = submitted(figure, writer)
    actions.send_back(revision=asked, by=editor, reason="Why.")
    said = [(each.state, each.author_name) for each in Revision.objects.of(figure)]
    assert said == [
        ("sent-back", "Edda"),
        ("review", "Wanda"),
        ("draft", "Wanda"),
        ("published", history.SITE),
    ]


def test_a_name_stays_when_the_account_goes(figure, writer):
    draft = drafts.save(figure, writer, title="Anew")
    writer.delete()
    draft.refresh_from_db()
    assert (draft.author, draft.author_name) == (None, "Wanda")


# One's own place


def test_whoever_looks_after_a_place_edits_that_one_and_its_figures_alone():
    kenya, peru = factories.office(slug="kenya"), factories.office(slug="peru")
    of_kenya, of_none = factories.statistic(office=kenya), factories.statistic()
    person = factories.user("Office", place="kenya")
    assert review.may_edit(person, kenya)
    assert review.may_edit(person, of_kenya)
    assert not review.may_edit(person, peru)
    assert not review.may_edit(person, factories.statistic(office=peru))
    assert not review.may_edit(person, of_none)


def test_without_a_place_there_is_none_to_edit():
    assert not review.may_edit(factories.user("Office"), factories.office())


@pytest.mark.parametrize("role", ["Writer", "Editor", "Manager"])
def test_every_other_role_edits_every_place(role):
    place = factories.office()
    assert review.may_edit(factories.user(role), place)
    both = factories.user("Office")
    both.groups.add(*factories.user(role).groups.all())
    assert review.may_edit(both, place)


def test_a_renamed_place_stays_ones_own(editor):
    kenya = drafts.public(factories.office(slug="kenya"))
    drafts.publish(drafts.save(kenya, editor, slug="nairobi"), by=editor)
    person = factories.user("Office", place="kenya")
    assert review.may_edit(person, drafts.fresh(kenya))
