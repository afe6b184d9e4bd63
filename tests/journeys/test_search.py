"""A reader looks for something: with and without script, misspelt, narrowed, in vain."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_no_violations
from tests.support.html_checker import assert_valid

pytestmark = [pytest.mark.browser, pytest.mark.reader]

STATES = {
    "found": "/search/?q=police",
    "narrowed": "/search/?q=police&kind=question&tag=courts",
    "misspelt": "/search/?q=traffiking",
    "some of it": "/search/?q=aftercare+giraffe",
    "in vain": "/search/?q=giraffe",
    "no words": "/search/?q=%21%21",
    "hostile": "/search/?q=%3Cscript%3E%22%27%26",
}


def box(page):
    return page.get_by_role("search").get_by_role("combobox")


def look_for(page, words):
    box(page).fill(words)
    page.get_by_role("search").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?*")


def results(page):
    return page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link")


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_finds_an_answer_from_the_home_page(page, script):
    page = page(width=390, script=script)
    page.goto("/")
    with page.expect_response("**/search/?q=*"):
        look_for(page, "bonded labour")
    expect(page.get_by_text("3 results for bonded labour")).to_be_visible()
    expect(box(page)).to_have_value("bonded labour")
    results(page).filter(has_text="How long do aftercare programs last?").click()
    page.wait_for_url("**/faq/how-long-do-aftercare-programs-last/")


def test_a_misspelt_word_is_put_right_and_the_way_back_is_there(page):
    page = page(script=False)
    page.goto("/search/")
    look_for(page, "traffiking")
    expect(page.get_by_text("Showing results for trafficking.")).to_be_visible()
    expect(results(page).first).to_contain_text("trafficking")
    page.get_by_role("link", name="Search for traffiking instead.").click()
    expect(page.get_by_text("Nothing here says traffiking.")).to_be_visible()
    page.get_by_role("link", name="Search for words spelt much like it").click()
    expect(page.get_by_text("Showing results for trafficking.")).to_be_visible()


def test_results_are_narrowed_by_links(page):
    page = page(script=False)
    page.goto("/search/?q=police")
    narrow = page.get_by_role("navigation", name="Narrow the results")
    narrow.get_by_role("link", name="Figure", exact=True).click()
    page.wait_for_url("**kind=figure*")
    expect(page.get_by_text(re.compile(r"^\d results? for police$"))).to_be_visible()
    assert set(page.locator("li > p.small").all_inner_texts()) == {"Figure"}
    expect(narrow.get_by_role("link", name="Figure", exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def test_titles_are_suggested_while_somebody_types(page):
    page = page()
    page.goto("/")
    with page.expect_response("**/search/suggest?q=what%20is"):
        box(page).press_sequentially("what is")
    options = page.locator("#titles option")
    expect(options.first).to_have_attribute("value", "What is IJM?")


def test_a_search_among_questions_finds_questions_alone(page):
    page = page()
    page.goto("/faq/")
    with page.expect_response("**/search/suggest?q=police"):
        box(page).fill("police")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?kind=question&q=police")
    assert set(page.locator("li > p.small").all_inner_texts()) == {"Question"}


def test_what_leads_nowhere_offers_a_search(page, console):
    console.allow("404")
    page = page(script=False)
    page.goto("/no-such-page/")
    look_for(page, "Kenya")
    expect(results(page).first).to_have_text("Kenya")


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_page_is_accessible_and_fits(page, state):
    for reader in (
        {"width": 320},
        {"width": 1280, "dark": True},
        {"width": 390, "forced_colours": True},
    ):
        opened = page(**reader)
        opened.goto(STATES[state])
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), reader
        assert_no_violations(opened)


def test_every_state_of_the_page_is_valid_html(page):
    opened = page()
    assert_valid([(state, opened.request.get(path).text()) for state, path in STATES.items()])
