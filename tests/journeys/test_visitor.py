"""A visitor finds an answer, and sees how each of its figures is known."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_no_violations

pytestmark = [pytest.mark.browser, pytest.mark.reader]

QUESTION = "What evidence do you have that your solution is effective?"
READERS = {
    "desktop": {"width": 1280},
    "dark": {"width": 1280, "dark": True},
    "phone": {"width": 390},
    "narrow and dark": {"width": 320, "dark": True},
    "without script": {"width": 390, "script": False},
}


@pytest.mark.parametrize("options", READERS.values(), ids=READERS)
def test_a_visitor_finds_an_answer_and_how_it_is_known(page, options):
    reader = page(**options)
    reader.goto("/")
    reader.get_by_role("link", name=QUESTION).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(QUESTION)
    note = reader.get_by_role("note", name="How the figures of paragraph 1 are known")
    expect(note).to_contain_text("As stated")
    expect(note).to_contain_text("Measured by outside auditors, not named.")
    note.get_by_role("link", name="All about this figure").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("79% decrease")
    expect(reader.get_by_role("heading", name="What is not known")).to_be_visible()
    reader.get_by_role("link", name="What “as stated” means").click()
    expect(reader).to_have_url(re.compile("/about/data/#as-stated$"))


def test_the_note_follows_its_paragraph_on_a_phone_and_stands_beside_it_on_a_desk(page):
    for width, is_beside in ((390, False), (1280, True)):
        reader = page(width=width)
        reader.goto("/faq/what-evidence-shows-it-works/")
        said = reader.locator("#p1").bounding_box()
        known = reader.get_by_role("note").first.bounding_box()
        assert (known["x"] > said["x"] + said["width"] / 2) == is_beside
        assert (known["y"] >= said["y"] + said["height"]) != is_beside


def test_the_keyboard_alone_leads_to_an_answer(page):
    reader = page()
    reader.goto("/")
    order = []
    for _press in range(5):
        reader.keyboard.press("Tab")
        order.append(reader.evaluate("document.activeElement.textContent.trim().split(',')[0]"))
    assert order == [
        "Skip to the text",
        "Leave this site",
        "IJM: questions answered",
        "Leave this site",
        "Questions",
    ]
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Questions")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    inside = "document.activeElement.closest('main') !== null"
    assert reader.evaluate(inside), "skipping leads into the text"


def test_what_a_visitor_meets_on_the_way_has_no_barrier(page):
    for options in (READERS["phone"], READERS["dark"]):
        reader = page(**options)
        for path in ("/", "/faq/what-evidence-shows-it-works/", "/impact/cebu-decrease/"):
            reader.goto(path)
            assert_no_violations(reader)
