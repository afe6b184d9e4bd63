"""Chromium and its pages: as wide, dark or scriptless as a reader's."""

import os
import time
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from tests.support.site_server import ACCOUNT, PASSWORD
from tests.support.time_limits import SAFETY_NET

MILLISECONDS = 1_000 * SAFETY_NET
A_SECOND = 1
expect.set_options(timeout=MILLISECONDS)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def launched():
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def launch(kind, **options):
    """One more browser; `kind` is `browser.browser_type` of a running one."""
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    return kind.launch(executable_path=path, args=FLAGS, timeout=MILLISECONDS, **options)


def opened(
    browser,
    address,
    *,
    width=1280,
    height=800,
    dark=False,
    forced_colours=False,
    reduced_motion=False,
    script=True,
    touch=False,
    media="screen",
):
    """A page in a context of its own; `page.goto("/faq/")` starts from `address`."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        forced_colors="active" if forced_colours else "none",
        reduced_motion="reduce" if reduced_motion else "no-preference",
        java_script_enabled=script,
        has_touch=touch,
        locale="en-GB",
    )
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    if media != "screen":
        page.emulate_media(media=media)
    return page


def stop_clock(page):
    """Timers of the page's scripts run with `page.clock.run_for` alone, however slow the test."""
    page.clock.install(time=0)
    page.clock.pause_at(A_SECOND)


def wait_until(page, expression):
    """As `page.wait_for_function`, which the site's content security policy refuses."""
    over = time.monotonic() + SAFETY_NET
    while not page.evaluate(expression):
        assert time.monotonic() < over, f"never true: {expression}"
        page.wait_for_timeout(50)


def sign_in(page, username=ACCOUNT, password=PASSWORD):
    """By the form, as people do; ends on the admin's start page."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
