"""What the index holds of a document. Pure; the index looks tokens up and knows nothing else.

`court` a term, `^court` one of the title, `court+case` two terms in a row (words such as “of”
passed over), `#k.figure` the kind, `#t.bonded-labor` a tag.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.reading import Word, is_stop, words

# Another way to read words makes an index of before useless.
EDITION = "1"


@dataclass(frozen=True)
class Analysis:
    """The terms of each field in their order, and every word with its term."""

    title: tuple[str, ...]
    lead: tuple[str, ...]
    tags: tuple[str, ...]
    body: tuple[str, ...]
    words: dict[str, str]

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        return (self.title, self.lead, self.tags, self.body)

    def written(self) -> str:
        """One line a field, `<bond><labor>`: terms in a row are a part of it."""
        return "\n".join(run(field) for field in self.fields)


def analysis(title: str, lead: str, tags: Iterable[str], body: str) -> Analysis:
    read = [list(words(text)) for text in (title, lead, "\n".join(tags), body)]
    spelt = {word.folded: word.term for field in read for word in field if not word.dense}
    first, second, third, last = (_terms(field) for field in read)
    return Analysis(first, second, third, last, spelt)


def _terms(read: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.term for word in read)


def run(terms: Iterable[str]) -> str:
    return "".join(f"<{term}>" for term in terms)


def of(found: Analysis, kind: str, tags: Iterable[str]) -> set[str]:
    """Every token of a document."""
    tokens = {kind_token(kind), *map(tag_token, tags), *map(title_token, found.title)}
    for field in found.fields:
        tokens.update(field)
        tokens.update(pairs(field))
    return tokens


def pairs(terms: Iterable[str]) -> Iterator[str]:
    """Two terms that follow each other, words such as “of” passed over."""
    kept = [term for term in terms if not is_stop(term)]
    return (f"{first}+{second}" for first, second in pairwise(kept))


def title_token(term: str) -> str:
    return f"^{term}"


def kind_token(name: str) -> str:
    return f"#k.{name}"


def tag_token(slug: str) -> str:
    return f"#t.{slug.lower()}"
