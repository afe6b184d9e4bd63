"""Managers see how fixtures and texts stand to each other, decide, and carry edits away."""

import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faq.models import Entry
from impact.models import Statistic
from publishing import actions, history, records, review
from publishing.models import Revision
from reload import waiting
from tests.support import factories, reload_commands
from tests.support.admin_drafts import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    # Files are named as seen from there, in patches too.
    settings.BASE_DIR = tmp_path
    write(tmp_path)
    assert reload_commands.apply().code == 0
    return tmp_path


@pytest.fixture
def manager(client):
    made = factories.user("Manager", first_name="Grace", username="grace")
    client.force_login(made)
    return made


def write(folder, first=(), another=(), value="2400.0000"):
    reload_commands.write(
        folder,
        a=[
            reload_commands.topic(),
            reload_commands.entry(**dict(first)),
            reload_commands.entry("another", **dict(another)),
        ],
        b=[reload_commands.statistic(), reload_commands.measurement(value=value)],
    )


def entry(slug="what-is-ijm"):
    return Entry.everything.get(slug=slug)


def url(kind="faq.entry", key="what-is-ijm"):
    return reverse("admin:reload_record", args=[kind, key])


def listed(client, **query):
    page = client.get(reverse("admin:reload"), query)
    assert page.status_code == 200
    return {
        row.entry.key: (str(row.entry.mark), str(row.entry.words)) for row in page.context["rows"]
    }


def decide(client, address=None, **sent):
    address = address or url()
    token = client.get(address).context["token"]
    return client.post(address, {"token": token, "save": "1", **sent})


def clash(folder):
    reload_commands.edit(entry(), question="Staff’s question?")
    write(folder, first={"question": "Developer’s question?", "order": 5})


def test_every_record_says_how_it_stands(client, manager, folder):
    reload_commands.edit(entry("another"), order=7)
    clash(folder)
    write(folder, first={"question": "Developer’s question?"}, value="2500.0000")
    factories.agency(slug="made-here")
    found = listed(client)
    assert {key: mark for key, (mark, _words) in found.items()} == {
        "what-is-ijm": "conflict",
        "relief": "newer",
        "another": "edited",
        "made-here": "edited",
        "evidence": "same",
    }
    assert found["what-is-ijm"][1] == "The developers changed this text too."
    assert next(iter(found)) == "what-is-ijm"
    assert list(listed(client, mark="edited")) == ["made-here", "another"]
    said = words(client.get(reverse("admin:reload")))
    assert "3 edits here are not in the fixtures yet." in said
    assert "1 text was changed on both sides." in said
    assert "Newer in the fixtures 1" in said


def test_when_all_is_the_same_it_says_so(client, manager, folder):
    said = words(client.get(reverse("admin:reload")))
    assert "Everything that was edited here is in the fixtures." in said
    assert reverse("admin:reload_patch") not in said


def test_the_age_is_that_of_the_oldest_edit_not_yet_in_the_files(
    client, manager, folder, time_machine
):
    time_machine.move_to("2030-03-01T10:00:00Z")
    reload_commands.edit(entry(), question="First?")
    time_machine.move_to("2030-03-05T10:00:00Z")
    reload_commands.edit(entry(), order=4)
    reload_commands.edit(entry("another"), order=9)
    write(folder, first={"content_note": "child-sexual-violence"})
    time_machine.move_to("2030-03-09T10:00:00Z")
    # What the developers change meanwhile makes no edit younger.
    assert reload_commands.apply().code == 0
    client.force_login(manager)
    page = client.get(reverse("admin:reload"))
    assert page.context["oldest"].isoformat().startswith("2030-03-01T10:00:00")
    assert (
        reload_commands.run("reload_status", "--format", "json")
        .json["oldest_edit"]
        .startswith("2030-03-01")
    )
    assert reload_commands.run("reload_export").code == 0
    assert reload_commands.apply().code == 0
    assert client.get(reverse("admin:reload")).context["oldest"] is None


def test_the_start_page_counts_what_the_list_counts(client, manager, folder):
    def counted():
        assert waiting.count() == client.get(reverse("admin:reload")).context["waiting"]
        return waiting.count()

    assert counted() == 0
    reload_commands.edit(entry(), question="Edited?")
    factories.agency(slug="made-here")
    assert counted() == 2
    reload_commands.edit(entry(), question="What about what-is-ijm?")
    assert counted() == 1
    by = factories.user(is_superuser=True)
    actions.withdraw(obj=entry("another"), by=by, reason="outdated", note="Out of date.")
    assert counted() == 2
    reload_commands.apply()
    assert counted() == 2
    clash(folder)
    assert counted() == 3
    start = client.get(reverse("admin:index"))
    assert "3 edits here are not in the fixtures yet" in words(start)
    assert reverse("admin:reload") in start.content.decode()
    client.force_login(factories.user("Editor"))
    assert "not in the fixtures" not in words(client.get(reverse("admin:index")))


def test_what_the_developers_changed_is_shown_and_published_with_one_press(client, manager, folder):
    write(folder, another={"answer": "Rewritten by a developer."})
    page = client.get(url(key="another"))
    assert "Rewritten by a developer" in words(page)
    assert decide(client, url(key="another")).status_code == 302
    assert entry("another").answer == "Rewritten by a developer."
    assert history.public(entry("another").pk).author_name == "fixtures"
    assert listed(client)["another"][0] == "same"


def test_a_changed_figure_needs_a_sentence_for_readers(client, manager, folder):
    write(folder, value="2500.0000")
    address = url("impact.statistic", "relief")
    refused = decide(client, address)
    assert refused.status_code == 422
    assert "Write a sentence for them." in words(refused)
    assert decide(client, address, note="Counted anew.").status_code == 302
    shown = history.public(Statistic.everything.get().pk)
    assert (shown.note, shown.author_name) == ("Counted anew.", "fixtures")


@pytest.mark.parametrize(
    ("text", "question", "mark"),
    [
        ("Staff’s question?", "Staff’s question?", "edited"),
        ("Developer’s question?", "Developer’s question?", "same"),
    ],
)
def test_either_side_is_taken_at_once(client, manager, folder, text, question, mark):
    clash(folder)
    page = client.get(url())
    assert words(page).count("question?") >= 3
    assert "What else the developers changed" in words(page)
    assert "<ins>5</ins>" in words(page)
    response = decide(client, **{"text-0": text})
    assert (response.status_code, response.url) == (302, reverse("admin:reload"))
    # What did not clash came with it.
    assert (entry().question, entry().order) == (question, 5)
    assert listed(client)["what-is-ijm"][0] == mark
    assert reload_commands.plan().code == 0


def test_words_of_ones_own_become_a_draft(client, manager, folder):
    clash(folder)
    response = decide(client, **{"text-0": "A question from both?"})
    assert response.url == reverse("admin:faq_entry_change", args=[entry().pk])
    assert entry().question == "Staff’s question?"
    draft = history.head(entry().pk)
    assert (draft.state, draft.author) == ("draft", manager)
    assert draft.data["fields"]["question"] == "A question from both?"
    assert draft.data["fields"]["order"] == 5
    assert reload_commands.plan().code == 0
    actions.publish(revisions=[draft], by=manager, note="From both.", force=True)
    assert reload_commands.run("reload_export").code == 0
    assert "A question from both?" in (folder / "a.json").read_text()


def test_places_of_one_text_are_chosen_each_for_itself(client, manager, folder):
    reload_commands.edit(
        entry(),
        answer=reload_commands.LINES.replace("First", "Staff’s 1").replace("Third", "Staff’s 3"),
    )
    changed = reload_commands.LINES.replace("First", "Developer’s 1").replace(
        "Third", "Developer’s 3"
    )
    write(folder, first={"answer": changed.replace("Fourth", "4th")})
    decide(client, **{"text-0": "Developer’s 1 paragraph.", "text-1": "Staff’s 3 paragraph."})
    kept = history.head(entry().pk).data["fields"]["answer"]
    assert kept.split("\n\n") == [
        "Developer’s 1 paragraph.",
        "Second paragraph.",
        "Staff’s 3 paragraph.",
        "4th paragraph.",
    ]


def test_a_side_can_be_put_into_the_box_before_anything_is_done(client, manager, folder):
    clash(folder)
    page = client.get(url())
    assert "Staff’s question?</textarea>" in page.content.decode()
    page = client.post(url(), {"token": "x", "use": "0-fixture"})
    assert "Developer’s question?</textarea>" in page.content.decode()
    assert entry().question == "Staff’s question?"


def test_a_clashing_value_is_chosen_between_two(client, manager, folder):
    reload_commands.edit(entry(), order=3)
    write(folder, first={"order": 9})
    assert decide(client, **{"choice-0": "fixture"}).status_code == 302
    assert entry().order == 9


def test_what_was_taken_down_here_and_changed_there_is_chosen_as_a_whole(client, manager, folder):
    actions.withdraw(obj=entry("another"), by=manager, reason="outdated", note="It is out of date.")
    write(folder, another={"answer": "Newer."})
    assert listed(client)["another"][0] == "conflict"
    assert decide(client, url(key="another"), **{"choice-0": "fixture"}).status_code == 302
    assert (entry("another").live, entry("another").answer) == (True, "Newer.")


def test_what_was_deleted_there_and_edited_here_can_go_or_stay(client, manager, folder):
    reload_commands.edit(entry("another"), question="Edited here?")
    reload_commands.write(
        folder,
        a=[reload_commands.topic(), reload_commands.entry()],
        b=[reload_commands.statistic(), reload_commands.measurement()],
    )
    assert listed(client)["another"][0] == "conflict"
    assert decide(client, url(key="another"), **{"choice-0": "live"}).status_code == 302
    assert listed(client)["another"] == ("edited", "made here, not in the fixtures yet")
    assert entry("another").live


def test_what_changed_since_the_page_was_opened_is_shown_again(client, manager, folder):
    clash(folder)
    token = client.get(url()).context["token"]
    reload_commands.edit(entry(), question="Still another?")
    before = Revision.objects.count()
    answer = client.post(url(), {"token": token, "save": "1", "text-0": "Developer’s question?"})
    assert answer.status_code == 409
    assert "The text changed while this page was open" in words(answer)
    assert "Still another?" in words(answer)
    assert (entry().question, Revision.objects.count()) == ("Still another?", before)


def test_somebody_s_draft_of_the_same_words_is_not_written_over(client, manager, folder):
    reload_commands.edit(entry(), question="Staff’s question?")
    writer = factories.user("Writer", first_name="Amina")
    record = records.read(entry())
    record["fields"]["question"] = "Amina’s draft?"
    actions.save_draft(
        record=record, object_id=entry().pk, opened_with=history.head(entry().pk), by=writer
    )
    write(folder, first={"question": "Developer’s question?"})
    answer = decide(client, **{"text-0": "From both?"})
    assert answer.status_code == 409
    assert "has a draft that changes the same words" in words(answer)
    assert history.head(entry().pk).data["fields"]["question"] == "Amina’s draft?"
    assert listed(client)["what-is-ijm"][0] == "conflict"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text-0": ""}, 422),
        ({"text-0": "x" * 1000}, 422),
        ({"choice-0": "nonsense", "text-7": "x", "use": ""}, 200),
        ({"token": "\x00", "text-0": "x"}, 409),
    ],
)
def test_nonsense_changes_nothing(client, manager, folder, sent, status):
    clash(folder)
    token = client.get(url()).context["token"]
    before = Revision.objects.count()
    assert client.post(url(), {"token": token, **sent}).status_code == status
    assert Revision.objects.count() == before


def test_what_a_visitor_types_into_the_address_is_answered(client, manager, folder):
    for query in ({"mark": "x\x00"}, {"page": "999999999999999999999"}, {"page": "-1"}):
        assert client.get(reverse("admin:reload"), query).status_code == 200
    assert client.get("/admin/reload/faq.nothing/x/").status_code == 404
    assert client.get(url(key="nowhere")).status_code == 404
    assert client.get("/admin/reload/%00/x/").status_code == 404
    assert client.post(reverse("admin:reload")).status_code == 405
    assert client.post(url("faq.topic", "evidence"), {"token": ""}).status_code == 409


def test_broken_fixtures_are_a_page(client, manager, folder):
    (folder / "a.json").write_text("[{]")
    for address in (reverse("admin:reload"), reverse("admin:reload_patch"), url()):
        page = client.get(address)
        assert page.status_code == 200
        assert "The fixtures cannot be used as they are" in words(page)
        assert "a.json:1:3" in words(page)


def test_the_edits_are_downloaded_as_a_patch_that_git_takes(client, manager, folder):
    reload_commands.edit(entry(), question="What does “IJM” mean? 💚")
    factories.agency(slug="made-here")
    answer = client.get(reverse("admin:reload_patch"))
    assert answer.headers["Content-Type"] == "text/x-diff; charset=utf-8"
    assert ".patch" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    before = (folder / "a.json").read_bytes()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply"], cwd=folder, input=answer.content, check=True)
    patched = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    assert patched["a.json"] != before
    assert reload_commands.run("reload_export", "--check").code == 0
    assert reload_commands.apply().code == 0
    assert waiting.count() == 0


def test_there_is_no_patch_of_nothing_or_of_what_is_undecided(client, manager, folder):
    answer = client.get(reverse("admin:reload_patch"), follow=True)
    assert "There is nothing to export." in words(answer)
    clash(folder)
    answer = client.get(reverse("admin:reload_patch"), follow=True)
    assert "Decide these first." in words(answer)
    assert next(iter(answer.context["rows"])).entry.key == "what-is-ijm"


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_many_edits_cost_no_more_queries_than_one(client, manager, tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    many = [reload_commands.entry(f"q-{number}", order=number) for number in range(12)]
    reload_commands.write(tmp_path, a=[reload_commands.topic(), *many])
    reload_commands.apply()
    addresses = (reverse("admin:reload"), reverse("admin:index"))
    reload_commands.edit(entry("q-0"), question="Edited 0?")
    before = [queries(client, address) for address in addresses]
    for number in range(1, 9):
        reload_commands.edit(entry(f"q-{number}"), question=f"Edited {number}?")
    assert [queries(client, address) for address in addresses] == before


def test_the_superuser_decides_too(client, folder):
    client.force_login(factories.user(is_superuser=True))
    assert client.get(reverse("admin:reload")).status_code == 200


def test_the_second_look_is_not_asked_of_fixtures(client, manager, folder):
    """Who wrote it are the developers, and their texts were looked at in git."""
    write(folder, value="2500.0000")
    assert review.is_asked("impact.statistic")
    assert decide(client, url("impact.statistic", "relief"), note="Anew.").status_code == 302
