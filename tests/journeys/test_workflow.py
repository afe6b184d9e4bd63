"""From a draft to readers: two people check, send back, publish, plan, bring back."""

import pytest
from playwright.sync_api import expect

from tests.support import axe, chromium, editor_steps
from tests.support.site_server import PASSWORD

pytestmark = pytest.mark.browser

FIGURE, WHAT = "Children offered for commercial sex in Cebu", "What is IJM?"
AFTERCARE = "How long do aftercare programs last?"
MAKE = """
from django.contrib.auth.models import Group
from staff.models import User
for name, first, role in (
    ("wanjiru", "Wanjiru", "Writer"), ("amina", "Amina", "Editor"), ("grace", "Grace", "Manager")
):
    person = User.objects.create_user(name, password={password!r}, first_name=first, is_staff=True)
    person.groups.add(Group.objects.get(name=role))
"""
PASS = """
import datetime
from django.db import transaction
from django.utils import timezone
from publishing import changes
from publishing.models import Revision
gone = timezone.now() - datetime.timedelta(minutes=1)
# In one transaction, or the server would hear of it a second later.
with transaction.atomic():
    Revision.objects.filter(state="scheduled").update(publish_at=gone)
    changes.refresh_next_due()
"""


@pytest.fixture(scope="module", autouse=True)
def people(site):
    site.manage("shell", "-c", MAKE.format(password=PASSWORD))


@pytest.fixture
def signed_in(page):
    def open_for(name, **options):
        opened = page(**options)
        chromium.sign_in(opened, name, PASSWORD)
        return opened

    return open_for


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def who_measured(page):
    return page.locator("#id_measurements-0-measured_by")


def clean(page):
    assert axe.violations(page) == []


def test_a_figure_is_submitted_sent_back_submitted_and_published(signed_in):
    writer, editor, reader = signed_in("wanjiru"), signed_in("amina"), signed_in("grace")
    editor_steps.open_row(writer, "Figures", FIGURE)
    who_measured(writer).fill("auditors from outside")
    press(writer, "Ask for a check")
    expect(writer.locator(".messagelist")).to_contain_text("Sent to the editors.")

    editor.goto("/admin/")
    expect(editor.get_by_text("1 text to check for publishing")).to_be_visible()
    follow(editor, f"Read: {FIGURE}")
    expect(editor.locator("ins", has_text="from outside")).to_be_visible()
    clean(editor)
    follow(editor, "Send back…")
    editor.get_by_label("What should change?").fill("Please say how many auditors.")
    press(editor, "Send back")

    writer.goto("/admin/")
    expect(writer.get_by_text("1 was sent back to you")).to_be_visible()
    expect(writer.get_by_text("Please say how many auditors.")).to_be_visible()
    clean(writer)
    follow(writer, f"Open: {FIGURE}")
    who_measured(writer).fill("three auditors from outside")
    press(writer, "Ask for a check")

    editor.goto("/admin/")
    follow(editor, f"Read: {FIGURE}")
    follow(editor, "Publish…")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Publish version 2?")
    clean(editor)
    editor.get_by_label("One sentence, public; it stays for ever").fill("Who measured is said.")
    press(editor, "Publish now")
    expect(editor.locator(".messagelist")).to_contain_text("Version 2 is public.")
    reader.goto("/impact/cebu-decrease/")
    expect(reader.get_by_text("three auditors from outside").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_draft_is_compared_with_the_public_text_and_nothing_of_it_is_public(signed_in, script):
    editor = signed_in("amina", script=script)
    editor_steps.open_row(editor, "Questions", "How are investigations conducted?")
    words = f"A word nobody has read ({script})."
    editor.locator("#id_answer").fill(words)
    editor_steps.save(editor)
    follow(editor, "Compare with the public text")
    expect(editor.locator("ins", has_text="nobody has read").first).to_be_visible()
    clean(editor) if script else None
    editor.goto("/faq/how-are-investigations-conducted/")
    expect(editor.get_by_text(words)).to_have_count(0)


def test_an_old_text_is_brought_back_and_a_draft_set_aside(signed_in):
    editor = signed_in("amina")
    editor_steps.open_row(
        editor, "Questions", "How does IJM secure justice for victims of abuse and oppression?"
    )
    address = editor.url
    before = editor.locator("#id_short_answer").input_value()
    changed = before.replace(before.split()[0], "Certainly", 1)
    editor.locator("#id_short_answer").fill(changed)
    editor_steps.save(editor)
    follow(editor, "History")
    clean(editor)
    press(editor, "Set the draft aside")
    editor.goto(address)
    expect(editor.locator("#id_short_answer")).to_have_value(before)
    follow(editor, "History")
    editor.get_by_role("button", name="Make it the draft: text set aside").first.click()
    editor.wait_for_url("**/change/")
    expect(editor.locator("#id_short_answer")).to_have_value(changed)
    expect(editor.locator(".messagelist")).to_contain_text("The public text has not changed.")


def test_three_drafts_go_public_in_the_same_moment(signed_in):
    editor, reader = signed_in("amina"), signed_in("grace")
    names = ["About IJM", "How the work is done", "Evidence"]
    for name in names:
        editor_steps.open_row(editor, "Topics", name)
        editor.locator("#id_name").fill(f"{name}, renewed")
        editor_steps.save(editor)
    reader.goto("/faq/")
    expect(reader.get_by_role("heading", name=", renewed")).to_have_count(0)
    editor.goto("/admin/publish-together/")
    for name in names:
        editor.get_by_role("checkbox", name=name).check()
    clean(editor)
    press(editor, "Look at them together")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Publish 3 texts together?")
    clean(editor)
    editor.get_by_role("radio", name="No, spelling or layout only").check()
    press(editor, "Publish now")
    expect(editor.locator(".messagelist")).to_contain_text("3 texts are public.")
    reader.reload()
    expect(reader.get_by_role("heading", name=", renewed")).to_have_count(3)


def test_a_plan_passes_and_readers_see_it_on_their_next_visit(signed_in, site):
    editor = signed_in("amina")
    editor_steps.open_row(editor, "Questions", WHAT)
    editor.locator("#id_question").fill("What is IJM, in short?")
    press(editor, "Publish…")
    editor.get_by_role("radio", name="No, spelling or layout only").check()
    editor.get_by_text("Publish on…").click()
    moment = editor.get_by_role("group", name="Becomes public on")
    moment.get_by_label("Day").fill("2099-01-15")
    moment.get_by_label("Hour").fill("09:00")
    clean(editor)
    press(editor, "Put it on the schedule")
    expect(editor.locator(".messagelist")).to_contain_text("15 January 2099, 09:00 (UTC)")
    editor.goto("/admin/")
    expect(editor.get_by_text("goes public (planned by Amina)")).to_be_visible()
    editor.goto("/faq/what-is-ijm/")
    expect(editor.get_by_role("heading", level=1)).to_have_text(WHAT)
    site.manage("shell", "-c", PASS)
    editor.reload()
    expect(editor.get_by_role("heading", level=1)).to_have_text("What is IJM, in short?")


def test_a_page_leaves_the_site_with_its_reason(signed_in, console):
    console.allow("status of 410")
    manager = signed_in("grace", width=390, dark=True)
    manager.goto("/admin/faq/entry/?q=aftercare")
    manager.locator("#result_list").get_by_role("link", name=AFTERCARE).first.click()
    manager.wait_for_url("**/change/**")
    follow(manager, "Take off the site…")
    clean(manager)
    manager.get_by_role("radio", name="It is out of date").check()
    press(manager, "Take it off the site now")
    expect(manager.locator(".messagelist")).to_contain_text("It is off the site.")
    answer = manager.goto("/faq/how-long-do-aftercare-programs-last/")
    assert answer.status == 410
    expect(manager.get_by_text("It is out of date.")).to_be_visible()
