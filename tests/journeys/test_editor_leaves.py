"""Typed text is not lost by leaving the form unawares."""

import pytest

from tests.support.editor_steps import open_row, save, signed_in

pytestmark = pytest.mark.browser


def leave(page):
    """Open another page; the kinds of questions the browser asked before it went there."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Start").click()
    page.wait_for_url("**/admin/")
    page.remove_listener("dialog", answer)
    return asked


def stay(page):
    """Open another page, and change one's mind when the browser asks."""
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Start").click()


@pytest.fixture
def form(page):
    opened = signed_in(page)
    open_row(opened, "Places", "Kenya")
    return opened


def test_leaving_with_unsaved_text_asks_and_staying_keeps_it(form):
    form.locator("#id_summary").fill("Offices.")
    stay(form)
    assert form.locator("#id_summary").input_value() == "Offices."
    assert leave(form) == ["beforeunload"]


def test_leaving_an_untouched_form_asks_nothing(form):
    assert leave(form) == []


def test_text_typed_and_taken_back_asks_nothing(form):
    form.locator("#id_summary").press_sequentially("x")
    form.locator("#id_summary").press("Backspace")
    assert leave(form) == []


def test_saving_asks_nothing(form):
    form.locator("#id_summary").fill("Courts.")
    save(form)
    assert form.locator("#id_summary").input_value() == "Courts."
    assert leave(form) == []


def test_the_preview_asks_nothing_and_guards_what_is_typed_as_before(form):
    form.locator("#id_summary").press_sequentially(" More.")
    with form.context.expect_page() as opened:
        form.get_by_role("button", name="Preview").click()
    opened.value.close()
    assert leave(form) == ["beforeunload"]


def test_a_subject_is_typed_text_too(form):
    box = form.get_by_role("searchbox", name="Kinds of casework")
    box.fill("slavery")
    box.press("Enter")
    assert leave(form) == ["beforeunload"]
