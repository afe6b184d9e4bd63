"""Why something quoted cannot go away, said with the names of those who quote it."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import ngettext

from publishing.numerals import in_words

MOST_NAMED = 5


def quoted(quoting: Sequence[Any], what: str) -> str:
    """ "Three answers quote this figure: A; B; C." for `what` "this figure"."""
    said = ngettext(
        "%(count)s answer quotes %(what)s: %(names)s.",
        "%(count)s answers quote %(what)s: %(names)s.",
        len(quoting),
    )
    sentence = said % {
        "count": in_words(len(quoting)),
        "what": what,
        "names": names(quoting),
    }
    return capfirst(sentence)


def names(objects: Sequence[Any]) -> str:
    named = "; ".join(f"“{each}”" for each in objects[:MOST_NAMED])
    if len(objects) <= MOST_NAMED:
        return named
    more = len(objects) - MOST_NAMED
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": named,
        "more": more,
    }
