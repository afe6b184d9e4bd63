"""An editor who uses no mouse."""

import pytest
from playwright.sync_api import expect

from tests.support.editor_steps import signed_in

pytestmark = pytest.mark.browser


def test_a_place_moves_down_twice_without_looking_for_the_button_again(page):
    admin = signed_in(page)
    admin.goto("/admin/impact/fieldoffice/?region__exact=africa")
    rows = admin.locator("#result_list tbody th")
    before = rows.all_inner_texts()
    button = admin.get_by_role("button", name=f"Move down: {before[0]}")
    button.focus()
    admin.keyboard.press("Enter")
    expect(rows).to_have_text([before[1], before[0], *before[2:]])
    expect(button).to_be_focused()
    admin.keyboard.press("Enter")
    expect(rows).to_have_text([before[1], before[2], before[0], *before[3:]])
    assert "?region__exact=africa#down-" in admin.url


def test_a_parent_is_chosen_and_saved_from_the_keyboard(page):
    admin = signed_in(page)
    admin.goto("/admin/faq/entry/")
    link = admin.locator("#result_list").get_by_role("link", name="Why do you work where you work?")
    link.focus()
    admin.keyboard.press("Enter")
    admin.wait_for_url("**/change/")
    box = admin.get_by_role("combobox").filter(has=admin.locator("#select2-id_parent-container"))
    box.focus()
    admin.keyboard.press("Enter")
    admin.keyboard.type("What is IJM?")
    expect(admin.get_by_role("option", name="What is IJM?")).to_be_visible()
    admin.keyboard.press("Enter")
    admin.get_by_role("button", name="Save draft").focus()
    admin.keyboard.press("Enter")
    expect(admin.locator(".messagelist")).to_contain_text("Draft saved at")
    expect(admin.locator("#select2-id_parent-container")).to_contain_text("What is IJM?")


def test_the_first_press_of_tab_offers_the_way_past_the_navigation(page):
    admin = signed_in(page)
    admin.goto("/admin/faq/entry/")
    admin.keyboard.press("Tab")
    expect(admin.get_by_role("link", name="Skip to main content")).to_be_focused()
