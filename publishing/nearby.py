"""What a text stands beside: pages that list what points to something, or shares its subjects.

A text that comes, goes or changes names what it points to and the subjects it carries, as it was
and as it is. So a page that shows all that points to it has one key for them and not that of
every text there is.
"""

import uuid
from collections.abc import Iterable, Iterator

from publishing import history, kinds, pages
from publishing.markdown import quotes_in
from publishing.records import Record
from publishing.records.following import places


def of_texts(*texts: Record) -> list[str]:
    """The keys of what these records point to, quote and are tagged with."""
    return sorted({pages.near(text["kind"], key) for text in texts for key in _around(text)})


def of_object(object_id: uuid.UUID) -> list[str]:
    """The same of what was public last, and before that."""
    shown = history.PUBLIC.filter(object_id=object_id).defer("quoted")[:2]
    return of_texts(*(history.data(revision) for revision in shown))


def subjects(names: Iterable[str]) -> list[str]:
    return [pages.key("tag", name.casefold()) for name in names]


def _around(text: Record) -> Iterator[str]:
    for kind, slug in places(text):
        yield pages.key(kind, slug)
    for field in kinds.named(text["kind"]).markdown:
        yield from map(kinds.key_of, quotes_in(text["fields"][field]))
    yield from subjects(text["tags"])
