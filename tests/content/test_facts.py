"""Every fact of the handout stands on the page that should carry it."""

import html
import re

import pytest

from tests.support import seeded_database
from tests.support.seeded_content import FACTS

PAGES = sorted({fact["page"] for fact in FACTS})
UNSEEN = re.compile(r"<(head|script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
HREF = re.compile(r"""<a\b[^>]*?\bhref=["']([^"']*)["']""")


@pytest.fixture
def handout_content(db):
    seeded_database.put(versions=False)


def visible(page):
    text = re.sub(r"<[^>]+>", " ", UNSEEN.sub(" ", page))
    # A tag inside a sentence leaves a space before its comma.
    return re.sub(r"\s+([,.;:])", r"\1", " ".join(html.unescape(text).split()))


def is_found(pattern, page):
    if pattern.startswith("href:"):
        wanted = pattern.removeprefix("href:")
        return any(re.search(wanted, html.unescape(link)) for link in HREF.findall(page))
    # "aids" is an ordinary word.
    flags = re.NOFLAG if "AIDS" in pattern else re.IGNORECASE
    return re.search(pattern, visible(page), flags) is not None


def test_there_are_128_facts():
    assert [fact["id"] for fact in FACTS] == list(range(1, 129))


@pytest.mark.usefixtures("handout_content")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_its_facts(client, address):
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    missing = [
        f"{fact['id']}: {fact['fact']}"
        for fact in FACTS
        if fact["page"] == address and not any(is_found(pattern, page) for pattern in fact["any"])
    ]
    assert missing == []
