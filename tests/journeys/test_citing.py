"""A student cites an answer, makes a list, comes back after a change and proves what they read."""

import re

import pytest
import rispy
from playwright.sync_api import expect

from tests.support import chromium

pytestmark = pytest.mark.browser

ANSWER = "/faq/what-evidence-shows-it-works/"
QUESTION = "What evidence do you have that your solution is effective?"
CHANGE = """
from faq.models import Entry
from publishing import actions, history, records
from staff.models import User
row, by = Entry.objects.get(slug="what-evidence-shows-it-works"), User.objects.get(username="admin")
record = records.read(row)
record["fields"]["answer"] += "\\n\\nOne more paragraph."
saved = actions.save_draft(record=record, object_id=row.pk, opened_with=history.head(row.pk), by=by)
actions.publish(revisions=[saved.revision], by=by, note="We added a paragraph.", force=True)
"""


def selected(page):
    return page.evaluate("getSelection().toString()").strip()


def block(page):
    return page.get_by_role("region", name="Cite this answer")


@pytest.fixture
def reader(browser, site, console):
    """A page that may write to the clipboard and read it."""
    opened = chromium.opened(browser, site.address)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    console.watch(opened)
    # “Copied.” goes away after a while.
    chromium.stop_clock(opened)
    yield opened
    console.flush()
    opened.context.close()


def clipboard(page, kind):
    read = """async kind => {
        const [item] = await navigator.clipboard.read();
        return (await item.getType(kind)).text();
    }"""
    return page.evaluate(read, kind)


@pytest.mark.parametrize("script", [True, False])
def test_one_tap_marks_a_citation_whole(page, site, script):
    page = page(width=390, touch=True, script=script)
    page.goto(ANSWER)
    mark = block(page).locator(".mark").first
    assert mark.evaluate("each => getComputedStyle(each).userSelect") == "all"
    if script:
        mark.tap(position={"x": 40, "y": 20})
        assert selected(page) == mark.inner_text().strip()
        assert f"{QUESTION} Student Research" in selected(page)


def test_the_button_copies_both_forms_and_says_so(reader):
    reader.goto(ANSWER)
    block(reader).get_by_role("button", name="Copy both").first.click()
    expect(reader.get_by_role("status")).to_have_text("Copied.")
    reference, in_text = clipboard(reader, "text/plain").splitlines()
    assert reference.startswith("International Justice Mission. (")
    assert re.search(r"/v/\d+/$", reference)
    assert re.fullmatch(r"\(International Justice Mission, \d{4}, para\. 1\)", in_text)
    assert f"<i>{QUESTION}</i>" in clipboard(reader, "text/html")


def test_another_style_opens_and_is_copied_alone(reader):
    reader.goto(ANSWER)
    block(reader).get_by_text("MLA 9", exact=True).click()
    block(reader).get_by_role("button", name="Copy both").nth(1).click()
    expect(reader.get_by_role("status")).to_have_text("Copied.")
    reference, in_text = clipboard(reader, "text/plain").splitlines()
    assert "“What Evidence Do You Have That Your Solution Is Effective?”" in reference
    assert in_text == "(International Justice Mission, par. 1)"


def test_without_script_there_is_no_button_that_does_nothing(page):
    page = page(script=False)
    page.goto(ANSWER)
    expect(block(page).get_by_role("button")).to_have_count(0)
    block(page).get_by_text("Chicago", exact=True).click()
    expect(block(page).get_by_text("International Justice Mission. 20").last).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_list_of_three_is_made_and_taken_along(page, script):
    page = page(script=script)
    page.goto(ANSWER)
    block(page).get_by_role("link", name="Add to a list").click()
    page.get_by_label("Add a page").select_option(label="What is IJM?")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Or paste the address of a page here").fill("/impact/relief/")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Take out")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    found = rispy.loads(download.value.path().read_text(encoding="utf-8"))
    assert [each["type_of_reference"] for each in found] == ["WEB", "WEB", "DATA"]
    page.get_by_role("link", name=re.compile("Take out.*What is IJM")).click()
    expect(page.get_by_role("link", name="Take out")).to_have_count(2)
    assert page.context.cookies() == []


def test_after_a_change_the_cited_text_is_still_there_and_is_proved(page, site):
    page = page()
    page.goto(ANSWER)
    cited = re.search(r"/faq/\S+/v/\d+/", block(page).locator(".mark").first.inner_text()).group()
    site.manage("shell", "-c", CHANGE)
    page.goto(cited)
    expect(page.locator(".band")).to_contain_text("The text has changed since.")
    expect(page.get_by_text("One more paragraph.")).to_have_count(0)
    page.get_by_role("link", name="See what changed").click()
    expect(page.locator("ins", has_text="One more paragraph.")).to_be_visible()
    expect(page.get_by_text("We added a paragraph.")).to_be_visible()
    page.goto(cited)
    page.locator("code").click()
    expect(page.get_by_text("This fingerprint belongs to version 1")).to_be_visible()
    expect(page.locator("ins", has_text="One more paragraph.")).to_be_visible()
