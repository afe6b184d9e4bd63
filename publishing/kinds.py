"""What publishing must know of the content it carries; each app registers its kinds in ready()."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from publishing import pages
from publishing.markdown import Quote, Quoted
from publishing.pages import Page, Reached, Showing


@dataclass(frozen=True)
class Kind:
    """A root model: its Markdown fields, its parts, and the rule that joins several rows."""

    model: type[Any]
    markdown: tuple[str, ...] = ()
    # Fields that hold the address of something outside the site.
    addresses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    # Raises ValidationError where the saved row breaks a rule that spans rows.
    check: Callable[[Any], None] | None = None
    # The same rule over all rows at once, {key: {field: value}} of the fields it looks at:
    # a sentence for each key that breaks it.
    check_all: Callable[[Mapping[str, Mapping[str, Any]]], Mapping[str, str]] | None = None
    check_fields: tuple[str, ...] = ()
    # Names a part within its root.
    part_key: str = "key"
    # The order of its parts in memory, as Meta.ordering gives it in the database.
    part_order: Callable[[Any], Any] = attrgetter("pk")
    # Whether a change is one that readers must be told of, such as another value of a figure.
    is_major: Callable[[Mapping[str, Any], Mapping[str, Any]], bool] | None = None
    # Whether a second person looks at it where "figures and places" are reviewed.
    needs_review: bool = False
    # Whether a person who may change this kind may change this one; None: every one.
    may_edit: Callable[[Any, Any], bool] | None = None
    # Whether its page answers a question, so that readers may be asked if it helped them.
    is_answer: bool = False
    # From a record; serves the live page, the preview and every published version.
    page: Callable[[Mapping[str, Any], Showing], Page] | None = None
    # The other public pages that show a record of this kind: lists, home, what it belongs to.
    shown_on: Callable[[Mapping[str, Any]], Iterable[Reached]] | None = None
    # What whoever publishes a record should know first, in quiet sentences: (before, after).
    advice: Callable[[Mapping[str, Any] | None, Mapping[str, Any]], Iterable[str]] | None = None

    @property
    def name(self) -> str:
        return str(self.model._meta.label_lower)


@dataclass(frozen=True)
class ReferenceWord:
    """What a word such as `figure` in `{{ figure:relief }}` points to."""

    word: str
    to_kind: str
    resolve: Callable[[Iterable[Quote]], Mapping[Quote, Quoted]]
    # Every key that may stand behind the word, for "did you mean".
    keys: Callable[[], Iterable[str]]
    # The pins of one key; None where a word has no pins and so no "newest" either.
    pins: Callable[[str], Iterable[str]] | None = None
    # Kinds whose records its text names besides, such as where a figure was said.
    also: tuple[str, ...] = ()


@dataclass
class Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    words: dict[str, ReferenceWord] = field(default_factory=dict)


_registry = Registry()


def register(kind: Kind) -> None:
    _registry.kinds[kind.name] = kind


def register_reference(word: ReferenceWord) -> None:
    _registry.words[word.word] = word


def of(model: Any) -> Kind | None:
    """The kind of a model or an instance; None for what is not content."""
    return _registry.kinds.get(model._meta.label_lower)


def named(name: str) -> Kind:
    """The kind of a name such as `faq.entry`. Raises LookupError for an unknown one."""
    try:
        return _registry.kinds[name]
    except KeyError:
        raise LookupError(f"“{name}” is not a registered kind") from None


def root_field(part: type[Any]) -> str | None:
    """The column that joins a part to its root; None for a model that is no part."""
    for kind in _registry.kinds.values():
        for accessor in kind.parts:
            if part_model(kind, accessor) is part:
                return str(getattr(kind.model, accessor).rel.field.name)
    return None


def root_of(model: Any) -> Kind | None:
    """The kind a model is, or is a part of; None for what is neither."""
    found = of(model)
    if found is not None:
        return found
    parted = (
        kind
        for kind in _registry.kinds.values()
        for each in kind.parts
        if part_model(kind, each) is model
    )
    return next(parted, None)


def part_model(kind: Kind, accessor: str) -> type[Any]:
    """The model of the parts of one kind."""
    model: type[Any] = getattr(kind.model, accessor).rel.related_model
    return model


def all_kinds() -> list[Kind]:
    return list(_registry.kinds.values())


def reference_word(word: str) -> ReferenceWord | None:
    return _registry.words.get(word)


def reference_words() -> list[str]:
    return sorted(_registry.words)


def key_of(quote: Quote) -> str:
    """The key of the record a quote points to, as a page names it."""
    word = reference_word(quote.word)
    return pages.key(word.to_kind if word else quote.word, quote.key)


def keys_of(quotes: Iterable[Quote]) -> list[str]:
    """The keys of all that a page shows where it quotes."""
    found = sorted(set(quotes))
    words = [word for name in {quote.word for quote in found} if (word := reference_word(name))]
    beside = sorted({pages.everything(kind) for word in words for kind in word.also})
    return [*map(key_of, found), *beside]


def resolve(quotes: Iterable[Quote]) -> dict[Quote, Quoted]:
    """The quoted text of every quote that exists; one look-up a word."""
    wanted = set(quotes)
    found: dict[Quote, Quoted] = {}
    for name, word in _registry.words.items():
        mine = {quote for quote in wanted if quote.word == name}
        if mine:
            found.update(word.resolve(mine))
    return found
