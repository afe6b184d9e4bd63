"""What must hold on every page of the admin: no complaint of axe or of the browser, and weight."""

import re
import time

import pytest

from tests.support import chromium
from tests.support.axe import violations
from tests.support.time_limits import SAFETY_NET

pytestmark = pytest.mark.browser

KINDS = [
    "faq/entry",
    "impact/statistic",
    "impact/fieldoffice",
    "faq/agency",
    "impact/source",
    "faq/topic",
    "taggit/tag",
    "staff/user",
]
FIRST_VISIT = 130_000
LATER_VISIT = 20_000
# Forms weigh most, and of them the one with everything on it.
HEAVIEST = "faq/entry"


def addresses(page):
    """Every list, one form of each kind, the form of a new one, and what leads from there."""
    found = ["/admin/", "/admin/faq/", "/admin/password_change/"]
    for kind in KINDS:
        page.goto(f"/admin/{kind}/")
        link = page.locator("#result_list tbody th a, #result_list tbody td a").first
        row = re.sub("change/.*$", "", link.get_attribute("href"))
        found += [f"/admin/{kind}/", f"/admin/{kind}/add/", f"/admin/{kind}/?q=nothing"]
        found += [f"{row}change/", f"{row}history/"]
        page.goto(f"{row}change/")
        # What was once public is never deleted.
        if page.locator(f"a[href^='{row}delete/']").count():
            found.append(f"{row}delete/")
    found += ["/admin/reload/", "/admin/reload/faq.entry/what-is-ijm/"]
    found += ["/admin/helpful/", "/admin/links/check/"]
    return [*found, "/admin/staff/user/1/password/"]


@pytest.mark.parametrize(
    "options",
    [{"width": 1280}, {"width": 1280, "dark": True}, {"width": 390}, {"width": 390, "dark": True}],
    ids=["desk", "desk-dark", "phone", "phone-dark"],
)
def test_every_page_is_accessible_and_fits(page, options):
    admin = page(**options)
    admin.goto("/admin/login/")
    problems = [f"signing in: {each}" for each in violations(admin)]
    chromium.sign_in(admin)
    for address in addresses(admin):
        admin.goto(address)
        problems += [f"{address}: {each}" for each in violations(admin)]
        wide = admin.evaluate("document.documentElement.scrollWidth - innerWidth")
        problems += [f"{address} is {wide}px too wide"] if wide > 0 else []
    admin.goto("/admin/")
    admin.get_by_role("button", name="Sign out").click()
    problems += [f"signed out: {each}" for each in violations(admin)]
    assert not problems, "\n".join(problems)


def test_staff_sign_in_on_the_real_server_with_hashed_static_files(page):
    page = page(dark=True)
    chromium.sign_in(page)
    address = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert page.request.get(address).ok
    assert "." in address.rsplit("/", 1)[1].removesuffix(".css")


def test_what_was_never_public_can_be_deleted(page):
    admin = page()
    chromium.sign_in(admin)
    admin.goto("/admin/faq/topic/add/")
    admin.get_by_role("textbox", name="Name").press_sequentially("Who decides? Où, déjà")
    admin.keyboard.press("Tab")
    assert admin.locator("#id_slug").input_value() == "who-decides-ou-deja"
    admin.get_by_role("button", name="Save draft").click()
    admin.wait_for_url("**/change/")
    admin.get_by_role("link", name="Delete", exact=True).click()
    admin.wait_for_url("**/delete/")
    assert not violations(admin)
    admin.get_by_role("button", name="Yes, I’m sure").click()
    admin.wait_for_url("**/admin/faq/topic/")
    assert "Who decides?" not in admin.locator("#result_list").inner_text()


def test_open_boxes_are_accessible_too(page):
    admin = page()
    chromium.sign_in(admin)
    admin.goto("/admin/faq/entry/add/")
    admin.locator("#select2-id_parent-container").click()
    admin.wait_for_selector(".select2-results__option--highlighted")
    # Select2 leaves its list out of the landmarks.
    problems = violations(admin, without=["region"])
    admin.goto("/admin/faq/entry/add/")
    admin.get_by_role("button", name="Figure", exact=True).click()
    admin.wait_for_selector("dialog li button")
    problems += violations(admin)
    admin.locator("dialog li button").first.click()
    problems += violations(admin)
    assert not problems, "\n".join(problems)


class Weight:
    """Bytes over the network and requests, as the browser's own protocol counts them."""

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.requestServedFromCache", self._cached)
        self.clear()

    def clear(self):
        self.sizes, self.addresses, self.kept = {}, {}, set()

    def wait_for_icon(self):
        """The tab's picture comes last, when the browser finds the time."""
        over = time.monotonic() + SAFETY_NET
        while not any(
            url.endswith("/favicon.ico")
            for url in (self.addresses.get(key, "") for key in self.sizes)
        ):
            assert time.monotonic() < over, f"only these came: {self.requests}"
            # Lets the browser's events in.
            self.page.wait_for_timeout(50)

    def _received(self, event):
        self.addresses[event["requestId"]] = event["response"]["url"]
        if event["response"].get("fromDiskCache"):
            self.kept.add(event["requestId"])

    def _cached(self, event):
        self.kept.add(event["requestId"])

    def _finished(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def requests(self):
        return [url for key, url in self.addresses.items() if key not in self.kept]

    @property
    def size(self):
        return sum(size for key, size in self.sizes.items() if key not in self.kept)


def test_the_heaviest_page_costs_little_and_almost_nothing_again(page, browser, site):
    signing = page()
    chromium.sign_in(signing)
    signing.goto(f"/admin/{HEAVIEST}/")
    form = signing.locator("#result_list tbody th a").last.get_attribute("href")
    cookies = signing.context.cookies()
    fresh = chromium.opened(browser, site.address)
    fresh.context.add_cookies(cookies)
    weight = Weight(fresh)
    fresh.goto(form, wait_until="networkidle")
    weight.wait_for_icon()
    first, files = weight.size, len(weight.requests)
    weight.clear()
    fresh.goto(form, wait_until="networkidle")
    later, again = weight.size, weight.requests
    fresh.context.close()
    assert first <= FIRST_VISIT, f"{first} bytes in {files} requests"
    assert later <= LATER_VISIT, f"{later} bytes"
    assert len(again) == 1, again


def test_a_list_costs_one_request_when_seen_again(page):
    admin = page()
    weight = Weight(admin)
    chromium.sign_in(admin)
    weight.wait_for_icon()
    weight.clear()
    admin.goto("/admin/impact/statistic/", wait_until="networkidle")
    assert weight.size <= FIRST_VISIT
    weight.clear()
    admin.goto("/admin/impact/statistic/", wait_until="networkidle")
    assert (len(weight.requests), weight.size <= LATER_VISIT) == (1, True), weight.requests
