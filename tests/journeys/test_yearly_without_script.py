"""The yearly round where no script runs."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.support.editor_steps import signed_in

pytestmark = pytest.mark.browser

YEAR = datetime.datetime.now(datetime.UTC).year - 1


def test_without_script_a_question_is_answered_by_a_box(page, console):
    console.allow("status of 422")
    admin = signed_in(page, script=False)
    admin.goto(f"/admin/impact/statistic/yearly/{YEAR}/")
    admin.get_by_label("Convictions: value", exact=True).fill("1400")
    admin.get_by_label("People in aftercare: no figure this year, because").fill("nobody counted")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("1 line waits for you and is not saved.")).to_be_visible()
    admin.get_by_role("checkbox", name="Yes, it is").check()
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("2 of 3 ready · nothing is public yet")).to_be_visible()
