"""Everything an editor needs works with scripts off, or never arrived."""

import pytest
from playwright.sync_api import expect

from tests.support.editor_steps import open_row, publish, save, signed_in

pytestmark = pytest.mark.browser


@pytest.fixture
def admin(page):
    return signed_in(page, script=False)


def test_a_question_is_changed_and_readers_see_it(admin):
    open_row(admin, "Questions", "What is IJM?")
    admin.locator("#id_question").fill("What is IJM, in short?")
    admin.locator("#id_tags").fill("law, local\nslow courts")
    publish(admin)
    open_row(admin, "Questions", "What is IJM, in short?")
    expect(admin.locator("#id_tags")).to_have_value("law, local\nslow courts")
    admin.get_by_role("link", name="View on the site").last.click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("What is IJM, in short?")


def test_a_question_is_added(admin):
    admin.goto("/admin/faq/entry/add/")
    admin.locator("#id_question").fill("Who pays for it?")
    admin.locator("#id_slug").fill("who-pays-for-it")
    admin.locator("#id_short_answer").fill("We don’t know. " * 8)
    admin.locator("#id_answer").fill("The handout **does not** say.")
    admin.locator("#id_topic").select_option(label="About IJM")
    publish(admin)
    admin.goto("/faq/who-pays-for-it/")
    expect(admin.locator("strong", has_text="does not")).to_be_visible()


def test_the_preview_opens_and_saves_nothing(admin):
    open_row(admin, "Places", "Kenya")
    admin.locator("#id_summary").fill("Only looked at.")
    with admin.context.expect_page() as opened:
        admin.get_by_role("button", name="Preview").click()
    expect(opened.value.get_by_text("Preview. Not saved, not public.")).to_be_visible()
    expect(opened.value.get_by_text("Only looked at.")).to_be_visible()
    admin.goto("/offices/kenya/")
    expect(admin.get_by_text("Only looked at.")).to_have_count(0)


def test_a_row_moves_up(admin):
    admin.goto("/admin/faq/topic/")
    rows = admin.locator("#result_list tbody th")
    before = rows.all_inner_texts()
    admin.get_by_role("button", name=f"Move up: {before[1]}").click()
    expect(rows).to_have_text([before[1], before[0], before[2]])


def test_an_error_keeps_what_was_typed(admin):
    open_row(admin, "Questions", "Restore survivors")
    admin.locator("#id_answer").fill("See {{ figure:relif }}.")
    save(admin)
    expect(admin.locator(".errorlist")).to_contain_text("Did you mean ‘relief’")
    expect(admin.locator("#id_answer")).to_have_value("See {{ figure:relif }}.")


def test_a_value_of_a_figure_is_corrected(admin):
    open_row(admin, "Figures", "Convictions")
    admin.locator("#id_measurements-0-value").fill("133")
    publish(admin)
    admin.goto("/faq/what-evidence-shows-it-works/")
    expect(admin.get_by_role("link", name="133 convictions").first).to_be_visible()
