"""A reader leaves at once, and pressing Back shows nobody where they were."""

import re

import pytest

from tests.support import chromium
from tests.support.browser_tab import Tab

pytestmark = [pytest.mark.browser, pytest.mark.reader]

ANSWER = "/faq/what-is-ijm/"
HIDDEN = "document.documentElement.hidden"


@pytest.fixture
def remembering(browser, site):
    """A page in a browser that keeps earlier pages in memory; Playwright's own does not."""
    without = ["--disable-back-forward-cache"]
    running = chromium.launch(browser.browser_type, ignore_default_args=without)
    yield lambda address: chromium.opened(running, address)
    running.close()


def read(page):
    """Home, the questions, an answer: two pages of ours behind the one on the screen."""
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Questions").click()
    page.wait_for_url("**/faq/")
    page.get_by_role("link", name="What is IJM?").click()
    page.wait_for_url(f"**{ANSWER}")


def button(page):
    return page.get_by_role("banner").get_by_role("link", name="Leave this site")


def left(page, site):
    page.wait_for_url(site.exit)
    assert page.title() == "Weather"


def back(page):
    # Not go_back, which waits for a page that gives way to another at once.
    Tab(page).back()


def leads_out(page, site, go):
    """Going there shows the exit site, once the page of ours that is on the way gave way to it."""
    with page.expect_event("framenavigated", lambda frame: frame.url == site.exit):
        go()
    left(page, site)


def press_shift(page, times):
    for _each in range(times):
        page.keyboard.press("Shift")


def test_the_button_leads_to_the_exit_site(page, site):
    page = page()
    read(page)
    button(page).click()
    left(page, site)


def test_the_keyboard_reaches_it_second(page, site):
    page = page()
    page.goto(ANSWER)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text().startswith("Leave this site")
    assert focused.is_visible()
    page.keyboard.press("Enter")
    left(page, site)


def test_a_finger_reaches_it_after_scrolling(page, site):
    page = page(width=390, touch=True)
    page.goto("/faq/what-evidence-shows-it-works/")
    page.mouse.wheel(0, 5000)
    button(page).tap()
    left(page, site)


def test_without_script_the_link_leads_there(page, site):
    page = page(script=False)
    page.goto(ANSWER)
    button(page).click()
    page.wait_for_url(site.exit)


def test_it_says_where_it_leads_to_those_who_do_not_see(page):
    page = page()
    page.goto("/")
    said = " ".join(button(page).inner_text().split())
    assert said == "Leave this site , opens localhost"


def test_back_leads_to_the_exit_site_again_and_again(page, site):
    page = page()
    read(page)
    button(page).click()
    left(page, site)
    for _each in range(2):
        leads_out(page, site, Tab(page).back)


def test_forward_leads_there_too(page, site):
    page = page()
    read(page)
    page.go_back()
    page.wait_for_url("**/faq/")
    button(page).click()
    left(page, site)
    leads_out(page, site, Tab(page).forward)


def test_a_typed_address_shows_the_site_again(page, site):
    page = page()
    read(page)
    button(page).click()
    left(page, site)
    page.goto(ANSWER)
    assert page.get_by_role("heading", name="What is IJM?").is_visible()
    assert not page.evaluate(HIDDEN)
    page.goto("/faq/")
    back(page)
    page.wait_for_url(f"**{ANSWER}")
    assert page.get_by_role("heading", name="What is IJM?").is_visible()


def test_a_fresh_link_shows_the_site_again(page, site):
    page = page()
    read(page)
    button(page).click()
    left(page, site)
    page.evaluate(f"location.href = '{site.address}/faq/'")
    page.wait_for_url("**/faq/")
    assert page.get_by_role("heading", name="Questions", exact=True).is_visible()


def test_leaving_in_one_tab_leaves_the_other_alone(page, site):
    page = page()
    other = page.context.new_page()
    read(page)
    read(other)
    button(page).click()
    left(page, site)
    back(other)
    other.wait_for_url("**/faq/")
    assert other.get_by_role("heading", name="Questions", exact=True).is_visible()


def test_a_page_kept_in_memory_leads_to_the_exit_site(remembering, site):
    page = remembering(site.address)
    read(page)
    button(page).click()
    left(page, site)
    for _each in range(2):
        leads_out(page, site, Tab(page).back)


@pytest.mark.parametrize("kept", [True, False])
def test_back_within_the_site_returns_to_where_the_reader_was(remembering, page, site, kept):
    page = remembering(site.address) if kept else page()
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto("/faq/")
    page.evaluate(
        """new Promise((ended) => {
            addEventListener('scrollend', ended, {once: true});
            scrollTo({top: 900, behavior: 'instant'});
        })"""
    )
    page.evaluate("document.querySelector('a[href*=why-ijm]').click()")
    page.wait_for_url("**/faq/why-ijm-works-where-it-works/")
    back(page)
    page.wait_for_url("**/faq/", wait_until="commit")
    chromium.wait_until(page, "scrollY > 850")
    assert not page.evaluate(HIDDEN)


def answer_with_a_stopped_clock(page):
    page = page()
    chromium.stop_clock(page)
    page.goto(ANSWER)
    return page


def test_three_shifts_leave_and_are_counted(page, site):
    page = answer_with_a_stopped_clock(page)
    status = page.get_by_role("status")
    press_shift(page, 1)
    assert status.inner_text() == "Leave: 1 of 3"
    press_shift(page, 1)
    assert status.inner_text() == "Leave: 2 of 3"
    press_shift(page, 1)
    left(page, site)


def test_another_key_stops_the_count(page):
    page = answer_with_a_stopped_clock(page)
    press_shift(page, 2)
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("status").inner_text() == "Stopped"
    press_shift(page, 2)
    assert page.get_by_role("status").inner_text() == "Leave: 2 of 3"


def test_shifts_too_far_apart_do_not_leave(page):
    page = answer_with_a_stopped_clock(page)
    status = page.get_by_role("status")
    press_shift(page, 2)
    page.clock.run_for(5100)
    assert status.inner_text() == "Stopped"
    page.clock.run_for(3100)
    assert status.inner_text() == ""
    for _each in range(4):
        press_shift(page, 1)
        page.clock.run_for(2600)
    assert re.search(ANSWER, page.url)


@pytest.mark.parametrize("combination", ["Shift+A", "Shift+Tab", "Alt+Shift", "Control+Shift"])
def test_shift_with_another_key_is_not_meant(page, combination):
    page = answer_with_a_stopped_clock(page)
    for _each in range(4):
        page.keyboard.press(combination)
    assert page.url.endswith(ANSWER)
    assert page.get_by_role("status").inner_text() == ""


def test_a_held_shift_counts_once(page):
    page = answer_with_a_stopped_clock(page)
    for _each in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    assert page.get_by_role("status").inner_text() == "Leave: 1 of 3"
