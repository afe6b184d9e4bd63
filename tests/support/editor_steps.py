"""Steps that the journeys of editors share."""

from tests.support import chromium


def signed_in(page, **options):
    """A page of somebody who may do everything."""
    opened = page(**options)
    chromium.sign_in(opened)
    return opened


def open_row(page, section, name):
    """From the start page through the list to one change form, as people find their way."""
    page.goto("/admin/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=section).click()
    page.locator("#result_list").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/change/**")


def save(page):
    """Keep a draft; the form opens again."""
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_load_state()


def publish(page, note="The text says it more plainly now."):
    """Save the form and make it public, telling readers in one sentence."""
    page.get_by_role("button", name="Publish…").click()
    page.wait_for_url("**/publish/")
    sentence = page.get_by_label("One sentence, public; it stays for ever")
    # What was never public has no readers to tell.
    if sentence.count():
        page.get_by_role("radio", name="Yes, tell them").check()
        sentence.fill(note)
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_load_state()
