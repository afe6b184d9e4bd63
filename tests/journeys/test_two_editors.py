"""Two people edit one text at the same time, each in a browser of their own."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import axe, chromium, editor_steps
from tests.support.site_server import PASSWORD

pytestmark = pytest.mark.browser

ENTRY = "What is IJM?"
# What the browser keeps of texts that are not saved.
TYPED = "Object.keys(localStorage).filter((key) => key.startsWith('typed:'))"
MAKE = """
from staff.models import User
for name, first, last in (("ana", "Ana", "Cruz"), ("ben", "Ben", "Otieno")):
    User.objects.create_superuser(name, password={password!r}, first_name=first, last_name=last)
"""


@pytest.fixture(scope="module", autouse=True)
def people(site):
    site.manage("shell", "-c", MAKE.format(password=PASSWORD))


@pytest.fixture
def opened(page):
    """`opened("ana")`: that person's page, with the form of the question open."""

    def open_for(name, **options):
        browser = page(**options)
        chromium.sign_in(browser, name, PASSWORD)
        editor_steps.open_row(browser, "Questions", ENTRY)
        return browser

    return open_for


def answer(page):
    return page.locator("#id_answer")


def paragraphs(page):
    return answer(page).input_value().split("\n\n")


def type_paragraph(page, place, text):
    found = paragraphs(page)
    found[place] = text
    answer(page).fill("\n\n".join(found))


def test_different_fields_are_kept_together_and_both_are_named(opened):
    ana, ben = opened("ana"), opened("ben")
    ana.locator("#id_content_note").select_option(index=1)
    editor_steps.save(ana)
    type_paragraph(ben, 0, "Ben wrote the first paragraph anew.")
    editor_steps.save(ben)
    message = ben.locator(".messagelist")
    assert "Saved, together with Ana Cruz’s changes." in message.inner_text()
    assert "Your ‘answer’ and Ana Cruz’s ‘line above the answer’ are both kept." in (
        message.inner_text()
    )
    assert ben.locator("#id_content_note").input_value() != ""
    assert paragraphs(ben)[0] == "Ben wrote the first paragraph anew."


@pytest.mark.parametrize("script", [True, False])
def test_the_same_paragraph_is_shown_twice_and_settled(opened, script):
    ana, ben = opened("ana"), opened("ben", script=script)
    type_paragraph(ana, 0, f"What Ana says of it ({script}).")
    editor_steps.save(ana)
    type_paragraph(ben, 0, f"What Ben says of it ({script}).")
    editor_steps.save(ben)
    heading = ben.get_by_role("heading", level=1)
    expect(heading).to_have_text("You and Ana Cruz both changed the same words.")
    text = ben.get_by_label("The text to keep")
    expect(text).to_have_value(f"What Ben says of it ({script}).")
    assert ben.locator("ins", has_text="Ana").count() >= 1
    ben.get_by_role("button", name="Use Ana Cruz’s").click()
    ben.wait_for_load_state()
    text = ben.get_by_label("The text to keep")
    expect(text).to_have_value(f"What Ana says of it ({script}).")
    text.fill(f"What both say of it ({script}).")
    ben.get_by_role("button", name="Save this text").last.click()
    ben.wait_for_url("**/change/**")
    assert paragraphs(ben)[0] == f"What both say of it ({script})."
    ana.reload()
    assert paragraphs(ana)[0] == f"What both say of it ({script})."


def test_focus_goes_to_the_heading_and_nothing_is_in_the_way(opened):
    ana, ben = opened("ana"), opened("ben", width=390)
    type_paragraph(ana, 1, "The second paragraph by Ana.")
    editor_steps.save(ana)
    type_paragraph(ben, 1, "The second paragraph by Ben.")
    editor_steps.save(ben)
    assert ben.evaluate("document.activeElement.tagName") == "H1"
    assert ben.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe.violations(ben) == []


def test_what_is_typed_outlives_a_closed_browser_window(opened):
    ana = opened("ana")
    type_paragraph(ana, 0, "Typed and never saved.")
    chromium.wait_until(ana, f"{TYPED}.length > 0")
    address = ana.url
    ana.once("dialog", lambda dialog: dialog.accept())
    ana.goto("/admin/")
    ana.goto(address)
    kept = ana.get_by_role("status").filter(has_text="We kept what you typed at")
    assert re.search(r"at \d\d:\d\d on this computer", kept.inner_text())
    kept.get_by_role("button", name="Put it back").click()
    ana.get_by_text("This is what you typed. It is not saved yet.").wait_for()
    assert paragraphs(ana)[0] == "Typed and never saved."
    editor_steps.save(ana)
    assert "Draft saved" in ana.locator(".messagelist").inner_text()
    assert ana.evaluate(TYPED) == []


def test_what_the_browser_kept_is_thrown_away_and_wiped_at_sign_out(opened):
    ana = opened("ana")
    type_paragraph(ana, 0, "Typed and not wanted.")
    chromium.wait_until(ana, f"{TYPED}.length > 0")
    ana.once("dialog", lambda dialog: dialog.accept())
    ana.reload()
    ana.get_by_role("button", name="Throw it away").click()
    assert not ana.get_by_text("We kept what you typed").is_visible()
    type_paragraph(ana, 0, "Typed and left behind.")
    chromium.wait_until(ana, f"{TYPED}.length > 0")
    ana.once("dialog", lambda dialog: dialog.accept())
    ana.get_by_role("button", name="Sign out").click()
    ana.wait_for_load_state()
    assert ana.evaluate(TYPED) == []


@pytest.mark.parametrize("script", [True, False])
def test_signed_out_while_typing_one_signs_in_above_the_text(opened, console, script):
    console.allow("403")
    ana = opened("ana", script=script)
    type_paragraph(ana, 0, f"Typed while signed out ({script}).")
    ana.context.clear_cookies(name="sessionid")
    editor_steps.save(ana)
    ana.get_by_text("Sign in here and your text is still in the form.").wait_for()
    ana.get_by_label("Username").fill("ana")
    ana.get_by_label("Password").fill(PASSWORD)
    ana.get_by_role("button", name="Sign in and send it").click()
    ana.wait_for_load_state()
    assert "Draft saved" in ana.locator(".messagelist").inner_text()
    assert paragraphs(ana)[0] == f"Typed while signed out ({script})."


def test_pressing_save_twice_adds_one_text(opened):
    ana = opened("ana")
    type_paragraph(ana, 0, "Saved by a double click.")
    ana.get_by_role("button", name="Save draft").dblclick()
    ana.wait_for_load_state()
    assert "saved at" in ana.locator(".messagelist").inner_text().lower()
    ana.get_by_role("link", name="History").click()
    shown = ana.locator("#content").inner_text()
    assert shown.count("Ana Cruz") >= 1


def test_going_back_and_saving_again_clashes_with_nobody(opened):
    ana = opened("ana")
    type_paragraph(ana, 0, "The first time.")
    editor_steps.save(ana)
    ana.go_back()
    type_paragraph(ana, 0, "The second time.")
    editor_steps.save(ana)
    assert "Draft saved" in ana.locator(".messagelist").inner_text()
    assert paragraphs(ana)[0] == "The second time."


def test_a_colleague_is_asked_which_words_should_stay_and_answers(opened):
    ana, ben = opened("ana"), opened("ben")
    assert "Ana Cruz opened this just now and has not saved." in ben.locator("main").inner_text()
    type_paragraph(ana, 0, "Which words stay, by Ana.")
    editor_steps.save(ana)
    type_paragraph(ben, 0, "Which words stay, by Ben.")
    editor_steps.save(ben)
    ben.get_by_role("button", name="Keep my draft and ask Ana Cruz").click()
    ben.get_by_text("Ana Cruz finds your question on the start page").wait_for()
    ana.goto("/admin/")
    ana.get_by_role("heading", name="1 colleague asks which words should stay").wait_for()
    ana.get_by_role("link", name=f"Compare: {ENTRY}").click()
    ana.get_by_text("Ben Otieno typed this while you were editing").wait_for()
    assert axe.violations(ana) == []
    ana.get_by_role("button", name="Make it the draft").last.click()
    ana.wait_for_url("**/change/**")
    assert paragraphs(ana)[0] == "Which words stay, by Ben."
    ana.goto("/admin/")
    assert not ana.get_by_text("which words should stay").is_visible()
