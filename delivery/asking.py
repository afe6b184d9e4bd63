"""What a reader asked for, as far as the answer depends on it."""

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode

# Longer ones are answered and not kept.
LONGEST_QUERY = 4_000
# Only the whole page, plain and new, is fit to be kept.
LEFT_OUT = (
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)
# `params` alone: no parameter counts. `except=("a" "b")`: these do.
# https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html
NO_VARY_SEARCH = "no-vary-search"
Environ = dict[str, Any]


def whole(environ: Environ, query: str) -> Environ:
    """The same question, for the whole page as it is for everybody."""
    asked = {name: value for name, value in environ.items() if name not in LEFT_OUT}
    return asked | {"REQUEST_METHOD": "GET", "QUERY_STRING": query}


def parameters(header: str) -> frozenset[str] | None:
    """The query parameters a page depends on; None where it does not say."""
    first, _, rest = header.partition(",")
    if first.strip() != "params":
        return None
    return frozenset(rest.split('"')[1::2])


def reduced(query: str, known: Collection[str]) -> str | None:
    """A query without what the page does not look at, in the order given.

    None where it cannot be read, or is too long to be kept.
    """
    if not known:
        return ""
    # WSGI hands over bytes as signs (PEP 3333), and those beyond ASCII would be written as others.
    if len(query) > LONGEST_QUERY or not query.isascii():
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        return None
    return urlencode([(name, value) for name, value in pairs if name in known])
