"""The yearly round as people go through it: pasted, asked about, previewed, made public at once."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import violations
from tests.support.editor_steps import open_row, signed_in

pytestmark = pytest.mark.browser

# The last full year; only 2012 is told of yet.
YEAR = datetime.datetime.now(datetime.UTC).year - 1
FIGURES = ["People brought relief", "Convictions", "People in aftercare"]


def open_round(admin):
    admin.goto("/admin/")
    admin.get_by_role("link", name=f"Enter the figures for {YEAR}").click()
    admin.wait_for_url(f"**/yearly/{YEAR}/")


def value(admin, figure):
    return admin.get_by_label(f"{figure}: value", exact=True)


def paste(field, text):
    field.evaluate(
        """(field, text) => {
            const held = new DataTransfer();
            held.setData('text/plain', text);
            field.dispatchEvent(new ClipboardEvent(
                'paste', {clipboardData: held, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_column_is_pasted_and_made_public_in_one_moment(page, console):
    console.allow("status of 422")
    admin = signed_in(page)
    open_round(admin)
    expect(admin.get_by_text("0 of 3 ready · nothing is public yet")).to_be_visible()
    paste(value(admin, FIGURES[0]), "2,900\r\n1400\t(checked)\r\n3 100\r\n")
    expect(admin.get_by_role("status").get_by_text("3 values were pasted")).to_be_visible()
    expect(value(admin, FIGURES[1])).to_have_value("1400")
    admin.get_by_role("button", name="Save").click()

    expect(admin.get_by_text(f"{YEAR} is more than ten times 2012. Is that right?")).to_be_visible()
    assert not violations(admin)
    admin.get_by_role("link", name="Let me look").click()
    expect(value(admin, FIGURES[1])).to_be_focused()
    value(admin, FIGURES[1]).fill("140")
    admin.get_by_role("button", name="Preview all pages").click()
    expect(admin.get_by_text("3 of 3 ready · nothing is public yet")).to_be_visible()
    assert not violations(admin)
    with admin.expect_popup() as opened:
        admin.get_by_role("link", name="Convictions, as readers will see it").click()
    expect(opened.value.get_by_text("140 convictions").first).to_be_visible()
    opened.value.close()

    admin.get_by_role("link", name="publish them together").click()
    expect(admin.get_by_role("heading", name="Publish 3 texts together?")).to_be_visible()
    admin.get_by_label("One sentence, public; it stays for ever").fill(f"The figures of {YEAR}.")
    admin.get_by_role("button", name="Publish now").click()
    expect(admin.get_by_text("3 texts are public.")).to_be_visible()
    admin.goto("/impact/relief/")
    expect(admin.get_by_text("more than 2,900 people").first).to_be_visible()
    admin.goto("/faq/what-evidence-shows-it-works/")
    expect(admin.get_by_role("link", name="more than 2,400 people").first).to_be_visible()


@pytest.mark.parametrize("options", [{"width": 1280, "dark": True}, {"width": 390}, {"width": 320}])
def test_it_fits_and_is_accessible(page, console, options):
    console.allow("status of 422")
    admin = signed_in(page, **options)
    admin.goto("/admin/")
    assert not violations(admin)
    admin.goto(f"/admin/impact/statistic/yearly/{YEAR + 1}/")
    value(admin, FIGURES[0]).fill("many")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("Write a number in digits")).to_be_visible()
    assert not violations(admin)
    assert admin.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_sentence_follows_what_is_typed(page):
    admin = signed_in(page)
    open_row(admin, "Figures", "Largest rescue operation")
    makes = admin.locator("#makes")
    expect(makes).to_have_text(re.compile("^more than 500 people freed"))
    admin.get_by_role("link", name="Add a newer measurement").click()
    fresh = admin.locator("#measurements-1")
    expect(fresh.locator("[name$=-key]")).to_be_focused()
    admin.keyboard.type("2013")
    fresh.locator("[name$=-value]").fill("620")
    fresh.locator("[name$=-period_from]").fill("2013-01-01")
    fresh.locator("[name$=-period_to]").fill("2013-12-31")
    expect(makes).to_have_text(re.compile("^620 people freed.*, 2013$"))


def test_correcting_a_value_tells_readers_of_a_correction(page):
    admin = signed_in(page)
    open_row(admin, "Figures", "Limit of aftercare for bonded labour")
    admin.get_by_role("link", name="Correct this one").click()
    corrected = admin.locator("[name=measurements-0-value]")
    expect(corrected).to_be_focused()
    corrected.fill("3")
    expect(admin.locator("#makes")).to_have_text(re.compile("^at most 3 years"))
    admin.get_by_role("button", name="Publish…").click()
    admin.wait_for_url("**/publish/?weight=correction")
    expect(admin.get_by_role("radio", name="It corrects an error")).to_be_checked()
