"""What must hold on every page that links lead to, and on the one for a wrong address."""

from collections import defaultdict

import pytest

from tests.support import crawler
from tests.support.axe import violations
from tests.support.html_checker import assert_valid

pytestmark = [pytest.mark.browser, pytest.mark.reader]

MISSING = "/no-such-page/"
# On every page; more would say little new for its time.
READERS = {
    "on a small phone": {"width": 320},
    "at a desk at night": {"width": 1280, "dark": True},
}
# On one page of each kind.
MORE_READERS = {
    "at a desk": {"width": 1280},
    "on a phone at night": {"width": 390, "dark": True},
    "in forced colours": {"width": 1280, "forced_colours": True},
}


@pytest.fixture(scope="module")
def pages(site):
    """Text of every page by its path. A dead link fails all that asks for them."""
    return crawler.pages(site.address)


def test_links_lead_to_every_kind_of_page(pages):
    kinds = {path.split("/")[1] for path in pages}
    assert kinds >= {"", "faq", "impact", "offices", "agencies"}
    assert len(pages) > 40


def test_every_page_is_valid_html(pages, site, page):
    missing = page().request.get(MISSING)
    assert missing.status == 404
    assert_valid([*pages.items(), (MISSING, missing.text())])


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_accessible_and_fits(reader, pages, page, console):
    console.allow("404")
    assert_sound(page(**READERS[reader]), [*crawler.few_alike(pages), MISSING])


@pytest.mark.parametrize("reader", MORE_READERS)
def test_every_kind_of_page_is_accessible_and_fits(reader, pages, page, console):
    console.allow("404")
    assert_sound(page(**MORE_READERS[reader]), [*crawler.one_of_each_kind(pages), MISSING])


def assert_sound(page, paths):
    """A flaw that many pages share is told once."""
    found = defaultdict(list)
    for path in paths:
        for flaw in flaws(page, path):
            found[flaw].append(path)
    assert not found, "\n".join(
        f"{len(where)} pages, such as {where[0]}: {flaw}" for flaw, where in found.items()
    )


def flaws(page, path):
    page.goto(path)
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return ([f"{width} pixels too wide"] if width > 0 else []) + violations(page)
