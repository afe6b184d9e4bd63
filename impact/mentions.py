"""Where a figure or a place is named in a text, down to the paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from publishing import kinds, pages, paragraphs, references


@dataclass(frozen=True)
class Mention:
    """`key` is that of the naming record; `paragraphs` are numbered as its page shows them."""

    title: str
    address: str
    paragraphs: tuple[int, ...]
    key: str


def of(word: kinds.ReferenceWord, slug: str) -> list[Mention]:
    """Every public text that names a record as `{{ word:slug }}`."""
    quoting = references.public_referrers(word.to_kind, [slug])
    return [_mention(obj, word.word, slug) for obj in quoting.get(slug, [])]


def counted(word: kinds.ReferenceWord, slugs: Iterable[str]) -> dict[str, int]:
    """How many public texts name each record, in one look-up."""
    quoting = references.public_referrers(word.to_kind, slugs)
    return {slug: len(found) for slug, found in quoting.items()}


def keys_of_all() -> tuple[str, ...]:
    """The keys of a list that tells of each of its rows how often it is named."""
    return tuple(pages.everything(kind.name) for kind in kinds.all_kinds() if kind.markdown)


def keys(word: kinds.ReferenceWord, slug: str) -> tuple[str, ...]:
    """Any record with a text may come to name what a page shows."""
    named = pages.key(word.to_kind, slug)
    return tuple(pages.near(kind.name, named) for kind in kinds.all_kinds() if kind.markdown)


def _mention(obj: Any, word: str, slug: str) -> Mention:
    kind = kinds.of(obj)
    texts = [getattr(obj, field) for field in kind.markdown] if kind else []
    return Mention(
        title=str(obj),
        address=obj.get_absolute_url(),
        paragraphs=tuple(n for text in texts for n in paragraphs.quoting(text, word, slug)),
        key=pages.key(obj._meta.label_lower, obj.slug),
    )
