"""Titles that go on from what somebody is typing."""

from search import engine, tokens, vocabulary
from search.following import follow
from search.models import Indexed
from search.reading import Word, words
from search.typed import parse

SHORTEST = 2
MOST = 8
# Of these the ones that start with it come first.
MOST_READ = 40


def suggest(text: str) -> list[str]:
    """The last word may be unfinished; every other must stand in the title."""
    read = list(words(parse(text).text))
    if not read or len(text.strip()) < SHORTEST:
        return []
    follow()
    *before, last = read
    # A word that is whole counts by its term, and stands beside its longer forms.
    ends = {last.term, *vocabulary.endings(last.folded).values()}
    wanted = [[tokens.title_token(word.term)] for word in before]
    wanted.append([tokens.title_token(term) for term in sorted(ends)])
    found = engine.current().find(wanted, MOST_READ)
    titles = set(Indexed.objects.filter(pk__in=found).values_list("title", flat=True))
    return sorted(titles, key=lambda title: (not _goes_on(title, read), title))[:MOST]


def _goes_on(title: str, read: list[Word]) -> bool:
    """Whether a title starts with what was typed."""
    first = " ".join(word.folded for word in words(title))
    return first.startswith(" ".join(word.folded for word in read))
