"""Every public page, found as a reader finds it: by following links from the home page."""

import re
import urllib.request
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.support.time_limits import SAFETY_NET

LINK = re.compile(r"<a\b[^>]*?\bhref=[\"']?([^\"'\s>]+)")
ALIKE = re.compile(r"/(?P<version>v/\d+|(?P<history>history))/|^/(?P<list>verify|cite)/")
# Leaving is no page, and staff pages are not public.
NOT_PUBLIC = ("/admin/", "/exit/")


@dataclass
class Found:
    """`pages` holds each path's HTML in the order found, `dead` the links that lead nowhere."""

    pages: dict[str, str] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)


def follow(address, start="/"):
    found, queue, known = Found(), deque([(start, "the start")]), {start}
    while queue:
        path, linked_from = queue.popleft()
        try:
            html = read(address + path)
        except HTTPError as error:
            found.dead.append(f"{path} answers {error.code}, linked from {linked_from}")
            continue
        if html is not None:
            found.pages[path] = html
            fresh = {link for link in links(html, address, path) if not _filtered_twice(path, link)}
            fresh -= known
            queue.extend((link, path) for link in sorted(fresh))
            known |= fresh
    return found


def _filtered_twice(path, link):
    """Filters lead to filters without end; the first of each row is enough."""
    return "?" in path and "?" in link


def pages(address):
    """{path: html} of every public page; a dead link is an error."""
    found = follow(address)
    assert not found.dead, "dead links:\n" + "\n".join(found.dead)
    return found.pages


def one_of_each_kind(paths):
    """The first path of each first part and depth: one answer, one figure, one place …"""
    kinds = {}
    for path in paths:
        kinds.setdefault((path.split("/")[1], path.count("/"), "?" in path), path)
    return list(kinds.values())


def few_alike(paths, most=3):
    """Without most of the versions, histories, fingerprints and lists, which are built alike."""
    found, kinds = [], Counter()
    for path in paths:
        alike = ALIKE.search(path)
        kind = alike and (path.split("/")[1], alike.lastgroup)
        kinds[kind] += 1
        if alike is None or kinds[kind] <= most:
            found.append(path)
    return found


def read(url):
    """The page, or None where it is no HTML."""
    with urllib.request.urlopen(url, timeout=SAFETY_NET) as answer:
        is_page = answer.headers.get_content_type() == "text/html"
        return answer.read().decode() if is_page else None


def links(html, address, path):
    """Paths of this site that the page links to; a query belongs to the path."""
    for href in LINK.findall(html):
        parts = urlsplit(urldefrag(urljoin(address + path, unescape(href))).url)
        if parts.netloc == urlsplit(address).netloc and not parts.path.startswith(NOT_PUBLIC):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
