"""Searching as the page does, without the page."""

from publishing import searchable
from search import finding
from search.finding import Filters


def answer(text, *, kind="", tag="", exact=False):
    names = {each.kind: each.name for each in searchable.every()}
    return finding.find(text, Filters(kind, tag), names, exact=exact)


def keys(text, **options):
    """The keys of what is found, best first; a kind's own app is left out."""
    return [match.key.partition(".")[2] for match in answer(text, **options).shown.rows]
