"""A figure changes once, and every page that asks for its newest value follows."""

import pytest
from playwright.sync_api import expect

from tests.support.editor_steps import open_row, publish, save, signed_in

pytestmark = pytest.mark.browser

ANSWER = "/faq/what-evidence-shows-it-works/"
NEWER = {
    "key": "2026",
    "value": "3100",
    "period_from": "2026-01-01",
    "period_to": "2026-12-31",
}


def test_the_newest_value_follows_and_pinned_ones_stay(page):
    admin = signed_in(page)
    open_row(admin, "Questions", "Rescue victims")
    admin.locator("#id_answer").fill("IJM helped {{ figure:relief }}.")
    publish(admin)
    open_row(admin, "Figures", "People brought relief")
    admin.get_by_role("button", name="Add another Value").click()
    for field, value in NEWER.items():
        admin.locator(f"#id_measurements-1-{field}").fill(value)
    admin.locator("#id_measurements-1-qualifier").select_option("about")
    publish(admin)

    admin.goto("/faq/rescue-victims/")
    expect(admin.get_by_role("link", name="about 3,100 people").first).to_be_visible()
    admin.goto(ANSWER)
    expect(admin.get_by_role("link", name="more than 2,400 people").first).to_be_visible()
    expect(admin.get_by_text("3,100")).to_have_count(0)


def test_a_quoted_value_cannot_be_taken_away(page):
    admin = signed_in(page)
    open_row(admin, "Figures", "People in aftercare")
    admin.get_by_role("checkbox", name="Delete").check()
    save(admin)
    expect(admin.locator(".errorlist").first).to_contain_text("quotes the value ‘2012’")
