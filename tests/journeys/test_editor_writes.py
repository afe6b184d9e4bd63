"""An editor works on a question: words, subjects, quoted figures, a look before saving."""

import pytest
from playwright.sync_api import expect

from tests.support.editor_steps import open_row, save, signed_in

pytestmark = pytest.mark.browser

QUESTION = "What evidence do you have that your solution is effective?"


@pytest.fixture
def form(page):
    opened = signed_in(page)
    open_row(opened, "Questions", QUESTION)
    return opened


def subjects(page):
    return page.get_by_role("searchbox", name="Subjects")


def lines(page):
    return page.locator("#id_tags").input_value().split("\n")


def caret_behind(page, text):
    page.locator("#id_answer").evaluate(
        """(area, text) => {
            const place = area.value.indexOf(text) + text.length;
            area.focus();
            area.setSelectionRange(place, place);
        }""",
        text,
    )


def test_subjects_are_suggested_added_kept_and_taken_away(form):
    subjects(form).fill("preven")
    form.get_by_role("option", name="prevention").click()
    subjects(form).press_sequentially("slow courts,")
    subjects(form).press_sequentially('"law, local"')
    # Enter takes what is highlighted, which may still be an answer to the first letters.
    highlighted = form.locator(".select2-results__option--highlighted")
    expect(highlighted).to_contain_text("law, local")
    subjects(form).press("Enter")
    # Typed and left: it counts all the same.
    subjects(form).fill("so-called “debt”")
    form.locator("#id_question").click()
    form.locator("li[title=aftercare] .select2-selection__choice__remove").click()
    save(form)
    kept = lines(form)
    assert {"prevention", "slow courts", "law, local", "so-called “debt”"} <= set(kept)
    assert "aftercare" not in kept


def test_the_short_answer_is_counted_while_one_types(form):
    area = form.get_by_role("textbox", name="Short answer")
    area.fill("one two three")
    expect(form.locator(".counted")).to_have_text("3 words; it needs at least 20")
    area.fill("word " * 34)
    expect(form.locator(".counted")).to_have_text("34 words")
    area.fill("word " * 61)
    expect(form.locator(".counted")).to_have_text("61 words; 60 at most")


def test_the_toolbar_and_the_keyboard_mark_words(form):
    area = form.locator("#id_answer")
    area.fill("strong words")
    area.evaluate("area => area.setSelectionRange(0, 6)")
    area.press("Control+b")
    assert area.input_value() == "**strong** words"
    area.press("Control+z")
    assert area.input_value() == "strong words"
    area.fill("one\ntwo")
    area.evaluate("area => area.setSelectionRange(0, 7)")
    form.get_by_role("button", name="List").click()
    assert area.input_value() == "- one\n- two"
    area.fill("see the report")
    area.evaluate("area => area.setSelectionRange(8, 14)")
    form.get_by_role("button", name="Link").click()
    assert area.input_value() == "see the [report](https://)"


def pick(form, search, title):
    form.get_by_role("button", name="Figure", exact=True).click()
    dialog = form.get_by_role("dialog", name="Quote a figure")
    dialog.get_by_role("searchbox").fill(search)
    dialog.get_by_role("button", name=title).click()
    return dialog


def test_a_figure_in_a_sentence_with_a_year_stays_with_it(form):
    form.locator("#id_answer").fill("First. In 2012 IJM helped . Then more.")
    caret_behind(form, "helped ")
    dialog = pick(form, "relief", "People brought relief")
    expect(dialog).to_contain_text(
        "Should this sentence always show the newest year, or stay with 2012?"
    )
    expect(dialog.get_by_role("radio", checked=True)).to_have_value("2012")
    dialog.get_by_role("button", name="Insert the figure").click()
    assert "helped {{ figure:relief@2012 }}. Then" in form.locator("#id_answer").input_value()
    save(form)
    expect(form.locator(".messagelist")).to_contain_text("Draft saved at")


def test_a_figure_in_another_sentence_follows_the_newest(form):
    form.locator("#id_answer").fill("In 2012 it began. IJM helped .")
    caret_behind(form, "helped ")
    dialog = pick(form, "relief", "People brought relief")
    expect(dialog.get_by_role("radio", checked=True)).to_have_value("")
    dialog.get_by_role("button", name="Insert the figure").press("Enter")
    assert form.locator("#id_answer").input_value().endswith("helped {{ figure:relief }}.")
    expect(form.locator("#id_answer")).to_be_focused()


def test_the_list_of_figures_is_left_by_escape(form):
    form.get_by_role("button", name="Figure", exact=True).click()
    dialog = form.get_by_role("dialog", name="Quote a figure")
    dialog.get_by_role("searchbox").fill("zzz")
    expect(dialog.get_by_role("status")).to_have_text("No figure matches ‘zzz’.")
    # The first press empties a search field.
    form.keyboard.press("Escape")
    form.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(form.locator("#id_answer")).to_be_focused()


def test_the_preview_opens_beside_the_form_which_stays_as_typed(form):
    form.locator("#id_question").fill("What else?")
    with form.context.expect_page() as opened:
        form.get_by_role("button", name="Preview").click()
    preview = opened.value
    preview.wait_for_load_state()
    expect(preview.get_by_text("Preview. Not saved, not public.")).to_be_visible()
    expect(preview.get_by_role("heading", level=1)).to_have_text("What else?")
    assert form.locator("#id_question").input_value() == "What else?"
